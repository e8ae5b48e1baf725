"""The swap: under the lease, with the opt-outs of this moment."""

from datetime import UTC, datetime

from msgspec import Struct

from flows.publishing import feed
from flows.publishing.desk import Desk
from flows.publishing.optouts import obey
from records.errors import EngineUnavailable, Unreadable
from records.optouts import OptOuts
from search.writer import VersionInfo
from store.optouts import load_optouts
from store.publications import Publication
from store.runs import open_run
from store.versions import list_versions, set_version


class Swapped(Struct, frozen=True, kw_only=True):
    """The version that was live `before`, if any; `untold` says why the change feed cannot tell of the swap."""

    before: str | None
    untold: str | None = None


def swap(desk: Desk, version: str, kind: feed.Kind) -> Swapped:
    """Makes a finished version live. A publish keeps the one that was, a rollback rejects it.

    A rollback needs no run: where one is gone or damaged it leaves the change feed to the next publication. Raises Busy
    when the lease was lost meanwhile.
    """
    ledger, writer, engine = desk.ledger, desk.writer, desk.engine
    optouts = load_optouts(ledger)
    info = next((one for one in writer.versions() if one.version == version), None)
    if info is None:
        raise EngineUnavailable(
            f"version {version} is not in the engine any more, or it answers nonsense: publish again."
        )
    if info.meta.optouts != optouts.revision:  # somebody asked while it was built
        obey(desk, info, optouts)
    changes, untold = _changes(desk, info, optouts, kind)
    latest = load_optouts(ledger)
    if latest.revision != optouts.revision:  # or while that was written: the feed tells of them as soon as it is live
        obey(desk, info, latest, revision=optouts.revision)
    before, at = writer.live(), datetime.now(UTC)
    if before and kind == "rollback":  # first: killed between the two, nothing may publish the same records again
        set_version(ledger, engine, before, state="rejected")
    desk.held.confirm()
    writer.swap(version, at)
    set_version(ledger, engine, version, state="live", published_at=at)
    if changes:
        feed.enter(ledger, changes, at)
    # By the ledger another one was live than by the engine where a killed publisher's swap was done meanwhile.
    left = {row.version for row in list_versions(ledger, engine) if row.state == "live"}
    if before and kind == "publish":
        left.add(before)
    for one in left - {version}:
        set_version(ledger, engine, one, state="kept")
    return Swapped(before=before, untold=untold)


def _changes(desk: Desk, info: VersionInfo, optouts: OptOuts, kind: feed.Kind) -> tuple[Publication | None, str | None]:
    """What the feed will tell, or why it cannot."""
    try:
        run = open_run(desk.store, info.meta.run)
        missing = feed.missing_in(desk.writer, info.version, run) if kind == "rollback" else frozenset()
        at = info.meta.built_at
        return feed.prepare(desk.ledger, desk.store, desk.engine, info.version, run, at, optouts, kind, missing), None
    except Unreadable as error:
        if kind == "publish":
            raise
        return None, str(error)
