"""The ledger's rows of versions, brought in line with what the engine holds, and the end of old versions."""

from datetime import UTC, datetime, timedelta

from flows.publishing.desk import Desk
from store.versions import list_versions, set_version

KEPT_VERSIONS = 2  # good ones before the live one


def next_second(desk: Desk) -> datetime:
    """Now, or a second after the newest version: names carry seconds, and must sort by age whatever the clock does."""
    newest = max((row.built_at for row in list_versions(desk.ledger, desk.engine)), default=None)
    now = datetime.now(UTC)
    return max(now, newest + timedelta(seconds=1)) if newest else now


def reconcile(desk: Desk) -> str | None:
    """Removes what a killed publisher was building, and believes the engine of what is live; gives that version."""
    live = desk.writer.settle()
    served = live or desk.writer.live()
    present = {info.version: info.meta for info in desk.writer.versions()}
    for row in list_versions(desk.ledger, desk.engine):
        if row.version == served:
            if row.state != "live":
                at = present[row.version].published_at if row.version in present else None
                set_version(desk.ledger, desk.engine, row.version, state="live", published_at=at or datetime.now(UTC))
        elif row.state == "building":
            desk.writer.delete(row.version)
            set_version(desk.ledger, desk.engine, row.version, state="deleted")
        elif row.state in ("live", "kept", "refused"):
            state = row.state if row.state != "live" else "kept"
            if row.version not in present:  # somebody took it, or a part of it: the rest goes too
                desk.writer.delete(row.version)
                state = "deleted"
            if state != row.state:
                set_version(desk.ledger, desk.engine, row.version, state=state)
    return live


def retire(desk: Desk) -> None:
    """Deletes all but the live version and the good ones before it; a refused or rejected one goes with the next."""
    rows = list_versions(desk.ledger, desk.engine)
    whole = {info.version for info in desk.writer.versions()}
    stay = [row for row in rows if row.state == "kept" and row.version in whole][:KEPT_VERSIONS]
    for row in rows:
        if row.state in ("kept", "refused") and row not in stay:
            desk.writer.delete(row.version)
            set_version(desk.ledger, desk.engine, row.version, state="deleted")
        if row.state == "rejected":  # what it was stays known: the same records are not published again
            desk.writer.delete(row.version)
