"""The write side of an engine: versions are built aside, and one of them is live."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from msgspec import Struct, field

from index_config.mappings import Index
from records.errors import IsLive

IndexName: TypeAlias = Index

THERAPIST_KEYS: dict[IndexName, str] = {"therapists": "id", "statements": "therapist_id"}
"""The indexes that hold documents of therapists, and the field that says whose one is."""


class VersionMeta(Struct, frozen=True, kw_only=True):
    """What a version was built from; times are UTC.

    `counts` are the records sent per index, known once it is finished. `taxonomy` and `mapping` are digests of these
    parts of the configuration. `optouts` is the revision of the opt-outs that it obeys, `built_with` the one that it
    was built with; of whoever was out by the revision `expunged` nothing stands on disk. `published_at` is when it last
    became live, None before.
    """

    run: str
    run_digest: str
    counts: dict[str, int] = field(default_factory=dict)
    config_digest: str
    taxonomy: str = ""
    mapping: str = ""
    optouts: int = 0
    built_with: int = 0
    expunged: int = 0
    built_at: datetime
    published_at: datetime | None = None


class VersionInfo(Struct, frozen=True, kw_only=True):
    """A finished version in the engine."""

    version: str
    meta: VersionMeta


class DeadLetter(Struct, frozen=True, kw_only=True):
    """A document that the engine did not take, and why."""

    id: str
    reason: str
    document: dict[str, Any]


OnDead: TypeAlias = Callable[[DeadLetter], None]
"""Takes dead letters one at a time, as they come."""


def ignore(_: DeadLetter) -> None:
    """Keeps no dead letters; they are counted all the same."""


class BulkOutcome(Struct, frozen=True, kw_only=True):
    """How many documents were handed over, and how many of them were not taken."""

    sent: int
    dead: int = 0


class IndexWriter(Protocol):
    """Builds versions and makes one of them live. A kill at any moment leaves live what was live.

    Every method raises EngineUnavailable when the engine does not answer.
    """

    def build(self, version: str, meta: VersionMeta) -> None:
        """Starts a new, empty version; what a killed builder left under its name is removed."""

    def bulk(
        self, version: str, index: IndexName, documents: Iterable[dict[str, Any]], on_dead: OnDead = ignore
    ) -> BulkOutcome:
        """Sends documents, one at a time from the iterable; a bad one becomes a dead letter, the others go on.

        The same id again replaces what was sent under it on Elasticsearch; callers send each id once. Nothing is
        counted that the engine has not answered for; what it cannot take now is sent again, and in the end an error.
        """

    def resume(self, version: str) -> None:
        """Takes a finished version that is not live up again: `bulk` adds to it until the next `finish`."""

    def finish(self, version: str, counts: dict[str, int]) -> None:
        """Makes everything sent durable and countable, and marks the version as finished; `counts` are for its meta."""

    def count(self, version: str, index: IndexName) -> int:
        """The number of documents in one index of a finished version."""

    def read(self, version: str, index: IndexName, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """The stored records of a finished version that have these ids, by id; those not there are left out."""

    def scan(self, version: str, index: IndexName) -> Iterator[dict[str, Any]]:
        """Every stored record of one index of a finished version, in no order."""

    def forget(self, version: str, therapists: Collection[str], revision: int, *, expunge: bool = False) -> int:
        """Takes therapists and their statements out of a finished version, live or not; gives how many documents went.

        The version obeys the opt-outs of this revision from then on. With `expunge` nothing of them stays on disk, and
        it says so.
        """

    def residue(self, version: str) -> int:
        """How much of what left a finished version may still stand on disk: documents and files; 0: nothing.

        `forget` with `expunge` leaves 0, unless the version was built in a way in which it cannot be written any more.
        """

    def settle(self) -> str | None:
        """The live version, all of whose parts are made live where somebody moved one by hand.

        None when no version is live or the live one is not whole any more (`live` may still name it).
        """

    def swap(self, version: str, at: datetime) -> None:
        """Makes a finished version live, in one step for all three indexes."""

    def live(self) -> str | None:
        """The live version; None before the first swap."""

    def served(self) -> VersionInfo | None:
        """The live version, also where it is not whole any more; None when none is live, or nothing of it can be shown.

        People can be forgotten in what there is of it.
        """

    def versions(self) -> list[VersionInfo]:
        """All finished versions, oldest first."""

    def present(self) -> set[str]:
        """All versions of which anything is there, finished or not."""

    def delete(self, version: str) -> None:
        """Removes a version, finished or not, if there is one. Raises IsLive when it is live."""

    def close(self) -> None:
        """Lets go of everything held open; an unfinished version stays unfinished."""


def every_version(writer: IndexWriter) -> list[VersionInfo]:
    """All that hold people: first what is served, also where it is not whole any more, then the finished ones."""
    served = writer.served()
    first = [served] if served else []
    return first + [info for info in writer.versions() if not served or info.version != served.version]


def refuse_live(writer: IndexWriter, version: str) -> None:
    """Raises IsLive when a version is live, which is never deleted: what was known of it is out of date."""
    if version == writer.live():
        raise IsLive(f"version {version} is live: it is not deleted. Run this again.")
