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
    named = {item.wording.approach_id for item in found if not item.wording.ambiguity}
    result: list[Found] = []
    for item, behind in zip(found, [*found[1:], None], strict=True):
        if item.wording.approach_id is None:
            continue
        if item.wording.ambiguity:
            listed = _is_listed(item, result[-1] if result else None, behind, text)
            has_context = item.wording.approach_id in named or listed or _has_context_word(item, text, words)
            if not _counts(item, has_context=has_context, query_words=len(words) if query else None):
                continue
        result.append(item)
    return result


def _counts(item: Found, *, has_context: bool, query_words: int | None) -> bool:
    needs_context = item.wording.ambiguity == "context"
    capitals = item.text.removesuffix("'s").removesuffix("’s").isupper()
    if query_words is None:
        return capitals and (has_context or not needs_context)
    is_short = query_words <= (1 if needs_context else _rules().short_question)
    return has_context or is_short or (capitals and not needs_context)


def _is_listed(item: Found, before: Found | None, behind: Found | None, text: str) -> bool:
    """Whether it stands in a list beside another approach: one already accepted, or one that is not ambiguous."""
    if before and are_listed(text[before.end : item.start]):
        return True
    return bool(behind and not behind.wording.ambiguity and are_listed(text[item.end : behind.start]))


def _has_context_word(item: Found, text: str, words: list[Token]) -> bool:
    nearby = _rules().nearby
    between = [
        *((word, text[word.end : item.start]) for word in words[max(0, item.first - nearby) : item.first]),
        *((word, text[item.end : word.start]) for word in words[item.last + 1 : item.last + 1 + nearby]),
    ]
    return any(word.term in _context() and not _STOPS.search(gap) for word, gap in between)


@cache
def _rules() -> _Rules:
    return convert(read_yaml("taxonomy/matcher.yaml"), _Rules)


@cache
def _context() -> frozenset[str]:
    return frozenset(token.term for word in _rules().context for token in tokens(word))
