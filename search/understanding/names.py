"""Names of people and practices in a question: several words that somebody of the version is called by."""

from records import Understood
from search.understanding.words import Span, Word, covered, listed, part, words_of
from search.vocabulary import Vocabulary

_LONGEST = 6  # words of a name
_SENTENCE = 40  # words: in more nobody asks for a name


def names(q: str, parts: list[Understood], taken: list[Span], vocabulary: Vocabulary) -> list[Understood]:
    """The names in a question whose other meanings are `parts`.

    A name needs two words at least which one person or practice is called by, and one of them that means nothing else
    here: "nora gestalt" is somebody, "grief counseling" is not, whatever a practice calls itself.
    """
    words = [word for word in words_of(q) if not covered(word, taken)]
    if len(words) > _SENTENCE:
        return []
    meant = [(one.start, one.end) for one in parts]
    found: list[Understood] = []
    first = 0
    while first < len(words):
        last = _end_of_name(words, first, meant, vocabulary)
        if last > first:
            run = words[first : last + 1]
            value = " ".join(word.folded for word in run)
            found.append(part(q, "name", value, run[0].start, run[-1].end))
        first = max(last, first) + 1
    return found


def _end_of_name(words: list[Word], first: int, meant: list[Span], vocabulary: Vocabulary) -> int:
    """The place of the last word of the longest name that begins at a word; `first` where none does."""
    known = vocabulary.names
    reach = first
    while reach < min(len(words), first + _LONGEST) and words[reach].term in known:
        reach += 1
    for end in range(reach, first + 1, -1):
        run = words[first:end]
        if any(_names_somebody(word, meant, vocabulary) for word in run) and vocabulary.carriers(
            tuple(dict.fromkeys(word.term for word in run))
        ):
            return end - 1
    return first


def _names_somebody(word: Word, meant: list[Span], vocabulary: Vocabulary) -> bool:
    """Whether a word is likelier a name than anything else."""
    if covered(word, meant) or word.folded in listed("practices") | listed("generic") | listed("stop"):
        return False
    return vocabulary.count(word.term) <= max(3, 2 * vocabulary.names.counts.get(word.term, 0))
