"""Rollback: back to a good version before the live one, in one atomic step."""

from msgspec import Struct

from flows.publishing.opening import at_the_desk
from flows.publishing.swap import swap
from records.errors import TherapyIndexError, WrongUse
from search.settings import SearchSettings
from store.runs import open_run
from store.settings import StoreSettings
from store.versions import list_versions


class RolledBack(Struct, frozen=True, kw_only=True):
    """Which version is live now, and which one was left (None: none was live); the latter is `rejected`."""

    version: str
    left: str | None


def rollback(store: StoreSettings, search: SearchSettings, version: str | None = None) -> RolledBack:
    """Makes a kept version live again (by default the newest), without those who asked to be left out since.

    Raises WrongUse for a version that is not kept, TherapyIndexError when there is none, Busy while a publisher is at
    work, EngineUnavailable.
    """
    with at_the_desk(store, search) as desk:
        kept = [row for row in list_versions(desk.ledger, desk.engine) if row.state == "kept"]
        if not kept:
            raise TherapyIndexError("no good version is kept to go back to: `therapyindex versions` lists them.")
        if version is None:  # one that does not obey the opt-outs is none to go back to
            kept = [row for row in kept if row.version not in desk.obeyed.behind] or kept
        found = next((row for row in kept if version in (None, row.version)), None)
        if found is None:
            names = ", ".join(row.version for row in kept)
            raise WrongUse(f"version {version} is not kept; these are: {names}.")
        left = swap(desk, found.version, open_run(store, found.run), found.built_at, "rollback")
        return RolledBack(version=found.version, left=left)
