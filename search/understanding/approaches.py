"""Approaches and issues in a question: named, misspelled, or refused."""

from collections import defaultdict
from functools import cache

from index_config.analysis import tokens
from index_config.folding import fold_letters
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.matcher import Mention, mentions
from index_config.taxonomy.taxonomy import without_brackets
from records import Understood
from search.understanding.words import Span, Word, covered, part, words_of
from search.vocabulary import Vocabulary, nearest


def named(q: str) -> list[Understood]:
    """What a question names, what it names to leave it out first."""
    found = sorted(mentions(q, query=True), key=lambda one: not one.negated)
    return [_understood(q, one, one.start, one.end) for one in found]


def misspelled(q: str, taken: list[Span], vocabulary: Vocabulary) -> list[Understood]:
    """What a question names with letters wrong, in words that nobody uses."""
    words = words_of(q)
    mended = [_mended(word, taken, vocabulary) for word in words]
    if mended == [word.written for word in words]:
        return []
    places: list[Span] = []
    length = 0
    for written in mended:
        places.append((length, length + len(written)))
        length += len(written) + 1
    found: list[Understood] = []
    for mention in mentions(" ".join(mended), query=True):
        inside = [i for i, (start, end) in enumerate(places) if mention.start <= start and end <= mention.end]
        if mention.negated or all(mended[i] == words[i].written for i in inside):
            continue
        found.append(_understood(q, mention, words[inside[0]].start, words[inside[-1]].end))
    return found


def _mended(word: Word, taken: list[Span], vocabulary: Vocabulary) -> str:
    """A word as written, or the word of the taxonomy that was meant by it."""
    is_known = covered(word, taken) or word.folded in _spelled() or vocabulary.count(word.term) > 0
    if is_known or word.term in vocabulary.names:
        return word.written
    close = nearest(word.folded, _spelled_by_first().get(word.folded[:1], ()), _spelled(), 1)
    return close[0] if close else word.written


@cache
def _spelled() -> dict[str, int]:
    """The words of all names of the taxonomy, folded, and in how many names each stands."""
    counts: defaultdict[str, int] = defaultdict(int)
    for approach in load_taxonomy().approaches.values():
        for name in (without_brackets(approach.name), *approach.synonyms, *approach.abbreviations):
            for token in tokens(name):
                counts[fold_letters(name[token.start : token.end])] += 1
    return counts


@cache
def _spelled_by_first() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in _spelled():
        found[word[:1]].append(word)
    return found


def _understood(q: str, mention: Mention, start: int, end: int) -> Understood:
    kind = "exclude" if mention.negated else load_taxonomy().approaches[mention.approach_id].kind
    return part(q, kind, mention.approach_id, start, end)
