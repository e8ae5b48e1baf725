"""Rollback: back to a good version before the live one, in one atomic step."""

from msgspec import Struct

from flows.publishing.desk import Desk
from flows.publishing.opening import at_the_desk
from flows.publishing.readable import fault_of
from flows.publishing.swap import swap
from records.errors import TherapyIndexError, WrongUse
from search.settings import SearchSettings
from store.settings import StoreSettings
from store.versions import Version, list_versions


class RolledBack(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which version is live now, and which one was left (None: none was live); the latter is `rejected`.

    `untold` says why the change feed cannot tell of it.
    """

    version: str
    left: str | None
    untold: str | None = None


def rollback(store: StoreSettings, search: SearchSettings, version: str | None = None) -> RolledBack:
    """Makes a kept version live again, without those who asked to be left out since; its run is not needed.

    By default that is the newest one that can be read and is older than the live one: never forward. Raises WrongUse
    for a version that is not kept, TherapyIndexError when there is none or it cannot be read, Busy while a publisher is
    at work, EngineUnavailable.
    """
    if version is not None and not version.strip():
        raise WrongUse("say which version to go back to, or none for the newest good one before the live one.")
    with at_the_desk(store, search) as desk:
        kept = [row for row in list_versions(desk.ledger, desk.engine) if row.state == "kept"]
        wanted = [_named(kept, version)] if version is not None else _before(kept, desk.writer.live())
        found = _readable(desk, wanted)
        swapped = swap(desk, found, "rollback")
        return RolledBack(version=found, left=swapped.before, untold=swapped.untold)


def _named(kept: list[Version], version: str) -> str:
    names = [row.version for row in kept]
    if not names:
        raise TherapyIndexError("no good version is kept to go back to: `therapyindex versions` lists them.")
    if version not in names:
        raise WrongUse(f"version {version} is not kept; these are: {', '.join(names)}.")
    return version


def _before(kept: list[Version], live: str | None) -> list[str]:
    older = [row.version for row in kept if live is None or row.version < live]
    if not older:
        newer = f"; newer ones are: {', '.join(row.version for row in kept)}" if kept else ""
        raise TherapyIndexError(
            f"nothing to go back to: no good version is kept that is older than the live one{newer}; `therapyindex "
            "versions` lists all."
        )
    return older


def _readable(desk: Desk, wanted: list[str]) -> str:
    """The first of them that obeys the opt-outs and can be shown."""
    infos = {info.version: info for info in desk.writer.versions()}
    faults: list[str] = []
    for version in wanted:
        fault = desk.obeyed.behind.get(version) or (
            fault_of(desk.writer, infos[version]) if version in infos else "it is not in the engine any more"
        )
        if fault is None:
            return version
        faults.append(f"version {version} ({fault})")
    raise TherapyIndexError(f"cannot go back to {'; '.join(faults)}.")
