"""Versions that obey the opt-outs: whoever asked to be left out is taken out of them."""

from flows.publishing.shown import hidden, with_statements
from records.optouts import OptOuts
from search import IndexWriter
from store.runs import Run, open_run
from store.settings import StoreSettings


def obey(writer: IndexWriter, version: str, run: Run, optouts: OptOuts, *, expunge: bool = False) -> int:
    """Takes everybody who is left out of a finished version, built from that run; gives how many documents went."""
    found = [one.id for one, said in with_statements(run) if hidden(run, optouts, one, said)]
    return writer.forget(version, found, optouts.revision, expunge=expunge)


def catch_up(writer: IndexWriter, store: StoreSettings, optouts: OptOuts) -> dict[str, int]:
    """Brings every finished version that obeys other opt-outs up to date; by version, how many documents went.

    The caller holds the publisher's lease. Raises TherapyIndexError when the run of a version is not there any more.
    """
    behind = [info for info in writer.versions() if info.meta.optouts != optouts.revision]
    return {info.version: obey(writer, info.version, open_run(store, info.meta.run), optouts) for info in behind}
