"""Who asked to be left out is in no run, whatever leads to them; nobody else is touched."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from pipelines.optouts import keys_of, name_key, url_key
from pipelines.resolve import Resolved
from records import Corrections, Problem
from records.optouts import NOBODY, Key, OptOuts
from tests.pipelines.resolve.making import DAY, START, URL, WORDS, attribution, profile, resolved

PHONE = "+15035550142"
ADA = [
    profile("Ada Quill", "ada-quill", "Salem", "OR", phone=PHONE),
    attribution("Ada Quill", "Salem", "OR"),
]
BO = profile("Bo Tarn", "bo-tarn", "Reno", "NV")
EMDR = "https://directory.example/specialties/emdr"


def asked(*keys: Key) -> OptOuts:
    return OptOuts(secret=b"secret").with_keys(keys)


def all_keys(done: Resolved, name: str = "Ada Quill") -> OptOuts:
    """As an opt-out remembers them: all keys of whoever has this name."""
    told = [one for one in done.therapists if one.name == name]
    said = [*done.statements, *done.statement_history]
    return asked(*(key for one in told for key in keys_of(one, [s for s in said if s.therapist_id == one.id])))


def written(done: Resolved) -> str:
    """All records of a run as one text; what is read once is read."""
    records = [done.therapists, done.statements, done.statement_history, done.approaches]
    return msgspec.json.encode([*records, list(done.provenance), list(done.claims), list(done.links)]).decode()


def test_the_whole_cluster_is_out_and_nobody_else() -> None:
    first = resolved(*ADA, BO)
    optouts = asked(url_key(ADA[0].url))
    done = resolved(*ADA, BO, before=first, now=START + DAY, optouts=optouts)
    assert [one.name for one in done.therapists] == ["Bo Tarn"]
    everything = written(done)
    assert "Quill" not in everything
    assert WORDS not in everything
    assert PHONE not in everything
    assert written(resolved(BO, now=START + DAY)) == everything
    (learned,) = done.learned
    assert learned.matching == [url_key(ADA[0].url)]
    assert {key.kind for key in learned.new} == {"id", "statement", "phone", "name"}
    with_learned = optouts.with_keys(learned.new)
    again = resolved(*ADA, BO, before=first, now=START + DAY, optouts=with_learned)
    assert again.learned == []
    assert written(again) == everything


def test_nobody_who_is_out_is_given_an_id() -> None:
    done = resolved(*ADA, BO, optouts=asked(url_key(ADA[0].url)))
    assert {one.id for one in done.minted.values()} == {one.id for one in done.therapists}
    assert not [key for one in done.learned for key in one.new if key.kind == "id"]


@pytest.mark.parametrize(
    "met",
    [
        profile("Ada Quill", "ada-quill-2", "Bend", "OR", phone=PHONE),  # a renamed slug
        profile("Ada Marsh", "ada-marsh", "Reno", "NV", phone=PHONE),  # a married one who moved
        attribution("Bea Vance", "Reno", "NV", url=EMDR),  # her words under another name
        attribution("Dr. ADA QUILL, PhD", "Salem", "OR", "Other words.", url=EMDR, profile_url=ADA[0].url),
        profile("Ada Quill", "elsewhere", "Salem", "OR", source="other", phone=PHONE),
    ],
)
def test_any_way_back_is_closed(met: Any) -> None:
    optouts = all_keys(resolved(*ADA))
    for mentions in ([met], [met, *ADA]):
        assert resolved(*mentions, optouts=optouts).therapists == []


def test_former_ids_and_merges_stay_out() -> None:
    vale = attribution("Ada Vale", "Salem", "OR", "Words of her own, under another name.", url=EMDR)
    first = resolved(*ADA, vale)
    ids = {one.name: one.id for one in first.therapists}
    assert set(ids) == {"Ada Quill", "Ada Vale"}
    merge = msgspec.convert({"merge": [{"ids": [ids["Ada Vale"], ids["Ada Quill"]]}]}, Corrections)
    merged = resolved(*ADA, vale, before=first, corrections=merge, now=START + DAY)
    (one,) = merged.therapists
    known = {**first.minted, **merged.minted}
    for known_as in (one.id, *one.former_ids):
        held = asked(Key("id", known_as))
        done = resolved(*ADA, vale, known=known, before=merged, corrections=merge, now=START + 2 * DAY, optouts=held)
        assert done.therapists == []
    # The operator joins somebody to a person whose own page is not even read any more.
    held = asked(Key("id", ids["Ada Quill"]))
    assert resolved(vale, known=known, corrections=merge, optouts=held).therapists == []


def test_what_is_learned_of_one_page_leads_to_the_next_at_once() -> None:
    bridge = profile("Ada Quill", "bridge", "Salem", "OR", source="other", phone=PHONE, website="https://quill.example")
    far = profile("Ada Quill-Marsh", "far", "Reno", "NV", source="third", website="https://quill.example")
    done = resolved(ADA[0], bridge, far, BO, optouts=asked(url_key(ADA[0].url)))
    assert [one.name for one in done.therapists] == ["Bo Tarn"]
    new = [key for one in done.learned for key in one.new]
    assert url_key(far.url) in new


def test_who_goes_along_leads_nowhere() -> None:
    phone, site = "+15035550177", "https://bo.example"
    husband = profile("Bo Quill", "bo-quill", "Salem", "OR", phone=PHONE, website=site)
    stranger = profile("Bo Tarn", "bo-tarn", "Reno", "NV", phone=phone, website=site)
    namesake = profile("Cy Tarn", "cy-tarn", "Reno", "NV", phone=phone)
    optouts = asked(*keys_of(resolved(*ADA).therapists[0], []))
    done = resolved(*ADA, husband, stranger, namesake, optouts=optouts)
    assert {one.name for one in done.therapists} == {"Bo Tarn", "Cy Tarn"}
    new = [key for one in done.learned for key in one.new]
    assert not [key for key in new if "bo" in key.value]
    with_learned = optouts.with_keys(new)
    again = resolved(*ADA, husband, stranger, namesake, optouts=with_learned)
    assert again.learned == []
    assert {one.name for one in again.therapists} == {"Bo Tarn", "Cy Tarn"}


def test_a_text_that_others_say_too_is_not_learned() -> None:
    colleague = attribution("Bo Tarn", "Reno", "NV", url=EMDR)
    optouts = asked(url_key(ADA[0].url))
    done = resolved(*ADA, colleague, optouts=optouts)
    assert [one.name for one in done.therapists] == ["Bo Tarn"]
    learned = [key for one in done.learned for key in one.new]
    again = resolved(*ADA, colleague, optouts=optouts.with_keys(learned))
    assert [one.name for one in again.therapists] == ["Bo Tarn"]


def test_a_page_of_many_is_nobodys_own() -> None:
    lost = attribution("Ada Quill", "Salem", "OR", url=EMDR, profile_url=URL)  # a link to the wrong page
    done = resolved(ADA[0], lost, optouts=asked(url_key(ADA[0].url)))
    assert done.therapists == []
    assert url_key(URL) not in [key for one in done.learned for key in one.new]


def test_a_suspect_is_held_back_until_the_operator_lets_go() -> None:
    namesake = profile("Ada Quill", "another", "Bend", "OR", source="other", phone="+15035550177")
    optouts = asked(name_key("Ada Quill", "OR"))
    done = resolved(namesake, BO, optouts=optouts)
    assert [one.name for one in done.therapists] == ["Bo Tarn"]
    (suspect,) = done.left_out.suspects
    assert (suspect.source, suspect.url) == ("other", namesake.url)
    assert suspect.id in {one.id for one in done.minted.values()}  # so that it can be named
    assert done.learned == []
    release = msgspec.convert({"release": [{"id": suspect.id, "why": "asked both"}]}, Corrections)
    let_go = resolved(namesake, BO, before=done, known=done.minted, optouts=optouts, corrections=release)
    assert {one.name for one in let_go.therapists} == {"Ada Quill", "Bo Tarn"}
    assert (let_go.left_out.released, let_go.problems) == ([suspect.id], [])
    # Who is out by more than the name stays out.
    held = optouts.with_keys([url_key(namesake.url)])
    assert len(resolved(namesake, BO, known=done.minted, optouts=held, corrections=release).therapists) == 1


def test_a_release_of_somebody_who_is_not_held_back_is_told() -> None:
    release = msgspec.convert({"release": [{"id": "tnobody"}]}, Corrections)
    for optouts in (NOBODY, asked(name_key("Ada Quill", "OR"))):
        (problem,) = resolved(BO, optouts=optouts, corrections=release).problems
        assert (problem.code, problem.detail) == ("correction-unused", "release: tnobody is not held back")


def test_nobody_who_is_out_is_carried_over() -> None:
    first = resolved(*ADA, BO)
    optouts = all_keys(first)
    done = resolved(before=first, sightings=[], now=START + DAY, optouts=optouts)
    assert [(one.name, one.status) for one in done.therapists] == [("Bo Tarn", "carried")]
    assert "Quill" not in written(done)
    suspect = resolved(before=first, sightings=[], now=START + DAY, optouts=asked(name_key("Ada Quill", "OR")))
    assert [one.url for one in suspect.left_out.suspects] == [ADA[0].url]


def test_nothing_that_was_set_aside_speaks_of_them() -> None:
    problem = Problem(code="bad-phone", detail="phone", excerpt="call me")
    ada = replace(ADA[1], problems=[problem])
    hidden = resolved(ADA[0], ada, BO, optouts=asked(url_key(ADA[0].url))).left_out
    assert hidden.is_about(ADA[0].url, Problem(code="any", detail="thing"))
    assert hidden.is_about(ada.url, problem)
    assert hidden.is_about(EMDR, Problem(code="any", detail="", excerpt="— Quill, Ada: counselor"))
    assert not hidden.is_about(EMDR, Problem(code="any", detail="", excerpt="— Ada Oakes, counselor"))


def test_whom_only_gone_pages_show_leaves_and_comes_back() -> None:
    line = attribution("Bo Tarn", "Reno", "NV", "Words of Bo.", url=EMDR)
    first = resolved(*ADA, BO, line)
    gone = frozenset([ADA[0].url, BO.url])
    done = resolved(ADA[1], before=first, now=START + DAY, gone=gone)
    # The approach page of Bo is not gone, but lost: it may still show him.
    assert [(one.name, one.status) for one in done.therapists if one.name == "Bo Tarn"] == [("Bo Tarn", "carried")]
    ada = next(one for one in done.therapists if one.name == "Ada Quill")
    assert (ada.profile_urls, ada.phone) == ([], None)
    done = resolved(ADA[1], before=first, now=START + DAY, gone=gone | {EMDR})
    assert [one.name for one in done.therapists] == ["Ada Quill"]
    back = resolved(*ADA, BO, line, before=done, known=first.minted, now=START + 2 * DAY)
    assert {one.id for one in back.therapists} == {one.id for one in first.therapists}
