"""Names with another meaning too ("ACT", "MI"): whether the approach is meant where one stands."""

import re
from functools import cache

from msgspec import Struct, convert

from index_config.analysis import Token, tokens
from index_config.data import read_yaml
from index_config.taxonomy.lexicon import Found
from index_config.taxonomy.negation import are_listed

_STOPS = re.compile(r"[.,;:!?()\n]")


class _Rules(Struct, frozen=True):
    """What matcher.yaml says about ambiguous names."""

    context: list[str]
    nearby: int
    short_question: int


def meant(text: str, words: list[Token], found: list[Found], *, query: bool) -> list[Found]:
    """The findings without other senses, and without ambiguous names that lack what they need."""
    clear = [item for item in found if item.wording.approach_id and not item.wording.ambiguity]
    named = {item.wording.approach_id for item in clear}

    def is_meant(item: Found) -> bool:
        if item.wording.ambiguity is None:
            return item.wording.approach_id is not None
        has_context = item.wording.approach_id in named or _has_context(item, text, words, clear)
        return _counts(item, has_context=has_context, query_words=len(words) if query else None)

    return [item for item in found if is_meant(item)]


def _counts(item: Found, *, has_context: bool, query_words: int | None) -> bool:
    needs_context = item.wording.ambiguity == "context"
    capitals = item.text.removesuffix("'s").removesuffix("’s").isupper()
    if query_words is None:
        return capitals and (has_context or not needs_context)
    is_short = query_words <= (1 if needs_context else _rules().short_question)
    return has_context or is_short or (capitals and not needs_context)


def _has_context(item: Found, text: str, words: list[Token], clear: list[Found]) -> bool:
    if any(are_listed(text[other.end : item.start]) or are_listed(text[item.end : other.start]) for other in clear):
        return True
    nearby = _rules().nearby
    before = words[max(0, item.first - nearby) : item.first]
    behind = words[item.last + 1 : item.last + 1 + nearby]
    return any(word.term in _context() and not _STOPS.search(text[word.end : item.start]) for word in before) or any(
        word.term in _context() and not _STOPS.search(text[item.end : word.start]) for word in behind
    )


@cache
def _rules() -> _Rules:
    return convert(read_yaml("taxonomy/matcher.yaml"), _Rules)


@cache
def _context() -> frozenset[str]:
    return frozenset(token.term for word in _rules().context for token in tokens(word))
