"""An answer: hits with their evidence."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from records.explanation import Reason


class Evidence(Struct, frozen=True, kw_only=True):
    """A span of the therapist's own words, as plain text.

    `highlights` are [start, end) code-point offsets into it; `matched` lists the words or synonyms found.
    """

    text: str
    highlights: list[tuple[int, int]] = msgspec.field(default_factory=list)
    field: str
    approach: str | None = None
    claim: str | None = None
    matched: list[str] = msgspec.field(default_factory=list)
    source_url: str | None = None
    last_seen: datetime | None = None


class Hit(Struct, frozen=True, kw_only=True):
    """One therapist. `therapist` is the exported record without about and statements.

    `explanation` takes the score apart, where that was asked for.
    """

    id: str
    score: float
    therapist: dict[str, Any]
    evidence: list[Evidence] = msgspec.field(default_factory=list)
    distance_miles: float | None = None
    explanation: list[Reason] | UnsetType = UNSET


class Total(Struct, frozen=True, kw_only=True):
    """How many match: exactly ("eq") or at least ("gte")."""

    value: int
    relation: Literal["eq", "gte"] = "eq"


class FacetValue(Struct, frozen=True, kw_only=True):
    """One value of a facet: `count` is what one would see with the facet open."""

    value: str
    label: str
    count: int
    selected: bool = False


class Understood(Struct, frozen=True, kw_only=True):
    """A part of the words that was understood: q[start:end] == text (code points)."""

    kind: str
    value: str
    text: str
    start: int
    end: int


class IndexState(Struct, frozen=True, kw_only=True):
    """Which version answered."""

    version: str
    published_at: datetime
    stale: bool = False


class Similar(Struct, frozen=True, kw_only=True):
    """Those whose way of describing their work is nearest to one therapist's, nearest first."""

    id: str
    hits: list[Hit]
    index: IndexState


class Answer(Struct, frozen=True, kw_only=True):
    """The answer of the contract; `next` is an opaque cursor, None on the last page."""

    total: Total
    hits: list[Hit] = msgspec.field(default_factory=list)
    facets: dict[str, list[FacetValue]] = msgspec.field(default_factory=dict)
    understood: list[Understood] = msgspec.field(default_factory=list)
    index: IndexState
    next: str | None = None
