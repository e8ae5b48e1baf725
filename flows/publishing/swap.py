"""The swap: under the lease, with the opt-outs of this moment."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from flows.publishing import feed
from flows.publishing.candidate import Candidate
from flows.publishing.optouts import obey
from search import IndexWriter
from store.leases import Lease
from store.optouts import load_optouts
from store.settings import StoreSettings
from store.versions import set_version


def swap(
    ledger: Engine, store: StoreSettings, writer: IndexWriter, engine: str, candidate: Candidate, held: Lease
) -> None:
    """Makes a candidate live; what was live is kept. Raises Busy when the lease was lost meanwhile."""
    optouts = load_optouts(ledger)
    if optouts.revision != candidate.optouts.revision:  # somebody asked while it was built
        obey(writer, candidate.version, candidate.run, optouts)
    changes = feed.prepare(ledger, store, engine, candidate.version, candidate.run, candidate.built_at, optouts)
    before = writer.live()
    at = datetime.now(UTC)
    held.confirm()
    writer.swap(candidate.version, at)
    set_version(ledger, engine, candidate.version, state="live", published_at=at)
    feed.enter(ledger, changes, at)
    if before and before != candidate.version:
        set_version(ledger, engine, before, state="kept")
