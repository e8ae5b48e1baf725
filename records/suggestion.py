"""Suggestions while somebody types."""

from typing import Literal

from msgspec import Struct, field

from records.answer import IndexState

SuggestionKind = Literal["approach", "issue", "state", "city", "zip", "person", "organization"]


class SuggestQuery(Struct, frozen=True, kw_only=True):
    """What was typed so far; `kind` says what may be suggested (none: everything)."""

    q: str
    kind: list[str] = field(default_factory=list)
    limit: int = 8


class Suggestion(Struct, frozen=True, kw_only=True):
    """`value` is what a filter takes: the id of an approach, issue or therapist, a state's code, "City, ST", a ZIP.

    `label` is what people read; `matched` the name or synonym that was recognised.
    """

    kind: SuggestionKind
    value: str
    label: str
    matched: str


class Suggestions(Struct, frozen=True, kw_only=True):
    """The best first."""

    suggestions: list[Suggestion]
    index: IndexState
