"""What the marks in a question say: "these words together", -notthis, -"not these"."""

import re
from typing import NamedTuple

from search.understanding.words import Span, Word, covered

_QUOTED = re.compile(r'(?<!\S)(-?)["“”]([^"“”]+)["“”]|(?<!\w)["“”]([^"“”]+)["“”]')
_MINUS = re.compile(r"(?<!\S)-(?=\w)[^\s\"“”]+")


class Marks(NamedTuple):
    """Where quoted phrases stand, and where what is to be left out stands (with its minus)."""

    quoted: list[Span]
    excluded: list[Span]

    @property
    def all(self) -> list[Span]:
        """Both."""
        return [*self.quoted, *self.excluded]


def marks(q: str) -> Marks:
    """The marks of a question. A quotation mark without its other is none."""
    quoted: list[Span] = []
    excluded: list[Span] = []
    for match in _QUOTED.finditer(q):
        (excluded if match[1] else quoted).append(match.span())
    excluded += [
        match.span() for match in _MINUS.finditer(q) if not any(start <= match.start() < end for start, end in quoted)
    ]
    return Marks(quoted, excluded)


def terms_in(words: list[Word], span: Span) -> tuple[str, ...]:
    """The terms of the words within a span."""
    return tuple(word.term for word in words if covered(word, [span]))
