"""The ledger's rows of versions, brought in line with what the engine holds, and the end of old versions."""

from datetime import UTC, datetime, timedelta

from flows.publishing.desk import Desk
from flows.publishing.readable import fault_of
from index_config.versions import named_at, version_name
from records.errors import IsLive
from store.versions import list_versions, set_version

KEPT_VERSIONS = 2  # good ones before the live one


def next_name(desk: Desk, now: datetime) -> str:
    """The name of a version built now.

    Names must sort by age whatever the clock does: it is that of a second after the newest one where the clock is
    behind. Only the name: who leaves with age does so by the clock.
    """
    named = [named_at(row.version) for row in list_versions(desk.ledger, desk.engine)]
    return version_name(max([now, *(at + timedelta(seconds=1) for at in named)]))


def reconcile(desk: Desk) -> str | None:
    """Removes what a killed publisher was building, and believes the engine of what is live; gives that version.

    Nothing is taken for gone where the engine does not name what it serves: it is damaged, or the answer is nonsense.
    """
    try:
        return _reconcile(desk)
    except IsLive:  # by what a killed publisher had asked for, done since the look at what is live
        return _reconcile(desk)


def _reconcile(desk: Desk) -> str | None:
    live = desk.writer.settle()
    served = live or desk.writer.live()
    present = {info.version: info.meta for info in desk.writer.versions()}
    is_sane = served in present if served else bool(present)
    for row in list_versions(desk.ledger, desk.engine):
        if row.version == served:
            if row.state != "live":
                at = present[row.version].published_at if row.version in present else None
                set_version(desk.ledger, desk.engine, row.version, state="live", published_at=at or datetime.now(UTC))
        elif row.state == "building":
            desk.writer.delete(row.version)
            set_version(desk.ledger, desk.engine, row.version, state="deleted")
        elif is_sane and row.state in ("live", "kept", "refused"):
            state = row.state if row.state != "live" else "kept"
            if row.version not in present:  # somebody took it, or a part of it: the rest goes too
                desk.writer.delete(row.version)
                state = "deleted"
            if state != row.state:
                set_version(desk.ledger, desk.engine, row.version, state=state)
    _sweep(desk)
    return live


def retire(desk: Desk, live: str) -> None:
    """Deletes all but the live version and the good ones before it; a refused or rejected one goes with the next.

    One that still holds people who asked, and cannot be read, is not good.
    """
    rows = list_versions(desk.ledger, desk.engine)
    whole = {info.version: info for info in desk.writer.versions()}
    if live not in whole:  # nonsense: the next publish comes back to it
        return
    bad = {one for one in desk.obeyed.behind if one in whole and fault_of(desk.writer, whole[one])}
    good = [row for row in rows if row.state == "kept" and row.version in whole and row.version not in bad]
    stay = good[:KEPT_VERSIONS]
    for row in rows:
        if row.state in ("kept", "refused") and row not in stay:
            desk.writer.delete(row.version)
            set_version(desk.ledger, desk.engine, row.version, state="deleted")
        if row.state == "rejected":  # what it was stays known: the same records are not published again
            desk.writer.delete(row.version)
    _sweep(desk)


def _sweep(desk: Desk) -> None:
    """Removes what came back of deleted versions.

    What a killed publisher had asked a server for may be done after its version was deleted; and a bulk request makes
    an index that is not there.
    """
    gone = {row.version for row in list_versions(desk.ledger, desk.engine) if row.state == "deleted"}
    for version in sorted(gone & desk.writer.present()):
        desk.writer.delete(version)
