"""How somebody wants to meet: from a distance, and in which language."""

import re
from functools import cache

from index_config.folding import fold_letters
from records import Understood
from search.understanding.words import Span, Word, covered, listed, lists, part, words_of


def online(q: str) -> list[Understood]:
    """Wordings for working at a distance.

    "He plays online all night" is none.
    """
    plain = fold_letters(q)
    if len(plain) != len(q):  # a ligature: offsets would shift
        return []
    words = words_of(q)
    return [
        part(q, "telehealth", "true", *match.span())
        for match in _telehealth().finditer(plain)
        if _is_meeting(words, *match.span())
    ]


def _is_meeting(words: list[Word], start: int, end: int) -> bool:
    before = next((word.folded for word in reversed(words) if word.end <= start), "")
    behind = next((word.folded for word in words if word.start >= end), "")
    other = lists().not_meeting
    return before not in other.before and behind not in other.behind


def languages(q: str, taken: list[Span]) -> list[Understood]:
    """Languages that are to be spoken.

    "Greek tragedy" and "Korean American" ask for none.
    """
    words = words_of(q)
    parts: list[Understood] = []
    for first, word in enumerate(words):
        for last in range(min(first + 2, len(words) - 1), first - 1, -1):
            name = " ".join(one.folded for one in words[first : last + 1])
            language = _names().get(name)
            if language and not covered(word, taken) and _is_asked(words, first, last):
                start, end = _with_speaking(words, first, last)
                parts.append(part(q, "language", language, start, end))
                break
    return parts


def _is_asked(words: list[Word], first: int, last: int) -> bool:
    """Whether a language is to be spoken: not where what stands behind makes a people or a thing of it."""
    behind = words[last + 1].folded if last + 1 < len(words) else ""
    return behind not in listed("not_spoken")


def _with_speaking(words: list[Word], first: int, last: int) -> Span:
    """The stretch of the name with "speaking" behind it."""
    behind = words[last + 1] if last + 1 < len(words) else None
    is_speaking = behind is not None and behind.folded.startswith("speak")
    return words[first].start, words[last + 1 if is_speaking else last].end


def spellings(language: str) -> list[str]:
    """All names of a language, folded."""
    return [name for name, known in _names().items() if known == language]


@cache
def _names() -> dict[str, str]:
    listed_names = lists().languages.items()
    return {fold_letters(name): language for language, others in listed_names for name in (language, *others)}


@cache
def _telehealth() -> re.Pattern[str]:
    wordings = sorted(map(re.escape, listed("telehealth")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(wordings)})(?!\w)")
