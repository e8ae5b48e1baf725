"""The swap: under the lease, with the opt-outs of this moment."""

from datetime import UTC, datetime

from flows.publishing import feed
from flows.publishing.candidate import Candidate
from flows.publishing.desk import Desk
from flows.publishing.optouts import obey
from store.optouts import load_optouts
from store.versions import set_version


def swap(desk: Desk, candidate: Candidate) -> None:
    """Makes a candidate live; what was live is kept. Raises Busy when the lease was lost meanwhile."""
    ledger, writer, engine, version = desk.ledger, desk.writer, desk.engine, candidate.version
    optouts = load_optouts(ledger)
    if optouts.revision != candidate.optouts.revision:  # somebody asked while it was built
        obey(writer, version, candidate.run, optouts)
    changes = feed.prepare(ledger, desk.store, engine, version, candidate.run, candidate.built_at, optouts)
    latest = load_optouts(ledger)
    if latest.revision != optouts.revision:  # or while that was written: the feed tells of them as soon as it is live
        obey(writer, version, candidate.run, latest, revision=optouts.revision)
    before, at = writer.live(), datetime.now(UTC)
    desk.held.confirm()
    writer.swap(version, at)
    set_version(ledger, engine, version, state="live", published_at=at)
    feed.enter(ledger, changes, at)
    if before and before != version:
        set_version(ledger, engine, before, state="kept")
