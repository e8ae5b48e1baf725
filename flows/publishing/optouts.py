"""Versions that obey the opt-outs: whoever asked to be left out is taken out of them."""

from flows.publishing.shown import with_statements
from pipelines.optouts import keys_of, verdict
from records.optouts import OptOuts
from search import IndexWriter
from store.runs import Run


def obey(writer: IndexWriter, version: str, run: Run, optouts: OptOuts, *, expunge: bool = False) -> int:
    """Takes everybody who is left out of a finished version, built from that run; gives how many documents went."""
    found = [one.id for one, said in with_statements(run) if verdict(optouts, keys_of(one, said))]
    return writer.forget(version, found, optouts.revision, expunge=expunge)
