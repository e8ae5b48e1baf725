"""What somebody's own words mean: of which approaches and issues they tell, and at which they hint."""

import re
from collections import defaultdict
from functools import cache
from math import prod

from msgspec import Struct

from index_config.analysis import tokens
from index_config.folding import fold_letters
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.concepts import worded
from index_config.taxonomy.hints import hints
from index_config.taxonomy.likelihood import likely
from index_config.taxonomy.matcher import Mention, mentions
from pipelines.data import read_kind
from pipelines.mention import Told

_SEPARATORS = re.compile(r"[.,;|/•·\n]+")
_SENTENCE_ENDS = re.compile(r"[.!?\n]+")


class Likely(Struct, frozen=True, forbid_unknown_fields=True):
    """How far the likeliest must be before all others to be told of, and others behind it to be hinted at, in nats."""

    behind: float
    told: float
    ahead: float


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of meaning.yaml."""

    listed: int
    gap: int
    few: int
    told: float
    hinted: float
    share: float
    fewest: int
    of_all: float
    likely: Likely
    languages: dict[str, list[str]]


@cache
def _rules() -> Rules:
    return read_kind(__package__, "meaning.yaml", Rules)


def meaning_of(text: str, subject: str | None = None) -> Told:
    """What a text tells of and what it hints at; `subject` is the approach or issue that its page is about.

    A name in a list of names tells nothing, and neither does what is denied; a text that is a list hints at nothing.
    """
    words = tokens(text)
    named = mentions(text, words)
    rows = _rows(text, named)
    told = {one.approach_id for row in rows if len(row) < _rules().listed for one in row if not one.negated}
    denied = {one.approach_id for one in named if one.negated} - told
    if _is_list(text, rows):
        return Told(sorted(told - denied), [], _language(text))
    wording: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for hint in hints(text, words):
        if not hint.negated:
            wording[hint.approach_id][hint.text.casefold()] = hint.weight
    sure = {id_: 1 - prod(1 - one for one in weights.values()) for id_, weights in wording.items()}
    told |= {id_ for id_, weights in wording.items() if len(weights) > 1 and sure[id_] >= _rules().told}
    hinted = {id_ for id_ in wording if sure[id_] >= _rules().hinted}
    hinted |= {
        one.id
        for sentence in _SENTENCE_ENDS.split(text)
        for one in worded(sentence, _rules().share, 2)
        if one.weight >= _rules().hinted
    }
    likely_told, likely_hinted = _likely(text, named)
    told |= likely_told
    hinted |= likely_hinted
    if subject:
        told.add(subject)
    return Told(sorted(told - denied), sorted(hinted - told - denied), _language(text))


def _likely(text: str, named: list[Mention]) -> tuple[set[str], set[str]]:
    """What its words make a text tell of, and hint at: the likeliest of its kind, and what is close behind it."""
    known = load_taxonomy().approaches
    of_kinds: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for id_, passage in likely(text, named).items():
        of_kinds[known[id_].kind][id_] = passage.nats
    told: set[str] = set()
    hinted: set[str] = set()
    for nats in of_kinds.values():
        first, second = [*sorted(nats.values(), reverse=True), 0.0][:2]
        hinted |= {id_ for id_, value in nats.items() if value >= first - _rules().likely.behind}
        if first >= max(_rules().likely.told, second + _rules().likely.ahead):
            told |= {id_ for id_, value in nats.items() if value == first}
    return told, hinted


def _language(text: str) -> str | None:
    words = [fold_letters(word) for word in text.split()]
    for language, telling in _telling().items():
        count = sum(word in telling for word in words)
        if count >= _rules().fewest and count >= len(words) * _rules().of_all:
            return language
    return None


@cache
def _telling() -> dict[str, frozenset[str]]:
    return {language: frozenset(map(fold_letters, words)) for language, words in _rules().languages.items()}


def _is_list(text: str, rows: list[list[Mention]]) -> bool:
    """Whether a good part of a text is a list of names."""
    listed = [one for row in rows if len(row) >= _rules().listed for one in row]
    return sum(one.end - one.start for one in listed) > len(text) / 3


def _is_close(gap: str) -> bool:
    return len(gap) <= _rules().gap and not _SENTENCE_ENDS.search(gap)


def _is_listed(gap: str) -> bool:
    """Whether between two names there are separators, and between these a few words each."""
    between = _SEPARATORS.split(gap)
    return len(between) > 1 and all(len(words.split()) <= _rules().few for words in between)


def _rows(text: str, named: list[Mention]) -> list[list[Mention]]:
    """Names that stand close behind each other, or in a list with nothing but a few words between their separators."""
    rows: list[list[Mention]] = []
    for mention in named:
        gap = text[rows[-1][-1].end : mention.start] if rows else ""
        if rows and (_is_close(gap) or _is_listed(gap)):
            rows[-1].append(mention)
        else:
            rows.append([mention])
    return rows
