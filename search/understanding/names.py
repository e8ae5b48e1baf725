"""Names of people and practices in a question: several words that somebody of the version is called by."""

from itertools import product
from typing import NamedTuple

from records import Understood
from search.understanding.words import Span, Word, covered, listed, part, words_of
from search.vocabulary import Vocabulary

_FEW = 3  # words of names that a misspelled one may mean
_LONGEST = 6  # words of a name
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
    found: list[Name] = []
    first = 0
    while first < len(words):
        terms = _name_at(words, first, meant, vocabulary)
        if terms:
            run = words[first : first + len(terms)]
            value = " ".join(word.folded for word in run)
            found.append(Name(part(q, "name", value, run[0].start, run[-1].end), terms))
        first += len(terms) or 1
    return found


def _name_at(words: list[Word], first: int, meant: list[Span], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The longest name that begins at a word, in the words of whoever is called so."""
    choices = [_words_of_names(word, vocabulary) for word in words[first : first + _LONGEST]]
    reach = next((at for at, some in enumerate(choices) if not some), len(choices))
    is_titled = first > 0 and words[first - 1].folded in listed("titles") and covered(words[first], meant)
    for size in range(reach, 0 if is_titled else 1, -1):
        run = words[first : first + size]
        sure = [word for word in run if word.term in vocabulary.names]
        if not sure or not (is_titled or any(_names_somebody(word, meant, vocabulary) for word in sure)):
            continue
        for name in product(*choices[:size]):
            if vocabulary.carriers(tuple(dict.fromkeys(name))):
                return name
    return ()


def _words_of_names(word: Word, vocabulary: Vocabulary) -> list[str]:
    """The words of names that a word is, or may be with letters wrong where nobody uses it."""
    if word.term in vocabulary.names:
        return [word.term]
    return [] if vocabulary.count(word.term) else vocabulary.names.near(word.term, _FEW)


def _names_somebody(word: Word, meant: list[Span], vocabulary: Vocabulary) -> bool:
    """Whether a word is likelier a name than anything else."""
    if covered(word, meant) or word.folded in listed("practices") | listed("generic") | listed("stop"):
        return False
    return vocabulary.count(word.term) <= max(3, 2 * vocabulary.names.counts.get(word.term, 0))
