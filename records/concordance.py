"""Statements as analysts search them: the matched words in the middle of what stands around them."""

from datetime import datetime

from msgspec import Struct, field

from records.answer import IndexState, Total


class StatementsQuery(Struct, frozen=True, kw_only=True):
    """Words that a statement must all have, in any inflection; "in quotation marks" together, with a minus not at all.

    Within a filter any value suffices, across filters all must hold.
    """

    q: str = ""
    approach: list[str] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    license: list[str] = field(default_factory=list)
    limit: int = 20
    cursor: str | None = None


class Line(Struct, frozen=True, kw_only=True):
    """One statement: `left`, `match` and `right` are cuts of its text around the first of `matches`.

    Without words `match` is empty and `right` is how the statement begins.
    """

    id: str
    therapist_id: str
    approach: str
    left: str
    match: str
    right: str
    matches: int
    source_url: str
    last_seen: datetime


class Concordance(Struct, frozen=True, kw_only=True):
    """A page of lines, ordered by the ids of the statements; `next` is an opaque cursor, None on the last page."""

    total: Total
    lines: list[Line]
    index: IndexState
    next: str | None = None
