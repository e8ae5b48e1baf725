"""The swap: under the lease, with the opt-outs of this moment."""

from datetime import UTC, datetime
from typing import Literal

from flows.publishing import feed
from flows.publishing.desk import Desk
from flows.publishing.optouts import obey
from store.optouts import load_optouts
from store.runs import Run
from store.versions import set_version


def swap(desk: Desk, version: str, run: Run, built_at: datetime, kind: Literal["publish", "rollback"]) -> str | None:
    """Makes a finished version live, which was built from this run; gives the one that was, if any.

    A publish keeps that one, a rollback rejects it. Raises Busy when the lease was lost meanwhile.
    """
    ledger, writer, engine = desk.ledger, desk.writer, desk.engine
    optouts = load_optouts(ledger)
    obeys = {info.version: info.meta.optouts for info in writer.versions()}
    if obeys.get(version) != optouts.revision:  # somebody asked while it was built
        obey(writer, version, run, optouts)
    changes = feed.prepare(ledger, desk.store, engine, version, run, built_at, optouts, kind)
    latest = load_optouts(ledger)
    if latest.revision != optouts.revision:  # or while that was written: the feed tells of them as soon as it is live
        obey(writer, version, run, latest, revision=optouts.revision)
    before, at = writer.live(), datetime.now(UTC)
    if before and kind == "rollback":  # first: killed between the two, nothing may publish the same records again
        set_version(ledger, engine, before, state="rejected")
    desk.held.confirm()
    writer.swap(version, at)
    set_version(ledger, engine, version, state="live", published_at=at)
    feed.enter(ledger, changes, at)
    if before and before != version and kind == "publish":
        set_version(ledger, engine, before, state="kept")
    return before
