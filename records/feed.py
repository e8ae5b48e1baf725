"""The change feed as it is asked for and answered."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from records.answer import IndexState
from records.change import RecordKind


class ChangesQuery(Struct, frozen=True, kw_only=True):
    """What changed since a version that was live, or since a time (ISO 8601; without a zone it is UTC).

    With `seen` also the records of which only dates of seeing changed.
    """

    since: str
    seen: bool = False
    limit: int = 1_000
    cursor: str | None = None


class ToldChange(Struct, frozen=True, kw_only=True):
    """One change, told by the version that brought it; `values` are the new values of the fields `changed`."""

    op: Literal["ADD", "MOD", "DEL", "SEEN"]
    record: RecordKind
    id: str
    changed: list[str]
    values: dict[str, Any]
    version: str
    published_at: datetime


class Changes(Struct, frozen=True, kw_only=True):
    """A page of changes, to be applied in their order; after the last page (`next` is None) one has what `index` says.

    `index` is the same on every page, whatever is published meanwhile.
    """

    changes: list[ToldChange]
    index: IndexState
    next: str | None = None
