"""What everyday words describe without naming it: "I wash my hands until they bleed" is about OCD."""

from collections import defaultdict
from functools import cache, lru_cache
from math import exp, log, prod

from msgspec import Struct

from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.hints import COMMON, parted, parted_wordings
from index_config.taxonomy.likelihood import likelihoods
from index_config.taxonomy.taxonomy import without_brackets, wordings

_NAME = 0.9  # how surely the words of a name mean it
_ENOUGH = 0.5  # the share of a wording's words that a question must have, by what they tell
_ALONE = 0.5  # what one word of a wording of several counts
_WORDINGS = 4  # of one approach or issue that count together
_SURE = 0.45  # so sure it must be
_MOST = 4  # approaches and issues
_LIKELY = 2.5  # nats for an entry that a question may mean by its words alone
_LEAST = 2  # of them at least
_BEHIND = 2  # nats that it may be behind the likeliest
_EVEN = 3.5  # nats at which that is half as sure as it can be
_SLOPE = 1.5  # nats
_LIKELIEST = 0.9  # as sure as words alone can make it


class Concept(Struct, frozen=True):
    """An approach or issue that everyday words describe, and how surely (0 to 1)."""

    id: str
    weight: float


class _Wording(Struct, frozen=True, eq=False):
    id: str
    words: frozenset[str]
    written: tuple[str, ...] | None  # all its words, where only one tells something, or all are common
    weight: float
    told: int  # by all its words


def concepts(said: str) -> list[Concept]:
    """What a question describes, the surest first: by everyday wordings, and by how likely its words are."""
    words, whole = parted(said)
    if not words:
        return []
    found = _worded(words, whole, _ENOUGH, 1)
    by_words = likelihoods(words)
    best = max((one.nats for one in by_words.values()), default=0.0)
    for id_, one in by_words.items():
        if one.words >= _LEAST and one.nats >= max(_LIKELY, best - _BEHIND):
            sure = _LIKELIEST / (1 + exp((_EVEN - one.nats) / _SLOPE))
            found[id_] = 1 - (1 - found.get(id_, 0)) * (1 - sure)
    return _surest(found)


def worded(sentence: str, enough: float, fewest: int) -> list[Concept]:
    """What the everyday wordings in a sentence describe, the surest first.

    Every wording of the taxonomy that shares `enough` of its telling words with it, and `fewest` or all of them,
    speaks for its entry.
    """
    return _surest(_worded(*parted(sentence), enough, fewest))


def _surest(found: dict[str, float]) -> list[Concept]:
    sure = (Concept(id_, round(weight, 3)) for id_, weight in found.items() if weight >= _SURE)
    return sorted(sure, key=lambda one: (-one.weight, one.id))[:_MOST]


def _worded(words: tuple[str, ...], whole: tuple[str, ...], enough: float, fewest: int) -> dict[str, float]:
    """How surely wordings mean their entries.

    Several make one surer, as independent evidence does: 1 - the product of the doubts.
    """
    told: defaultdict[_Wording, int] = defaultdict(int)  # by the words that it shares
    for word in dict.fromkeys(words):
        tells = _tells(word)
        for wording in _by_word().get(word, ()):
            told[wording] += tells
    evidence: defaultdict[str, list[float]] = defaultdict(list)
    for wording, tells in told.items():
        if tells < enough * wording.told or (wording.written and not _stands(wording.written, whole)):
            continue
        share, shared = tells / wording.told, len(wording.words.intersection(words))
        if shared >= fewest or share == 1:
            alone = _ALONE if shared == 1 < len(wording.words) else 1.0
            evidence[wording.id].append(wording.weight * alone * share**1.5)
    return {
        id_: 1 - prod(1 - one for one in sorted(weights, reverse=True)[:_WORDINGS]) for id_, weights in evidence.items()
    }


@cache
def _by_word() -> dict[str, list[_Wording]]:
    """The wordings and names of all approaches and issues by each of their telling words."""
    found: defaultdict[str, list[_Wording]] = defaultdict(list)
    for id_, words, whole, weight in _all():
        is_plain = len(words) == 1 or all(_entries()[word] >= COMMON for word in words)
        as_written = whole if is_plain and len(whole) > 1 else None
        wording = _Wording(id_, frozenset(words), as_written, weight, sum(map(_tells, words)))
        for word in words:
            found[word].append(wording)
    return found


@cache
def _entries() -> dict[str, int]:
    """How many approaches and issues have a word among their wordings."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for id_, words, _, _ in _all():
        for word in words:
            owners[word].add(id_)
    return {word: len(ids) for word, ids in owners.items()}


@lru_cache(maxsize=1 << 14)  # questions bring words that never come again
def _tells(word: str) -> int:
    """How much a word tells, in thousandths: the idf of BM25 over the approaches and issues.

    Whole numbers, so that a sum does not depend on its order.
    """
    count = _entries().get(word, 0)
    return round(1000 * log(1 + (len(load_taxonomy().approaches) - count + 0.5) / (count + 0.5)))


def _stands(terms: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    size = len(terms)
    return any(whole[at : at + size] == terms for at in range(len(whole) - size + 1))


@cache
def _all() -> list[tuple[str, tuple[str, ...], tuple[str, ...], float]]:
    """The wordings, and the names that are none of them."""
    known = load_taxonomy().approaches.values()
    names = [
        (entry.id, *parted(name), _NAME)
        for entry in known
        for name in dict.fromkeys(map(without_brackets, (entry.name, *entry.synonyms)))
        if name not in wordings()[entry.id]
    ]
    return [*parted_wordings(), *(name for name in names if name[1])]
