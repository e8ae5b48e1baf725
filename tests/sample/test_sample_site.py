"""The sample directory: the same bytes from the same seed, all shapes, and a truth that its pages show."""

import hashlib
import re
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

from therapyindex.sample import Site
from therapyindex.sample.directory.shapes import shape_of

HOST = "https://www.therapyden.com"
DIGEST = """
import hashlib
from therapyindex.sample import Site
site = Site(seed=7, therapists=30, night=2)
print(hashlib.sha256(b"".join(site.reply(url).body for url in site.urls())).hexdigest())
"""


@pytest.fixture(scope="module")
def site() -> Site:
    return Site()


def body(site: Site, path: str) -> str:
    reply = site.reply(path)
    assert reply.status == 200, path
    return reply.body.decode()


def visible(html: str) -> str:
    """The text of a page as a reader sees it, white space folded."""
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style"])
    return " ".join(tree.body.text(separator=" ").split()) if tree.body else ""


def folded(text: str) -> str:
    return re.sub(r"\s+", "", text)


def paths(site: Site, part: str) -> list[str]:
    return [url for url in site.urls() if url.startswith(f"{HOST}/{part}/")]


def test_a_seed_gives_the_same_bytes_in_every_process() -> None:
    site = Site(seed=7, therapists=30, night=2)
    here = hashlib.sha256(b"".join(site.reply(url).body for url in site.urls())).hexdigest()
    there = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here
    assert [one["name"] for one in Site(seed=8).truth()] != [one["name"] for one in Site(seed=7).truth()]


@pytest.mark.parametrize("therapists", [12, 60, 1000])
def test_every_address_answers_once(therapists: int) -> None:
    site = Site(therapists=therapists)
    urls = list(site.urls())
    assert len(urls) == len(set(urls))
    assert len(paths(site, "therapist")) == therapists
    assert {site.reply(url).status for url in urls} == {200}


def test_too_small_a_directory_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 12"):
        Site(therapists=3)


