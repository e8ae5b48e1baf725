"""The write side of an engine: versions are built aside, and one of them is live."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from msgspec import Struct, field

from index_config.mappings import Index

IndexName: TypeAlias = Index


class VersionMeta(Struct, frozen=True, kw_only=True):
    """What a version was built from: `counts` are the records sent per index; times are UTC.

    `published_at` is when it last became live, None before.
    """

    run: str
    run_digest: str
    counts: dict[str, int]
    config_digest: str
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


class BulkOutcome(Struct, frozen=True, kw_only=True):
    """How many documents were sent, and those that were not taken."""

    sent: int
    dead: list[DeadLetter] = field(default_factory=list)


class IndexWriter(Protocol):
    """Builds versions and makes one of them live. A kill at any moment leaves live what was live.

    Every method raises EngineUnavailable when the engine does not answer.
    """

    def build(self, version: str, meta: VersionMeta) -> None:
        """Starts a new, empty version; what a killed builder left under its name is removed."""

    def bulk(self, version: str, index: IndexName, documents: Iterable[dict[str, Any]]) -> BulkOutcome:
        """Sends documents, one at a time from the iterable; a bad one becomes a dead letter, the others go on."""

    def finish(self, version: str) -> None:
        """Makes everything sent durable and countable."""

    def count(self, version: str, index: IndexName) -> int:
        """The number of documents in one index of a finished version."""

    def swap(self, version: str, at: datetime) -> None:
        """Makes a finished version live, in one step for all three indexes."""

    def live(self) -> str | None:
        """The live version; None before the first swap."""

    def versions(self) -> list[VersionInfo]:
        """All finished versions, oldest first."""

    def delete(self, version: str) -> None:
        """Removes a version that is not live, finished or not; nothing happens when there is none."""

    def close(self) -> None:
        """Lets go of everything held open; an unfinished version stays unfinished."""
