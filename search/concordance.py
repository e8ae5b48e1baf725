"""Searching statements: what must match, and the line that shows it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from index_config.analysis import Words, tokens
from index_config.folding import fold
from index_config.licenses import license_of
from records.concordance import Line, StatementsQuery
from search.cursor import decode_as, forged, is_name
from search.plan import Clause, Leaf, Plan
from search.understanding.quoted import marks, terms_in
from search.understanding.words import covered, words_of

SIDE = 60  # characters shown on either side of a match
_WORTH = 1.0


class Place(Struct, frozen=True, array_like=True):
    """Where a page of lines ends: in which version, and after how many."""

    version: str
    after: int


def decode(word: str) -> Place:
    """The place of a cursor. Raises BadParameter for anything that no answer gave."""
    place = decode_as(Place, word)
    if not is_name(place.version) or place.after < 0:
        raise forged()
    return place


class Wanted(Struct, frozen=True):
    """The words and phrases of a question to statements, and those that must not stand there."""

    runs: list[tuple[str, ...]]
    excluded: list[tuple[str, ...]]


def wanted_of(q: str) -> Wanted:
    """What the words of a question ask: each by itself, or those in quotation marks together."""
    words, said = words_of(q), marks(q)
    single = [(word.term,) for word in words if not covered(word, said.all)]
    phrases = [terms_in(words, span) for span in said.quoted]
    excluded = [terms_in(words, span) for span in said.excluded]
    return Wanted([*filter(None, phrases), *dict.fromkeys(single)], [*filter(None, excluded)])


def plan_of(query: StatementsQuery, wanted: Wanted) -> Plan:
    """The plan for the index of statements."""
    filters = {
        "approach": query.approach,
        "state": query.state,
        "title": [fold(title) for title in query.title],
        "license": [fold(license_of(value, [value]) or value) for value in query.license],
    }
    return Plan(
        required=(
            *(Clause((Leaf("text", run, _WORTH),)) for run in wanted.runs),
            *(Clause(tuple(Leaf(name, (one,), _WORTH) for one in some)) for name, some in filters.items() if some),
        ),
        excluded=tuple(Leaf("text", run, 0.0) for run in wanted.excluded),
    )


def line_of(record: dict[str, Any], wanted: Wanted) -> Line:
    """The line of a stored statement."""
    text: str = record["text"]
    words = tokens(text)
    found = sorted(_stands(words, wanted.runs))
    start, end = found[0] if found else (0, 0)
    return Line(
        id=record["id"],
        therapist_id=record["therapist_id"],
        approach=record["approach_id"],
        left=_left(text, start),
        match=text[start:end],
        right=_right(text, end),
        matches=len(found),
        source_url=record["source_url"],
        last_seen=msgspec.convert(record["last_seen"], datetime),
    )


def _stands(words: Words, runs: Iterable[tuple[str, ...]]) -> set[tuple[int, int]]:
    """Where the runs stand, in characters."""
    return {
        (words[at].start, words[at + len(run) - 1].end)
        for run in runs
        for at in range(len(words) - len(run) + 1)
        if tuple(words.terms[at : at + len(run)]) == run
    }


def _left(text: str, start: int) -> str:
    """What stands before, from a word on, on one line."""
    cut = max(0, start - SIDE)
    space = text.find(" ", cut, start) if cut else -1
    return text[space + 1 if space >= 0 else cut : start].replace("\n", " ")


def _right(text: str, end: int) -> str:
    """What stands behind, up to a word's end, on one line."""
    cut = min(len(text), end + SIDE)
    space = text.rfind(" ", end, cut) if cut < len(text) else cut
    return text[end : space if space > end else cut].replace("\n", " ")
