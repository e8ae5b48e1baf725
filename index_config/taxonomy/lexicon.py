"""Wordings to look for in running text, and finding them by their terms (see index_config.analysis)."""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from index_config.analysis import Token, Words, tokens
from index_config.folding import fold_letters
from index_config.taxonomy.rules import rules
from index_config.taxonomy.taxonomy import Ambiguity, load_taxonomy, spellings, without_brackets

_JOINTS = " \t\r\n\xa0-‐‑–/&+()'’\"“”"  # what may stand between the words of one name
_JOINTS_OF_PHRASES = f"{_JOINTS},"  # "thoughts, feelings and behaviors"
_ENDING = 3  # letters; what an inflection may change ("therapies"). Stems alone take "related" for "relational".


class Wording(NamedTuple):
    """Terms to find, each in a word that begins as the wording's own does.

    `approach_id` is None where they mean something else; `exact` holds an abbreviation's folded letters, for
    "acting" is no inflection of ACT.
    """

    terms: tuple[str, ...]
    beginnings: tuple[str, ...]
    approach_id: str | None
    weight: float
    exact: str | None
    ambiguity: Ambiguity | None


class Found(NamedTuple):
    """A wording and where it stands: characters `start` to `end`, tokens `first` to `last` (the last included)."""

    wording: Wording
    first: int
    last: int
    start: int
    end: int
    text: str


# By the first term and the second (empty where there is none), longest first.
Lexicon = dict[str, dict[str, list[Wording]]]


@cache
def names() -> Lexicon:
    """All names of all approaches, and the wordings that hold a name but mean something else."""
    taxonomy = load_taxonomy()
    wordings = [_wording(spelling, None) for sense in rules().other_senses for spelling in spellings(sense)]
    for approach in taxonomy.approaches.values():
        for name in [without_brackets(approach.name), *approach.synonyms]:
            ambiguity = taxonomy.ambiguous.get(name)
            wordings += [_wording(spelling, approach.id, ambiguity=ambiguity) for spelling in spellings(name)]
        for name in approach.abbreviations:
            ambiguity = taxonomy.ambiguous.get(name)
            wordings.append(_wording(name, approach.id, exact=fold_letters(name), ambiguity=ambiguity))
    return _lexicon(wordings)


@cache
def phrases() -> Lexicon:
    """The lay and descriptive wording of all approaches."""
    approaches = load_taxonomy().approaches.values()
    return _lexicon(
        _wording(spelling, approach.id, weight=phrase.weight)
        for approach in approaches
        for phrase in approach.phrases
        for spelling in spellings(phrase.text)
    )


def about(ids: Iterable[str], lexicon: Lexicon) -> Lexicon:
    """The part of a lexicon that is about these approaches."""
    wanted = frozenset(ids)
    wordings = (one for begun in lexicon.values() for same in begun.values() for one in same)
    return _lexicon(one for one in wordings if one.approach_id in wanted)


def find(text: str, words: Words, lexicon: Lexicon) -> list[Found]:
    """The wordings that stand in a text with these words: leftmost, longest, without overlaps."""
    found: list[Found] = []
    terms = [*words.terms, ""]
    free = 0
    # Nearly all words begin no name, and nearly all that could are not followed by its second word.
    for first in [
        place
        for place, term in enumerate(words.terms)
        if (begun := lexicon.get(term)) and (terms[place + 1] in begun or "" in begun)
    ]:
        if first < free:
            continue
        begun = lexicon[terms[first]]
        for wording in (*begun.get(terms[first + 1], ()), *begun.get("", ())):
            end = first + len(wording.terms)
            if wording.terms == tuple(terms[first:end]) and _stands(wording, text, words[first:end]):
                start, last = words[first].start, words[end - 1].end
                found.append(Found(wording, first, end - 1, start, last, text[start:last]))
                free = end
                break
    return found


def _stands(wording: Wording, text: str, words: list[Token]) -> bool:
    surfaces = [fold_letters(text[word.start : word.end]) for word in words]
    if wording.exact and "-".join(surfaces).removesuffix("'s") != wording.exact:
        return False
    begun = all(map(str.startswith, surfaces, wording.beginnings))
    joints = _JOINTS if wording.weight == 1 else _JOINTS_OF_PHRASES
    return begun and all(not text[left.end : right.start].strip(joints) for left, right in pairwise(words))


def _wording(
    name: str,
    approach_id: str | None,
    *,
    weight: float = 1.0,
    exact: str | None = None,
    ambiguity: Ambiguity | None = None,
) -> Wording:
    words = tokens(name)
    beginnings = tuple(fold_letters(name[word.start : max(word.start + 1, word.end - _ENDING)]) for word in words)
    return Wording(tuple(word.term for word in words), beginnings, approach_id, weight, exact, ambiguity)


def _lexicon(wordings: Iterable[Wording]) -> Lexicon:
    lexicon: Lexicon = {}
    for wording in sorted(wordings, key=lambda wording: -len(wording.terms)):
        first, second, *_ = (*wording.terms, "")
        lexicon.setdefault(first, {}).setdefault(second, []).append(wording)
    return lexicon
