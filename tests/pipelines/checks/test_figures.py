"""The figures of a run, counted from its records."""

from datetime import UTC, datetime
from typing import Any

from pipelines.checks.figures import FILLED, record_figures, with_pages, without
from pipelines.mention import ApproachPage, Mention, Reading, Sighting
from records import ApproachClaim, Location, Therapist
from records.figures import RunFigures, SourceFigures

SEEN = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)


def person(number: int, name: str, **fields: Any) -> Therapist:
    fields.setdefault("sources", ["therapyden"])
    return Therapist(id=f"t{number}", name=name, first_seen=SEEN, last_seen=SEEN, last_confirmed=SEEN, **fields)


def test_every_field_that_may_be_empty_is_counted() -> None:
    salem = Location(city="Salem", state="OR")
    claim = ApproachClaim(id="emdr", claim="described", claims=["described", "ticked"])
    given = [
        person(1, "Ada Quill", phone="+15035550101", telehealth=False, locations=[salem], approaches=[claim]),
        person(2, "Bo Marsh", telehealth=True, about=""),
    ]
    figures = record_figures(given, [], [], 0)
    assert figures.counts == {"therapists": 2, "statements": 0, "approaches": 0}
    assert figures.sources["therapyden"].filled == {
        "phone": 1,
        "telehealth": 2,
        "locations": 1,
        "city": 1,
        "state": 1,
        "approaches": 1,
        "described": 1,
        "ticked": 1,
    }
    assert {"about", "fee_min", "zip", "credentialed"} <= set(FILLED)
    assert not {"id", "name", "first_seen"} & set(FILLED)


def test_a_therapist_of_two_sources_counts_in_each_and_once_in_all() -> None:
    figures = record_figures([person(1, "Ada Quill", sources=["therapyden", "jsonld"])], [], [], 0)
    assert figures.counts["therapists"] == 1
    assert {source: one.therapists for source, one in figures.sources.items()} == {"therapyden": 1, "jsonld": 1}


def test_who_looks_like_another() -> None:
    given = [
        person(1, "Ada Quill", phone="+15035550101", website="https://quill.example"),
        person(2, "ADA  Quill", phone="+15035550101", website="https://other.example"),
        person(3, "Bo Marsh", phone="+15035550101"),  # a practice has one phone
        person(4, "Cy Oakes", locations=[Location(city="Salem", state="OR")]),
        person(5, "Cy Oakes", locations=[Location(city="salem", state="OR")]),
        person(6, "Cy Oakes", locations=[Location(city="Salem", state="OR")]),
        person(7, "Cy Oakes", locations=[Location(city="Salem", state="MA")]),
    ]
    figures = record_figures(given, [], [], 0)
    assert figures.lookalikes == {"phone": 1, "place": 2}
    assert figures.sources["therapyden"].lookalikes == figures.lookalikes


def test_pages_set_aside_are_counted_once_for_each_code() -> None:
    rows = [("therapyden", "a", "bad-phone"), ("therapyden", "a", "bad-phone"), ("therapyden", "a", "bad-fee")]
    assert record_figures([], [], rows, 0).sources["therapyden"].set_aside == {"bad-phone": 1, "bad-fee": 1}


def sighted(url: str, seen: datetime, *mentions: Mention, approach: ApproachPage | None = None) -> Sighting:
    reading = Reading(
        url=url, source="therapyden", digest="", fetched_at=seen, mentions=list(mentions), approach=approach
    )
    return Sighting(reading, seen, seen)


def mention(name: str, *, is_profile: bool = False, **fields: Any) -> Mention:
    return Mention(keys=[], source="therapyden", url="", extractor="", is_profile=is_profile, name=name, **fields)


def test_of_a_page_read_twice_the_last_body_counts() -> None:
    older = sighted("/emdr", SEEN.replace(day=1), mention("Ada Quill", title="Therapist"), mention("Bo Marsh"))
    newer = sighted("/emdr", SEEN, mention("Ada Quill"))
    profile = sighted("/ada", SEEN, mention("Ada Quill", is_profile=True, title="Therapist"))
    figures = with_pages(
        record_figures([], [], [], 0), [newer, older, profile], [("therapyden", "/broken")], {"therapyden": (9, 2)}
    )
    found = figures.sources["therapyden"]
    assert (found.pages, found.profiles, found.known, found.gone) == (3, 1, 9, 2)
    assert (found.attributions, found.named) == (1, {})


def test_an_approach_page_counts_as_what_it_is_now() -> None:
    emdr = ApproachPage("emdr", "emdr")
    read = [sighted("/emdr", SEEN.replace(day=1), approach=emdr), sighted("/gestalt", SEEN, approach=emdr)]
    found = with_pages(record_figures([], [], [], 0), read, [], {}).sources["therapyden"]
    assert (found.pages, found.approach_pages) == (2, 2)
    found = with_pages(record_figures([], [], [], 0), [*read, sighted("/emdr", SEEN)], [], {}).sources["therapyden"]
    assert (found.pages, found.approach_pages) == (2, 1)


def test_without_some_people_the_figures_are_those_of_all_others() -> None:
    claim = ApproachClaim(id="emdr", claim="described", claims=["described"])
    stay = [person(1, "Ada Quill", phone="+15035550101"), person(2, "Bo Marsh", sources=["therapyden", "jsonld"])]
    go = [
        person(3, "Ada Quill", phone="+15035550101", sources=["jsonld"]),
        person(4, "Cy Oakes", approaches=[claim]),
        person(5, "Cy Oakes", approaches=[claim]),
    ]
    found = without(record_figures([*stay, *go], [], [], 9), record_figures(go, [], [], 2))
    alone = record_figures(stay, [], [], 7)
    assert found.counts == alone.counts
    for source, one in found.sources.items():
        assert one.therapists == alone.sources[source].therapists
        assert {name: count for name, count in one.filled.items() if count} == alone.sources[source].filled


def test_pages_of_those_who_left_count_neither_as_read_nor_as_known() -> None:
    all_, theirs = SourceFigures(pages=9, profiles=5, known=12, gone=2), SourceFigures(pages=2, profiles=2, known=2)
    found = without(RunFigures(sources={"jsonld": all_}), RunFigures(sources={"jsonld": theirs})).sources["jsonld"]
    assert (found.pages, found.profiles, found.known, found.gone) == (7, 3, 10, 2)
    assert found.approach_pages is None  # was not counted