@pytest.mark.parametrize(
    "path",
    ["/", "/therapist/", "/therapist/nobody-zz", "/therapist/ada-quill-portland-or-1", "/specialties/x", "/a?b", "//[",
     "/sitemap-therapists-9.xml.gz", "/therapists/us/zz", "/therapists/us/or/atlantis", "/account/login"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(site: Site, path: str) -> None:
    assert site.reply(path).status == 404


def test_every_attribution_shape_stands_on_a_page(site: Site) -> None:
    people = list(site.truth())
    lines = {one["attribution"]["line"] for one in people if one["shown"]}
    assert {shape_of(number) for number, one in enumerate(people) if one["shown"]} == {
        shape_of(number) for number in range(2_000)
    }
    patterns = [
        r"— [^,]+, [^,]+[a-z]$",  # no place at all
        r" in , [A-Z]{2}$",
        r" in ,$",
        r" [A-Z]{2} \d{5}, [A-Z]{2}$",
        r" in .+, [A-Z][A-Za-z ]+, [A-Z]{2}$",
        r" in [a-z][a-z ]+,$",
        r" in [A-Z ]+, [A-Z]{2}$",
        r"^— [A-Z]+ [A-Z]+, ",
        r"^— [a-z]+ [a-z]+, ",
        r"^— \w+ \w+ \(.+\), ",
        r"^— .+/ \w+ \w+, ",
        r"^— \w+ \w+ -\w+",
        r"^— .+ – .+ in .+, [A-Z]{2}\., ",
        r'^— ".+", Leading Expert ',
        r"^— .+, Ph\.D\., PLLC, ",
        r"^— Dr\. ",
        r"^— Dr\.\w",
        r"^— [A-Z] \w+, ",
        r"^— [A-Z]{2} \w+-\w+, ",
        r"^— \w+ \(\w+\) \w+, ",
        r"^— [^,]*[é-ÿŁ][^,]*, ",
        r"^— \w+ [A-Z][a-z]+[A-Z]\w+, ",
        r" - Candidate in ",
    ]
    assert [pattern for pattern in patterns if not any(re.search(pattern, line) for line in lines)] == []
    shown = "".join(visible(body(site, url)) for url in paths(site, "specialties"))
    assert [line for line in lines if folded(line) not in folded(shown)] == []


def test_attribution_shapes_have_about_their_real_shares() -> None:
    shapes = [shape_of(number) for number in range(10_000)]
    assert shapes.count("plain") == 5_000
    assert 0.06 < shapes.count("no_place") / 10_000 < 0.12
    assert 0.03 < shapes.count("organization") / 10_000 < 0.07


def test_approach_pages_have_three_markups_and_the_known_gaps(site: Site) -> None:
    pages = [body(site, url) for url in paths(site, "specialties")]
    assert len(pages) == 25
    tags = ("<blockquote>", "<dl>", "<p>&nbsp;</p>")
    assert {tag for page in pages for tag in tags if tag in page} == set(tags)
    assert all(sum(tag in page for tag in tags) == 1 for page in pages)
    assert sum("<h1>" not in page for page in pages) == 1
    assert 0 < sum("Need help finding the right therapist?" in page for page in pages) < len(pages)
    calls = [bool(re.search(r"(Reach out to|Contact|Get in touch with) one of", page)) for page in pages]
    assert calls.count(False) == 3  # two without a call, one without a definition
    assert all("Meet the specialists" in page for page in pages)


def test_profiles_and_listings_have_different_markups(site: Site) -> None:
    profiles = [body(site, url) for url in paths(site, "therapist")]
    assert {("ld+json" in page, "<dl>" in page) for page in profiles} == {(True, False), (False, True), (False, False)}
    data = [page for page in profiles if "ld+json" in page]
    for form in ('json">{"@context"', 'json">[{', '"@graph"', '["Physician", "LocalBusiness"]'):
        assert any(form in page for page in data), form
    assert all("hello@therapyden.example" in page and "(503) 555-0199" in page for page in profiles)
    labels = {label for page in profiles for label in re.findall(r"<(?:h2|dt|strong)>([^<]+)</", page)}
    assert len(labels) > 25
    listings = [body(site, url) for url in paths(site, "therapists")]
    assert {"<table>" in page for page in listings} == {True, False}


@pytest.mark.parametrize("kb", [8, 20, 50])
def test_a_profile_has_about_its_size(kb: int) -> None:
    site = Site(profile_kb=kb)
    sizes = [len(site.reply(url).body) / 1024 for url in paths(site, "therapist")]
    assert 0.75 * kb < min(sizes) <= max(sizes) < 1.25 * kb


def test_links_are_partly_relative_partly_in_full(site: Site) -> None:
    page = body(site, "/therapists/us/or/portland")
    assert 'href="/therapist/' in page
    assert f'href="{HOST}/therapist/' in page


def test_a_second_page_repeats_the_first_and_the_rest_is_in_the_sitemap() -> None:
    site = Site(therapists=2_000)
    path = "/therapists/us/or/portland"
    first, second = body(site, path), body(site, f"{path}?page=2")
    people = [set(re.findall(r"/therapist/[a-z0-9-]+", page)) for page in (first, second)]
    assert people[0] == people[1]
    assert len(people[0]) == 20
    assert f'href="{path}?page=2"' in first
    assert sum("-portland-or-" in url for url in site.urls()) > 20


def test_the_pages_show_the_truth(site: Site) -> None:
    approach_text = {url.rpartition("/")[2]: folded(visible(body(site, url))) for url in paths(site, "specialties")}
    for one in site.truth():
        html = body(site, one["url"])
        text = visible(html)
        alone = [one["heading"], one["title"], one["city"], one["state"], one["zip"], one["website"], one["pronouns"]]
        said = [*alone, *one["shows"].values(), *one["about"].split("\n\n")]
        for name in ("approaches", "issues", "languages", "insurance", "ages", "communities", "sessions"):
            said += one[name]
        assert [value for value in said if value and value not in text] == []
        assert one["shown"]
        for topic in one["shown"]:
            both = folded(one["statements"][topic] + one["attribution"]["line"])
            assert both in approach_text[topic]


def test_worded_values_mean_what_the_truth_says() -> None:
    for one in Site(therapists=300).truth():
        fees = [int(number) for number in re.findall(r"\d+", (one["shows"]["fees_text"] or "").replace("50 min", ""))]
        assert (min(fees, default=None), max(fees, default=None)) == (one["fee_min"], one["fee_max"])
        digits = "".join(re.findall(r"\d", one["shows"]["phone_text"] or ""))
        assert digits[-10:] == (one["phone"] or "").removeprefix("+1")
        assert one["phone"] is None or re.fullmatch(r"\+1\d{3}55501\d\d", one["phone"])
        assert one["phone"] is None or not one["phone"].endswith("5550199")


def test_statements_are_many_and_have_the_traps() -> None:
    people = list(Site(therapists=1_000).truth())
    texts = [text for one in people for text in one["statements"].values()]
    assert 42 <= min(map(len, texts)) <= max(map(len, texts)) == 500
    assert len(set(texts)) > 0.95 * len(texts)
    assert 250 < sum(map(len, texts)) / len(texts) < 400
    for trap in (" — ", '" – ', "https://www.", "We ", "licensed in"):
        assert any(trap in text for text in texts), trap
    assert any(text[0].islower() for text in texts)
    assert any(text[-1].isalpha() for text in texts if len(text) == 500)  # cut inside a sentence


def test_specialists_rotate_every_night() -> None:
    nights = [Site(therapists=2_000, night=night).specialists("relational-therapy") for night in range(3)]
    assert [len(set(numbers)) for numbers in nights] == [14, 14, 14]
    assert all(set(one) != set(other) for one, other in pairwise(nights))


def test_a_night_changes_a_hundredth_and_one_goes_comes_and_is_renamed() -> None:
    before, after = (Site(therapists=2_000, night=night) for night in (0, 1))
    old, new = set(paths(before, "therapist")), set(paths(after, "therapist"))
    left, came = sorted(old - new), new - old
    assert (len(left), len(came)) == (2, 2)
    replies = {after.reply(url).status: after.reply(url) for url in left}
    assert set(replies) == {301, 410}
    assert replies[301].location in came
    assert after.reply(replies[301].location or "").status == 200
    changed = [url for url in sorted(old & new) if before.reply(url).etag != after.reply(url).etag]
    assert 5 <= len(changed) <= 45
    assert all(after.reply(url).modified > before.reply(url).modified for url in changed)  # type: ignore[operator]  # pages
    assert {before.reply(url).modified for url in old & new} != {after.reply(url).modified for url in old & new}
    (moved,) = (one for one in after.truth() if one["former_url"])
    assert moved["former_url"] in left
    former = next(one for one in before.truth() if one["url"] == moved["former_url"])
    assert former["name"] != moved["name"]
    kept = set(former["statements"].values()) & set(moved["statements"].values())
    assert len(kept) >= len(former["statements"]) - 2  # one that names its author has the first name only


def test_a_page_of_which_nothing_changed_keeps_its_etag_and_date() -> None:
    sites = [Site(therapists=300, night=night) for night in range(4)]
    for url in set.intersection(*(set(paths(site, "therapist")) for site in sites)):
        replies = [site.reply(url) for site in sites]
        for one, other in pairwise(replies):
            assert (one.etag == other.etag) == (one.modified == other.modified)


def test_a_large_directory_costs_little_up_front() -> None:
    began = time.perf_counter()
    site = Site(therapists=100_000)
    site.reply("/specialties/emdr")
    site.reply("/therapists/us/or/portland")
    assert time.perf_counter() - began < 2
    began = time.perf_counter()
    site = Site(therapists=2_000)
    assert sum(site.reply(url).status == 200 for url in site.urls()) == 2_000 + 25 + 2 + 65
    assert time.perf_counter() - began < 30
