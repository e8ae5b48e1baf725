"""The inline elements of a block: which of its pieces of text each of them holds, and what stands outside."""

from collections import Counter
from collections.abc import Sequence

Span = tuple[int, int]
"""The pieces that an element holds: from, to."""


def between(pieces: Sequence[str], spans: Sequence[Span]) -> list[str]:
    """What stands before, between and behind some elements that follow each other."""
    starts, ends = [*(start for start, _ in spans), len(pieces)], [0, *(end for _, end in spans)]
    return ["".join(pieces[end:start]) for end, start in zip(ends, starts, strict=True)]


def parting(pieces: Sequence[str], inner: Sequence[tuple[int, int, int]]) -> list[Span]:
    """The outermost of the elements in another that part its text without leaving a word of it out; else none.

    `inner` are all of them: how deep each stands, and its pieces.
    """
    levels = Counter(level for level, _, _ in inner)
    level = min((level for level, count in levels.items() if count > 1), default=0)
    spans = [(start, end) for deep, start, end in inner if deep == level]
    return [] if any(map(has_word, between(pieces, spans))) else spans


def has_word(text: str) -> bool:
    """Whether a text shows a letter or a digit."""
    return any(map(str.isalnum, text))
