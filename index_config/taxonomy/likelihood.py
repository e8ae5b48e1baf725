"""How likely the words of a text are where somebody tells of an approach or issue without naming it.

Each approach and issue has a language model: how often every word stands in what was written about it (passages.yaml,
and its everyday wordings). A text speaks for it by the logarithm of how much likelier the text's words are there than
in what was written about all others (query likelihood, Ponte and Croft 1998; smoothed as by Zhai and Lafferty 2001).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import islice, zip_longest
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index_config.data import ROOT, read_yaml, wrong
from index_config.taxonomy.hints import parted, parted_wordings
from index_config.taxonomy.matcher import Mention
from index_config.taxonomy.rules import Wording
from index_config.taxonomy.taxonomy import PASSAGES_FILE, load_taxonomy

NOTHING = "nothing"
_ORDINARY = 5  # times, that sentences which speak for nothing are more frequent than others
_ENOUGH = 6.0  # nats
_FEWEST = 3  # words
_MOST = 300  # sentences
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_TELLING = 1.0  # nats, by which a word speaks for something itself
_SMOOTHING = 500  # words of all others that are mixed into what was written about one


class Likelihood(NamedTuple):
    """How much likelier words are in one model than in all others, in nats, and how many of them speak for it."""

    nats: float
    words: int


class Passage(NamedTuple):
    """How likely two sentences make something, in nats, and where the one stands that speaks more for it."""

    nats: float
    start: int
    end: int


class _Models(NamedTuple):
    """What every word speaks for each of the `ids`, in a row of `nats`; `knows` says which models know it."""

    ids: list[str]
    rows: dict[str, int]
    nats: NDArray[np.float32]
    knows: NDArray[np.bool_]


def likelihoods(words: Iterable[str]) -> dict[str, Likelihood]:
    """What telling words (`hints.parted`) speak for, by id; words that no model knows say nothing."""
    models = _models()
    rows = [row for word in dict.fromkeys(words) if (row := models.rows.get(word)) is not None]
    nats, counts = models.nats[rows].sum(axis=0), (models.nats[rows] >= _TELLING).sum(axis=0)
    return {
        models.ids[at]: Likelihood(round(float(nats[at]), 3), int(counts[at]))
        for at in np.flatnonzero(nats > 0).tolist()
    }


def likely(text: str, named: Iterable[Mention]) -> dict[str, Passage]:
    """What two sentences of a text together make likely, by id: the likeliest passage of each.

    So likely it must be, and with so many words, that somebody who writes so at least hints at it. Sentences that name
    an approach (`named` are the names in the text) hint at no other, and nothing hints at what the text denies. Of an
    endless text the beginning is read.
    """
    named = list(named)
    denied = {one.approach_id for one in named if one.negated} - {one.approach_id for one in named if not one.negated}
    known = load_taxonomy().approaches
    found: dict[str, Passage] = {}
    names = [(one.start, one.approach_id) for one in named if known[one.approach_id].kind == "approach"]
    sentences = [(parted(match[0])[0], *match.span()) for match in islice(_SENTENCE.finditer(text), _MOST)]
    sentences = [sentence for sentence in sentences if sentence[0]]
    for first, second in zip_longest(sentences, sentences[1:]):
        words, start, end = first
        both = likelihoods([*words, *second[0]] if second else words)
        speaks_of = {id_ for at, id_ in names if start <= at < (second[2] if second else end)}
        for id_, one in both.items():
            if id_ in denied or (speaks_of and id_ not in speaks_of and known[id_].kind == "approach"):
                continue
            if one.nats >= _ENOUGH and one.words >= _FEWEST and (id_ not in found or one.nats > found[id_].nats):
                begins_late = second and _speak_for(second[0], id_) > _speak_for(words, id_)
                found[id_] = Passage(one.nats, second[1], second[2]) if begins_late else Passage(one.nats, start, end)
    return found


def _speak_for(words: Iterable[str], id_: str) -> float:
    return sum(speaks_for(word, id_) for word in words)


def speaks_for(word: str, id_: str) -> float:
    """What one word speaks for an approach or issue, in nats; 0 where it is not known there."""
    models = _models()
    row, at = models.rows.get(word), models.ids.index(id_)
    return float(models.nats[row, at]) if row is not None and models.knows[row, at] else 0.0


def is_word(term: str) -> bool:
    """Whether a term stands anywhere in what was written about approaches, issues or nothing."""
    return term in _models().rows


@cache
def passages() -> dict[str, list[str]]:
    """What was written about approaches and issues without naming them, by id; under `nothing` what speaks for none."""
    read = read_yaml(PASSAGES_FILE, dict[str, list[Wording]])
    if unknown := sorted(read.keys() - load_taxonomy().approaches.keys() - {NOTHING}):
        raise wrong(ROOT / PASSAGES_FILE, f"{unknown[0]} is no approach or issue")
    return read


@cache
def _models() -> _Models:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for id_, told, _, weight in parted_wordings():
        counts[id_].update(dict.fromkeys(told, weight))
    for id_, texts in passages().items():
        for text in texts:
            counts[id_].update(parted(text)[0])
    everywhere: Counter[str] = Counter()
    for id_, one in counts.items():
        everywhere.update({word: count * (_ORDINARY if id_ == NOTHING else 1) for word, count in one.items()})
    total = sum(everywhere.values()) + len(everywhere)
    ids, rows = sorted(counts.keys() - {NOTHING}), {word: row for row, word in enumerate(everywhere)}
    overall: NDArray[np.float64] = np.fromiter(everywhere.values(), dtype=np.float64)
    nats = np.zeros((len(rows), len(ids)), dtype=np.float32)
    knows = np.zeros(nats.shape, dtype=np.bool_)
    for at, id_ in enumerate(ids):
        known = [rows[word] for word in counts[id_]]
        found: NDArray[np.float64] = np.fromiter(counts[id_].values(), dtype=np.float64)
        size = float(found.sum())
        elsewhere: NDArray[np.float64] = (overall[known] - found + 1) / (total - size)
        nats[:, at] = log(_SMOOTHING / (size + _SMOOTHING))
        nats[known, at] = np.log((found + _SMOOTHING * elsewhere) / (size + _SMOOTHING) / elsewhere)
        knows[known, at] = True
    return _Models(ids, rows, nats, knows)
