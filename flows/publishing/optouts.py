"""Versions that obey the opt-outs: whoever asked to be left out is taken out of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy import Engine

from flows.publishing.shown import hidden, with_statements
from pipelines.optouts import keys_of, verdict
from records import Statement, Therapist
from records.optouts import OptOuts
from search import IndexWriter
from search.writer import VersionInfo
from store.optouts import load_optouts
from store.runs import Run, open_run, run_ids
from store.settings import StoreSettings


def obey(writer: IndexWriter, version: str, run: Run, optouts: OptOuts, *, expunge: bool = False) -> int:
    """Takes everybody who is left out of a finished version, built from that run; gives how many documents went."""
    found = [one.id for one, said in with_statements(run) if hidden(run, optouts, one, said)]
    return writer.forget(version, found, optouts.revision, expunge=expunge)


def catch_up(writer: IndexWriter, store: StoreSettings, optouts: OptOuts) -> dict[str, int]:
    """Brings every finished version that obeys other opt-outs up to date; by version, how many documents went.

    The caller holds the publisher's lease.
    """
    known = set(run_ids(store))
    return {
        info.version: obey(writer, info.version, open_run(store, info.meta.run), optouts)
        if info.meta.run in known
        else _obey_without_run(writer, info, optouts)
        for info in writer.versions()
        if info.meta.optouts != optouts.revision
    }


def keep_up(writer: IndexWriter, store: StoreSettings, ledger: Engine) -> dict[str, int]:
    """Brings every finished version up to date until nobody has asked meanwhile, as `catch_up` does."""
    documents: Counter[str] = Counter()
    while True:
        optouts = load_optouts(ledger)
        documents.update(catch_up(writer, store, optouts))
        if load_optouts(ledger).revision == optouts.revision:
            return dict(documents)


@contextmanager
def keeping_up(writer: IndexWriter, store: StoreSettings, ledger: Engine) -> Iterator[None]:
    """A block within the publisher's lease: versions are up to date before it, and after it with who asked meanwhile.

    Who asks while the lease is held is told so, and does not wait.
    """
    keep_up(writer, store, ledger)
    yield
    keep_up(writer, store, ledger)


def _obey_without_run(writer: IndexWriter, info: VersionInfo, optouts: OptOuts) -> int:
    """The same for a version whose run somebody has removed: its own records say who is in it."""
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for record in writer.scan(info.version, "statements"):
        statement = msgspec.convert(record, Statement)
        said[statement.therapist_id].append(statement)
    people = (msgspec.convert(record, Therapist) for record in writer.scan(info.version, "therapists"))
    found = [one.id for one in people if verdict(optouts, keys_of(one, said[one.id]))]
    return writer.forget(info.version, found, optouts.revision)
