"""An approach (a way of working) or an issue (what people bring)."""

from datetime import datetime
from typing import Literal

from msgspec import Struct, field


class Phrase(Struct, frozen=True, kw_only=True):
    """Lay or descriptive wording of an approach; `weight` runs from 0 to 1."""

    text: str
    weight: float


class Approach(Struct, frozen=True, kw_only=True):
    """One entry of the taxonomy, joined with what its page says; `known` is False for one absent from the taxonomy."""

    id: str
    name: str
    kind: Literal["approach", "issue"] = "approach"
    known: bool = True
    definition: str | None = None
    synonyms: list[str] = field(default_factory=list)
    abbreviations: list[str] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    source_url: str | None = None
    visits: int = 0
    people_seen: int = 0
    last_new_at: datetime | None = None
    estimated_people: int | None = None
