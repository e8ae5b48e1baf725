"""Names of people and practices in a question: several words that somebody of the version is called by."""

from itertools import islice, product
from typing import NamedTuple

from records import Understood
from search.understanding.words import Span, Word, covered, listed, part, words_of
from search.vocabulary import Vocabulary

_FEW = 3  # words of names that a misspelled one may mean
_LONGEST = 6  # words of a name
_TRIED = 9  # names that misspelled words may mean together
_SENTENCE = 40  # words: in more nobody asks for a name


class Name(NamedTuple):
    """A stretch of a question that names somebody, and the words by which whoever is meant is called."""

    part: Understood
    terms: tuple[str, ...]


def names(q: str, parts: list[Understood], taken: list[Span], vocabulary: Vocabulary) -> list[Name]:
    """The names in a question whose other meanings are `parts`.

    A name needs two words at least which one person or practice is called by, and one of them that means nothing else
    here: "nora gestalt" is somebody, "grief counseling" is not, whatever a practice calls itself. Behind "dr" that
    alone is somebody, too. All words but one may be misspelled.
    """
    words = [word for word in words_of(q) if not covered(word, taken)]
    if len(words) > _SENTENCE:
        return []
    meant = [(one.start, one.end) for one in parts]
    choices = [_words_of_names(words, at, vocabulary) for at in range(len(words))]
    found: list[Name] = []
    first = 0
    while first < len(words):
        terms = _name_at(words, choices, first, meant, vocabulary)
        if terms:
            run = words[first : first + len(terms)]
            value = " ".join(word.folded for word in run)
            found.append(Name(part(q, "name", value, run[0].start, run[-1].end), terms))
        first += len(terms) or 1
    return found


def _name_at(
    words: list[Word], choices: list[list[str]], first: int, meant: list[Span], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The longest name that begins at a word, in the words of whoever is called so."""
    window = choices[first : first + _LONGEST]
    reach = next((at for at, some in enumerate(window) if not some), len(window))
    is_titled = first > 0 and words[first - 1].folded in listed("titles") and covered(words[first], meant)
    for size in range(reach, 0 if is_titled else 1, -1):
        run = words[first : first + size]
        is_known = any(word.plain in vocabulary.names for word in run)
        if not is_known or not (is_titled or any(_names_somebody(word, meant, vocabulary) for word in run)):
            continue
        for name in islice(product(*window[:size]), _TRIED):
            if vocabulary.carriers(tuple(dict.fromkeys(name))):
                return name
    return ()


def _words_of_names(words: list[Word], at: int, vocabulary: Vocabulary) -> list[str]:
    """The words of names that a word is, or, beside a name, may be with letters wrong: if nobody uses it otherwise."""
    name = words[at].plain
    if name in listed("titles"):
        return []
    itself = [name] if name in vocabulary.names else []
    beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
    if not any(word.plain in vocabulary.names for word in beside):
        return itself
    close = vocabulary.names.near(name, _FEW)
    called = max((vocabulary.names.counts[one] for one in close), default=0)
    return [*itself, *(one for one in close if one != name)] if vocabulary.count(words[at].term) <= called else itself


def _names_somebody(word: Word, meant: list[Span], vocabulary: Vocabulary) -> bool:
    """Whether a word is likelier a name than anything else."""
    if covered(word, meant) or word.folded in listed("practices") | listed("generic") | listed("stop"):
        return False
    return vocabulary.count(word.term) <= max(3, 2 * vocabulary.names.counts.get(word.plain, 0))
