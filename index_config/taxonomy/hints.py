"""Everyday wording in a text: the telling words of a phrase, in any order and close to each other.

Where `matcher.phrases` takes a phrase as it is written, this one also finds "hands that you wash" for "wash my hands".
"""

from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from index_config.analysis import Words, tokens
from index_config.folding import fold_letters
from index_config.taxonomy.matcher import Mention
from index_config.taxonomy.negation import LOOK_BACK, cue_before
from index_config.taxonomy.rules import rules
from index_config.taxonomy.taxonomy import load_taxonomy, wordings

COMMON = 10  # approaches and issues in whose phrases a word stands that tells little by itself
_BETWEEN = 3  # other telling words that may stand among those of a phrase
_SENTENCE_ENDS = frozenset(".!?;\n")


class _Wording(NamedTuple):
    """A phrase without the telling word by which it is looked up.

    One with a single telling word, or of words that stand in phrases for many things, counts as `written` only.
    """

    id: str
    others: tuple[str, ...]
    written: tuple[str, ...] | None
    at: int
    weight: float
    negatable: bool


def hints(text: str, words: Words | None = None) -> list[Mention]:
    """The phrases of approaches and issues whose telling words stand together in a text, in order of their places.

    Of each entry and place the surest; a phrase for an issue is never negated ("never" is how people speak of theirs).
    """
    words = tokens(text) if words is None else words
    terms = [_plain(term) for term in words.terms]
    lexicon = _lexicon()
    if lexicon.keys().isdisjoint(terms):
        return []
    said = [place for place, told in enumerate(map(_tells, words.written)) if told]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, place in enumerate(said):
        places[terms[place]].append(at)
    found: dict[tuple[str, int], Mention] = {}
    for at, place in enumerate(said):
        for wording in lexicon.get(terms[place], ()):
            if wording.written:
                begin, end = place - wording.at, place - wording.at + len(wording.written)
                if begin < 0 or tuple(terms[begin:end]) != wording.written:
                    continue
                first, last = begin, end - 1
            elif stand := _nearest(at, wording.others, places):
                first, last = said[min(stand)], said[max(stand)]
            else:
                continue
            start, stop = words[first].start, words[last].end
            before = found.get((wording.id, first))
            if not _SENTENCE_ENDS.isdisjoint(text[start:stop]) or (before and before.weight >= wording.weight):
                continue
            behind = words.terms[max(0, first - LOOK_BACK) : first]
            negated = wording.negatable and cue_before(text, start, stop, behind, 0) is not None
            found[wording.id, first] = Mention(wording.id, start, stop, text[start:stop], negated, wording.weight)
    return sorted(found.values(), key=lambda one: (one.start, one.end, one.approach_id))


def parted(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms of a text without apostrophes: those that tell something, each once; and all of them."""
    words = tokens(text)
    whole = tuple(map(_plain, words.terms))
    told = (term for term, tells in zip(whole, map(_tells, words.written), strict=True) if tells)
    return tuple(dict.fromkeys(told)), whole


@cache
def parted_wordings() -> list[tuple[str, tuple[str, ...], tuple[str, ...], float]]:
    """(id, telling terms, all terms, weight) of every wording that tells something."""
    return [
        (id_, told, whole, weight)
        for id_, texts in wordings().items()
        for text, weight in texts.items()
        for told, whole in [parted(text)]
        if told
    ]


@lru_cache(maxsize=1 << 16)
def _tells(written: str) -> bool:
    """Whether a word tells something: by its letters, for stems alone take "ifs" for "if"."""
    return _plain(fold_letters(written)) not in _function_words()


def _nearest(at: int, others: tuple[str, ...], places: dict[str, list[int]]) -> list[int] | None:
    """Where the words of a phrase stand, nearest to that place; None where they do not stand together."""
    reach = len(others) + _BETWEEN
    stand = [at]
    for other in others:
        near = [place for place in places.get(other, ()) if abs(place - at) <= reach]
        if not near:
            return None
        stand.append(min(near, key=lambda place: abs(place - at)))
    return stand if max(stand) - min(stand) <= reach else None


@cache
def _lexicon() -> dict[str, list[_Wording]]:
    """The phrases by the rarest of their telling words."""
    known = load_taxonomy().approaches
    counts: defaultdict[str, int] = defaultdict(int)
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for id_, told, _, _ in parted_wordings():
        for word in told:
            counts[word] += 1
            owners[word].add(id_)
    found: defaultdict[str, list[_Wording]] = defaultdict(list)
    for id_, told, whole, weight in parted_wordings():
        key = min(told, key=lambda word: (counts[word], -len(word), word))
        is_plain = len(told) == 1 or all(len(owners[word]) >= COMMON for word in told)
        as_written = whole if is_plain else None
        at = whole.index(key) if as_written else 0
        others = tuple(word for word in told if word != key)
        found[key].append(_Wording(id_, others, as_written, at, weight, known[id_].kind == "approach"))
    return found


def _plain(term: str) -> str:
    """People leave apostrophes out: "cant sleep"."""
    return term.replace("'", "").replace("’", "") if "'" in term or "’" in term else term


@cache
def _function_words() -> frozenset[str]:
    return frozenset(_plain(fold_letters(word)) for word in rules().function_words)
