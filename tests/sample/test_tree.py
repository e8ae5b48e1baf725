"""The tree of pages: the same in every process, in several markups, with every shape that real pages have."""

import hashlib
import re
import subprocess
import sys
import time

import pytest
import zipcodes

from tests.sample.reading import links, markup, profiles, tight, visible
from therapyindex.sample import names, places
from therapyindex.sample.site import Site

DIGEST = """
import hashlib
from therapyindex.sample.site import Site
site = Site(5, 30, 2)
print(hashlib.sha256(b"".join(site.answer(path).body for path in site.urls())).hexdigest())
"""


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(1, 180, rotation="visit")


def test_same_numbers_same_bytes_in_every_process() -> None:
    here = Site(5, 30, 2)
    digest = hashlib.sha256(b"".join(here.answer(path).body for path in here.urls())).hexdigest()
    for hash_seed in ("0", "1"):
        command = [sys.executable, "-c", DIGEST]
        env = {"PYTHONHASHSEED": hash_seed}
        assert subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout.strip() == digest
    assert set(Site(6, 30, 2).urls()) != set(here.urls())


def test_every_page_is_there_and_whole(site: Site) -> None:
    for path in site.urls():
        answer = site.answer(path)
        assert answer.status == 200, path
        assert b"</html>" in answer.body
        assert not re.search(r"\$[a-z]|\{\{|None\b", visible(answer.body)), path
        assert "hello@sample-directory.example" in answer.body.decode()
    assert site.answer("/therapist/nobody").status == 404
    assert site.answer("/specialties/nothing").status == 404
    assert site.answer("/therapists/us/oregon/nowhere").status == 404


@pytest.mark.parametrize(
    "pattern",
    [
        "/specialties",
        "/specialties/[^/]+",
        "/therapists/us",
        "/therapists/us/[^/]+",
        "/therapists/us/[^/]+/[^/]+",
        "/therapist/.+",
    ],
)
def test_each_kind_of_page_has_markups_that_differ(pattern: str) -> None:
    seen = set()
    for seed in range(1, 9):
        one = Site(seed, 12)
        seen |= {markup(one.answer(path).body) for path in one.urls() if re.fullmatch(pattern, path)}
    assert len(seen) >= 2


def test_every_shape_of_an_attribution_occurs_on_approach_pages(site: Site) -> None:
    approaches = [path for path in site.urls() if path.startswith("/specialties/")]
    texts = [tight(visible(site.answer(path, visit).body)) for path in approaches for visit in range(12)]
    everything = "\n".join(texts)
    shown = [one for one in site.truth() if tight(one["attribution"]) in everything]
    assert {one["name_shape"] for one in shown} == {"plain", *names.WRAPPERS}
    assert {one["place_shape"] for one in shown} == {"plain", *places.SHAPES}
    clean = [one["name"] for one in shown if one["kind"] == "person"]
    for form in (r"\w \w+", r"[A-Z]{2} \w+-\w+", r"\w+ \(\w+\) \w+", r"\w\. \w+ \w+", r"\w+ \w\. \w+", r"\w+ \w+-\w+"):
        assert any(re.fullmatch(form, name) for name in clean), form
    assert any(re.search("[À-ÿ]", name) for name in clean)
    assert any(re.fullmatch(r"\w+ [A-Z][a-z]+[A-Z][a-z]+", name) for name in clean)


def test_specialists_rotate_and_at_most_fourteen_are_shown(site: Site) -> None:
    first, second = (links(site.answer("/specialties/emdr", visit).body) & set(profiles(site)) for visit in (0, 1))
    assert first != second
    assert site.answer("/specialties/emdr", 1) == site.answer("/specialties/emdr", 1)
    assert max(len(first), len(second)) <= 14
    by_night = Site(1, 180, 1)
    assert by_night.answer("/specialties/emdr", 1) == by_night.answer("/specialties/emdr", 2)
    assert by_night.answer("/specialties/emdr").body != Site(1, 180, 0).answer("/specialties/emdr").body


def test_statements_have_the_traps_of_real_ones(site: Site) -> None:
    texts = [text for one in site.truth() for text in one["statements"].values()]
    definitions = {one["definition"] for one in site.approaches()}
    assert {len(text) <= 500 for text in texts} == {True}
    assert min(map(len, texts)) >= 42
    assert any(len(text) >= 490 and text[-1] not in ".?!”" for text in texts)
    assert any(" — " in text for text in texts)
    assert any(".” – " in text for text in texts)
    assert any("https://" in text for text in texts)
    assert any(text[0].islower() for text in texts)
    assert any(text in definitions for text in texts)
    assert len(set(texts)) > 0.9 * len(texts)


def test_definitions_end_in_calls_of_several_wordings(site: Site) -> None:
    calls, without = set(), 0
    for one in site.approaches():
        text = visible(site.answer(one["path"]).body)
        if one["definition"]:
            assert one["definition"] in text
            call = text.partition(one["definition"])[2][:60].strip()
            calls.add(re.sub(r"(?<= of ).*", "", call) if call.startswith(("Think", "If", "Looking")) else "")
        else:
            without += 1
    assert without == 1
    assert len(calls - {""}) >= 3
    assert "" in calls


def test_a_city_shows_twenty_and_page_two_repeats_page_one() -> None:
    large = Site(1, 2_000)
    listed = [links(large.answer(path).body) for path in large.urls() if path.count("/") == 4]
    counts = [len([target for target in found if target.startswith("/therapist/")]) for found in listed]
    assert max(counts) == 20
    assert all(any(target.endswith("?page=2") for target in found) for found in listed)


def test_links_are_relative_or_name_the_public_origin(site: Site) -> None:
    bodies = b"".join(site.answer(path).body for path in site.urls())
    assert b'href="/therapist/' in bodies
    assert b'href="https://www.therapyden.com/therapist/' in bodies


def test_profiles_have_the_size_that_was_asked_for() -> None:
    for kilobytes in (10, 20, 50):
        sizes = [len(one.answer(path).body) for one in [Site(1, 40, profile_kb=kilobytes)] for path in profiles(one)]
        assert 0.75 * kilobytes < sum(sizes) / len(sizes) / 1024 < 1.2 * kilobytes


def test_cities_and_zips_are_real() -> None:
    known = {row["zip_code"]: row for row in zipcodes.list_all()}  # type: ignore[no-untyped-call]  # the library is untyped
    for city in places.cities():
        for zip_code in city.zips:
            assert (known[zip_code]["city"], known[zip_code]["state"]) == (city.name, city.state)
            assert known[zip_code]["zip_code_type"] == "STANDARD"
        assert re.fullmatch(r"\d{3}", city.area)


def test_two_thousand_are_quick() -> None:
    start = time.process_time()
    large = Site(1, 2_000)
    assert len(profiles(large)) == 2_000
    for path in profiles(large)[:50]:
        large.answer(path)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(("therapists", "night"), [(11, 0), (60, -1)])
def test_numbers_out_of_range_are_refused(therapists: int, night: int) -> None:
    with pytest.raises(ValueError, match="at least 12"):
        Site(1, therapists, night)
