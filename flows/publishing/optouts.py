"""Versions that obey the opt-outs: whoever asked to be left out is taken out of them."""

from collections import Counter, defaultdict

import msgspec

from flows.publishing.desk import Desk
from flows.publishing.feed import record_optout
from flows.publishing.shown import hidden, with_statements
from pipelines.optouts import keys_of, verdict
from records import Statement, Therapist
from records.optouts import OptOuts
from search import IndexWriter
from search.writer import VersionInfo
from store.optouts import load_optouts
from store.runs import Run, open_run, run_ids


def obey(writer: IndexWriter, version: str, run: Run, optouts: OptOuts, *, revision: int | None = None) -> int:
    """Takes everybody who is left out of a finished version, built from that run; gives how many documents went.

    The version then obeys the opt-outs of this `revision`, of an older one where `catch_up` shall come back to it.
    """
    return writer.forget(version, _hidden(run, optouts), optouts.revision if revision is None else revision)


def keep_up(desk: Desk) -> dict[str, int]:
    """Brings every finished version up to date until nobody has asked meanwhile, as `catch_up` does."""
    documents: Counter[str] = Counter()
    while True:
        optouts = load_optouts(desk.ledger)
        documents.update(catch_up(desk, optouts))
        if load_optouts(desk.ledger).revision == optouts.revision:
            return dict(documents)


def catch_up(desk: Desk, optouts: OptOuts) -> dict[str, int]:
    """Brings every finished version that obeys other opt-outs up to date; by version, how many documents went.

    Who leaves the live version is told by the change feed.
    """
    writer, known, live = desk.writer, set(run_ids(desk.store)), desk.writer.live()
    documents: dict[str, int] = {}
    for info in writer.versions():
        if info.meta.optouts == optouts.revision:
            continue
        if info.meta.run in known:
            found = _hidden(open_run(desk.store, info.meta.run), optouts)
        else:
            found = _hidden_without_run(writer, info, optouts)
        if info.version == live:  # before it is done: killed in between, it is told once more
            record_optout(desk.ledger, desk.store, desk.engine, info.version, found)
        documents[info.version] = writer.forget(info.version, found, optouts.revision)
    return documents


def _hidden(run: Run, optouts: OptOuts) -> list[str]:
    return [one.id for one, said in with_statements(run) if hidden(run, optouts, one, said)]


def _hidden_without_run(writer: IndexWriter, info: VersionInfo, optouts: OptOuts) -> list[str]:
    """The same of a version whose run somebody has removed: its own records say who is in it."""
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for record in writer.scan(info.version, "statements"):
        statement = msgspec.convert(record, Statement)
        said[statement.therapist_id].append(statement)
    people = (msgspec.convert(record, Therapist) for record in writer.scan(info.version, "therapists"))
    return [one.id for one in people if verdict(optouts, keys_of(one, said[one.id]))]
