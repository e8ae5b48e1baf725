"""Names with another meaning too ("ACT", "MI", "Seeking Safety"): what is meant where one stands."""

import re
from functools import cache

from index_config.analysis import Words, tokens
from index_config.folding import fold_letters
from index_config.taxonomy.lexicon import Found
from index_config.taxonomy.negation import are_listed
from index_config.taxonomy.rules import OtherMeaning, rules
from index_config.taxonomy.taxonomy import load_taxonomy

_STOPS = re.compile(r"[.,;:!?()\n]")
_SENTENCE_END = re.compile(r"[.!?\n]")
_BEFORE_PURPOSE = re.compile(r" +(?:for|to|with)\b", re.IGNORECASE)
_WINDOW = 80  # characters looked at on either side of an abbreviation


def meant(text: str, words: Words, found: list[Found], *, query: bool) -> list[Found]:
    """The findings without other senses, and without ambiguous names that lack what they need.

    An abbreviation of two approaches ("EFT") comes back as a finding of the one that is meant.
    """
    named = {item.wording.approach_id for item in found if not item.wording.ambiguity}
    result: list[Found] = []
    for item, behind in zip(found, [*found[1:], None], strict=True):
        if item.wording.approach_id is None:
            continue
        if item.wording.ambiguity:
            listed = _is_listed(item, result[-1] if result else None, behind, text)
            has_context = item.wording.approach_id in named or listed or _has_context_word(item, text, words)
            if not query and not has_context and _is_common(item, text, words):
                continue
            if query and item.first == 0 and item.wording.exact and _BEFORE_PURPOSE.match(text[item.end :]):
                has_context = True  # "mi for drinking"
            if not _counts(item, has_context=has_context, query_words=len(words) if query else None):
                continue
            if item.wording.approach_id not in named and (other := _other_meaning(item, text)):
                if not other.means:
                    continue
                item = item._replace(wording=item.wording._replace(approach_id=other.means))
        result.append(item)
    return result


def _counts(item: Found, *, has_context: bool, query_words: int | None) -> bool:
    needs_context = item.wording.ambiguity == "context"
    is_short = query_words is not None and query_words <= (1 if needs_context else rules().short_question)
    if query_words is None and item.wording.exact:
        return _is_capital(item) and (has_context or not needs_context)
    return has_context or is_short or (_is_capital(item) and not needs_context)


def _is_capital(item: Found) -> bool:
    """Whether an abbreviation is written in capitals, or every word of a longer name begins with one."""
    if item.wording.exact:
        return item.text.removesuffix("'s").removesuffix("’s").isupper()
    return all(word[0].isupper() for word in item.text.split())


def _is_common(item: Found, text: str, words: Words) -> bool:
    """Whether an abbreviation stands like a common noun ("an ACT of kindness"), or is shouted ("ACT NOW")."""
    if not item.wording.exact:
        return False
    before, behind = words[max(0, item.first - 1) : item.first], words[item.last + 1 : item.last + 2]
    near = [text[word.start : word.end] for word in before if text[word.end : item.start].isspace()]
    near_behind = [text[word.start : word.end] for word in behind if text[item.end : word.start].isspace()]
    is_named = any(word.term in _determiners() and text[word.end : item.start].isspace() for word in before)
    return is_named or any(len(word) > 1 and word.isupper() for word in [*near, *near_behind])


def _is_listed(item: Found, before: Found | None, behind: Found | None, text: str) -> bool:
    """Whether it stands in a list beside another approach: one already accepted, or one that is not ambiguous."""
    if before and _is_approach(before) and are_listed(text[before.end : item.start]):
        return True
    is_sure = behind and not behind.wording.ambiguity and _is_approach(behind)
    return bool(is_sure and behind and are_listed(text[item.end : behind.start]))


def _is_approach(item: Found) -> bool:
    known = load_taxonomy().approaches.get(item.wording.approach_id or "")
    return known is not None and known.kind == "approach"


def _has_context_word(item: Found, text: str, words: Words) -> bool:
    nearby = rules().nearby
    if item.wording.exact and (_is_subject(item, text, words) or _is_used(item, text, words)):
        return True
    between = [
        *((word, text[word.end : item.start]) for word in words[max(0, item.first - nearby) : item.first]),
        *((word, text[item.end : word.start]) for word in words[item.last + 1 : item.last + 1 + nearby]),
    ]
    return any(word.term in _context() and not _STOPS.search(gap) for word, gap in between)


def _is_subject(item: Found, text: str, words: Words) -> bool:
    """Whether a sentence begins with it and a verb follows."""
    begins = item.first == 0 or bool(_SENTENCE_END.search(text[words[item.first - 1].end : item.start]))
    behind = words[item.last + 1 : item.last + 2]
    return begins and any(word.term in _verbs() and text[item.end : word.start].isspace() for word in behind)


def _is_used(item: Found, text: str, words: Words) -> bool:
    """Whether a verb that takes an approach stands right before it, or near behind: "I use MI", "the MI I use"."""
    before, behind = words[max(0, item.first - 1) : item.first], words[item.last + 1 : item.last + 1 + rules().nearby]
    return any(word.term in _using() and text[word.end : item.start].isspace() for word in before) or any(
        word.term in _using() and not _STOPS.search(text[item.end : word.start]) for word in behind
    )


def _other_meaning(item: Found, text: str) -> OtherMeaning | None:
    """What the words beside an abbreviation, in its sentence, say it means instead."""
    meanings = _other_meanings().get(item.wording.exact or "", ())
    before = _SENTENCE_END.split(text[max(0, item.start - _WINDOW) : item.start])[-1]
    behind = _SENTENCE_END.split(text[item.end : item.end + _WINDOW])[0]
    around = fold_letters(f"{before} {behind}")
    return next(
        (other for pattern, other in meanings if pattern.search(fold_letters(text) if other.anywhere else around)), None
    )


@cache
def _other_meanings() -> dict[str, list[tuple[re.Pattern[str], OtherMeaning]]]:
    """By the abbreviation, folded: what to look for beside it, and what that says."""
    meanings: dict[str, list[tuple[re.Pattern[str], OtherMeaning]]] = {}
    for other in rules().other_meanings:
        pattern = re.compile(rf"\b(?:{'|'.join(other.beside)})\b")
        meanings.setdefault(fold_letters(other.abbreviation), []).append((pattern, other))
    return meanings


@cache
def _context() -> frozenset[str]:
    return _terms(rules().context)


@cache
def _using() -> frozenset[str]:
    return _terms(rules().using)


@cache
def _determiners() -> frozenset[str]:
    return _terms(rules().determiners)


@cache
def _verbs() -> frozenset[str]:
    return _terms(rules().verbs)


def _terms(wordings: list[str]) -> frozenset[str]:
    return frozenset(token.term for wording in wordings for token in tokens(wording))
