"""Which records of a run the public sees: not those who asked to be left out, nor those unseen for too long."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeVar

import msgspec
from msgspec import Struct, field

from pipelines.optouts import Bearer, Verdict, Words, keys_of, verdict
from records import Meaning, Statement, Therapist
from records.optouts import Key, OptOuts
from search import IndexWriter
from store.parquet import read_records
from store.runs import Run

_Person = TypeVar("_Person", Therapist, Bearer)
_Said = TypeVar("_Said", Statement, Words)

LEAVES_AFTER = timedelta(days=400)  # who has no profile and is unseen for so long leaves the index, not the records


class _Id(Struct):
    id: str


class HeldBack(Struct):
    """Who of a run is not shown: the ids `left_out` by the opt-outs, and the records per index, whatever the reason."""

    left_out: list[str] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)


def shown(
    run: Run, optouts: OptOuts, now: datetime, held_back: HeldBack | None = None
) -> Iterator[tuple[Therapist, list[Statement]]]:
    """The therapists that are shown, each with their current statements, in the order of ids.

    All others are entered in `held_back`.
    """
    held_back = held_back or HeldBack()
    for therapist, statements in with_statements(run):
        is_left_out = hidden(run, optouts, therapist, statements) is not None
        if is_left_out:
            held_back.left_out.append(therapist.id)
        if is_left_out or (not therapist.profile_urls and now - therapist.last_seen > LEAVES_AFTER):
            held_back.records.update(therapists=1, statements=len(statements))
        else:
            yield therapist, statements


def with_meaning(
    run: Run, found: Iterable[tuple[Therapist, list[Statement]]]
) -> Iterator[tuple[Therapist, list[Statement], Meaning | None]]:
    """The same therapists, each with what their words mean; None where the run is older than that."""
    meanings = run.meanings()
    meaning = next(meanings, None)
    for therapist, statements in found:
        while meaning is not None and meaning.therapist_id < therapist.id:
            meaning = next(meanings, None)
        known = meaning if meaning is not None and meaning.therapist_id == therapist.id else None
        yield therapist, statements, known


def not_hidden(run: Run, optouts: OptOuts) -> Iterator[tuple[Therapist, list[Statement]]]:
    """The therapists whom the opt-outs do not hide, each with their current statements, in the order of ids."""
    for therapist, statements in with_statements(run):
        if hidden(run, optouts, therapist, statements) is None:
            yield therapist, statements


def left_out(run: Run, optouts: OptOuts) -> dict[str, list[str]]:
    """The ids of those of a run whom the opt-outs hide, each with the ids of their statements.

    Nothing is read but what they are known by.
    """
    return {one.id: [words.id for words in said] for one, said in bearers(run) if hidden(run, optouts, one, said)}


def bearers(run: Run) -> Iterator[tuple[Bearer, list[Words]]]:
    """All therapists of a run with only what they are known by, in the order of ids."""
    people = read_records(run.directory / "therapists.parquet", Bearer)
    return _together(people, read_records(run.directory / "statements.parquet", Words))


def left_out_by_id(run: Run, optouts: OptOuts) -> list[str]:
    """The ids of those of a run whose ids the opt-outs hold."""
    return [one for one in ids_of(run) if optouts.hold(Key("id", one))]


def ids_of(run: Run) -> Iterator[str]:
    """The ids of all therapists of a run; nothing else is read."""
    return (one.id for one in read_records(run.directory / "therapists.parquet", _Id))


def hidden(
    run: Run, optouts: OptOuts, therapist: Therapist | Bearer, statements: Iterable[Statement | Words]
) -> Verdict | None:
    """Why a therapist of a run is not shown by the opt-outs; a suspect whom the operator has let go is."""
    found = verdict(optouts, keys_of(therapist, statements))
    return None if found == "suspect" and therapist.id in run.manifest.released else found


def with_statements(run: Run) -> Iterator[tuple[Therapist, list[Statement]]]:
    """All therapists of a run, each with their statements, one at a time, in the order of ids."""
    return _together(run.therapists(), run.statements())


def _together(therapists: Iterable[_Person], statements: Iterable[_Said]) -> Iterator[tuple[_Person, list[_Said]]]:
    """Both files lie in the same order. Somebody may be erased from one of them while they are read."""
    groups = groupby(statements, key=lambda statement: statement.therapist_id)
    key, found = next(groups, (None, iter(())))
    for therapist in therapists:
        while key is not None and key < therapist.id:
            key, found = next(groups, (None, iter(())))
        if key == therapist.id:
            yield therapist, list(found)
            key, found = next(groups, (None, iter(())))
        else:
            yield therapist, []


def in_version(writer: IndexWriter, version: str) -> Iterator[tuple[Therapist, list[Statement]]]:
    """All therapists of a version as its own records tell, each with their statements, in no order.

    Who has statements and no record there is a therapist without a name.
    """
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for record in writer.scan(version, "statements"):
        statement = msgspec.convert(record, Statement)
        said[statement.therapist_id].append(statement)
    for record in writer.scan(version, "therapists"):
        therapist = msgspec.convert(record, Therapist)
        yield therapist, said.pop(therapist.id, [])
    for id_, statements in said.items():
        at = statements[0].first_seen
        yield Therapist(id=id_, name="", first_seen=at, last_seen=at, last_confirmed=at), statements
