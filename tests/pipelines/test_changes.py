"""The change feed: what was added, changed, gone and seen again between two runs."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.changes import changes, changes_of_people, differences
from records import Approach, ApproachClaim, Change, Location, Phrase, Statement, Therapist
from records.errors import TherapyIndexError
from tests.pipelines.resolve.making import START, attribution, resolved


def test_added_changed_and_gone() -> None:
    before = resolved(attribution("Ada Quill", "Salem", "OR"), attribution("Bo Tarn", "Reno", "NV", "Words of Bo."))
    first, second = before.therapists
    new = msgspec.structs.replace(first, id="tz-new")
    moved = msgspec.structs.replace(first, pronouns="she/her", last_seen=START + timedelta(days=3))
    told = {one.id: one for one in changes("therapist", [first, second], [moved, new])}
    assert {key: one.op for key, one in told.items()} == {first.id: "MOD", second.id: "DEL", "tz-new": "ADD"}
    assert told[first.id].changed == ["last_seen", "pronouns"]
    assert json.loads(told[first.id].values)["pronouns"] == "she/her"


def test_a_visit_is_seen_and_no_difference() -> None:
    before = resolved(attribution("Ada Quill", "Salem", "OR"))
    after = resolved(attribution("Ada Quill", "Salem", "OR", last_seen=START + timedelta(days=3)), before=before)
    (therapist,) = changes("therapist", before.therapists, after.therapists)
    (statement,) = changes("statement", before.statements, after.statements)
    assert (therapist.op, therapist.changed) == ("SEEN", ["last_confirmed", "last_seen"])
    assert (statement.op, statement.changed, statement.therapist_id) == ("SEEN", ["last_seen"], therapist.id)
    assert list(differences("therapist", before.therapists, after.therapists)) == []


def test_nothing_changed() -> None:
    run = resolved(attribution("Ada Quill", "Salem", "OR"))
    assert list(changes("therapist", run.therapists, run.therapists)) == []
    assert list(changes("approach", run.approaches, run.approaches)) == []


def test_records_out_of_order_are_refused() -> None:
    run = resolved(attribution("Ada Quill", "Salem", "OR"), attribution("Bo Tarn", "Reno", "NV", "Words of Bo."))
    with pytest.raises(TherapyIndexError, match="out of order"):
        list(changes("therapist", [], run.therapists[::-1]))


ids = st.text("abc-é𝒳", min_size=1, max_size=3)
words = st.none() | st.text(st.characters(codec="utf-8"), max_size=8)
times = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds carry no zone
fees = st.none() | st.floats(0, 500)


def statements_of(therapist_id: str) -> st.SearchStrategy[list[Statement]]:
    # The id of a statement is made of its therapist's.
    one = st.builds(
        Statement,
        id=ids.map(lambda end: f"s-{therapist_id}-{end}"),
        therapist_id=st.just(therapist_id),
        approach_id=ids,
        text=words.map(str),
        first_seen=times,
        last_seen=times,
    )
    return st.lists(one, max_size=3, unique_by=lambda one: one.id).map(lambda found: sorted(found, key=id_of))


@st.composite
def people(draw: st.DrawFn) -> list[tuple[Therapist, list[Statement]]]:
    """Anybody, in the order of a run."""
    found = []
    for therapist_id in sorted(draw(st.sets(ids, max_size=6))):
        statements = draw(statements_of(therapist_id))
        therapist = st.builds(
            Therapist,
            id=st.just(therapist_id),
            name=words.map(str),
            about=words,
            fee_min=fees,
            telehealth=st.none() | st.booleans(),
            credentials=st.lists(ids, max_size=2),
            locations=st.lists(st.builds(Location, city=words, lat=fees), max_size=2),
            approaches=st.lists(
                st.builds(ApproachClaim, id=ids, claim=st.just("ticked"), claims=st.just(["ticked"])), max_size=2
            ),
            statements=st.just([one.id for one in statements]),
            status=st.sampled_from(["current", "carried"]),
            first_seen=times,
            last_seen=times,
            last_confirmed=times,
        )
        found.append((draw(therapist), statements))
    return found


approaches = st.lists(
    st.builds(
        Approach,
        id=ids,
        name=words.map(str),
        definition=words,
        phrases=st.lists(st.builds(Phrase, text=ids, weight=st.floats(0, 1)), max_size=2),
        visits=st.integers(0, 9),
        last_new_at=st.none() | times,
        estimated_people=st.none() | st.integers(0, 99),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
).map(lambda found: sorted(found, key=id_of))


def id_of(one: Any) -> str:
    return str(one.id)


def replayed(records: Iterable[Any], told: Iterable[Change]) -> dict[str, Any]:
    """What the consumer of exports does: the records by id, changed in place."""
    held = {one.id: msgspec.to_builtins(one) for one in records}
    for one in told:
        if one.op == "DEL":
            held.pop(one.id, None)
        else:
            held.setdefault(one.id, {}).update(json.loads(one.values))
    return held


def exact(records: Iterable[Any]) -> dict[str, Any]:
    return {one.id: msgspec.to_builtins(one) for one in records}


@given(people(), people())
def test_a_replay_gives_the_new_people_exactly(before: Any, after: Any) -> None:
    told = list(changes_of_people(before, after))
    by_order = [one for one in told if one.op != "SEEN"] + [one for one in told if one.op == "SEEN"]
    for found in (told, by_order):
        for kind, part in (("therapist", lambda p: [p[0]]), ("statement", lambda p: p[1])):
            old, new = ([one for person in side for one in part(person)] for side in (before, after))
            assert replayed(old, (one for one in found if one.record == kind)) == exact(new)


@given(approaches, approaches)
def test_a_replay_gives_the_new_approaches_exactly(before: list[Approach], after: list[Approach]) -> None:
    assert replayed(before, changes("approach", before, after)) == exact(after)


@given(people())
def test_a_change_of_nothing_but_dates_is_never_told_as_one(before: Any) -> None:
    later = [
        (msgspec.structs.replace(one, last_seen=START), [msgspec.structs.replace(w, last_seen=START) for w in said])
        for one, said in before
    ]
    assert {one.op for one in changes_of_people(before, later)} <= {"SEEN"}
