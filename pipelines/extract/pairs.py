"""A statement and its author, with the blocks of the page that name the author."""

from collections.abc import Sequence

from msgspec import Struct

from pipelines.extract.blocks import Block
from records import Attribution, Problem

SHORTEST_STATEMENT = 42
_QUOTATION_MARKS = {"“": "”", '"': '"', "„": "“”", "«": "»", "‘": "’", "'": "'"}
UNCLEAR_ORDER = Problem(code="unclear-order", detail="statements stand before or behind authors")


class Author(Struct, frozen=True):
    """An author and the blocks (from `first` to `last`) in the page's outline that name them.

    `announces`: they are a heading in an element that the words behind stand in too.
    """

    attribution: Attribution
    first: int
    last: int
    announces: bool = False


class Pair(Struct, frozen=True):
    """A statement and its author."""

    text: str
    author: Author


class Paired(Struct, frozen=True):
    """What was paired, what was not, and the blocks above the statements."""

    pairs: list[Pair]
    problems: list[Problem]
    head: list[Block]


def joined(paragraphs: Sequence[str]) -> str:
    """Paragraphs as one text; one that only begins the next, cut short by the site, is left out."""
    pairs = zip(paragraphs, [*paragraphs[1:], ""], strict=True)
    kept = [text for text, after in pairs if not (after and after.startswith(text.rstrip(" .…")))]
    return _once("\n\n".join(kept))


def unquoted(text: str) -> str:
    """A text without the quotation marks around all of it, which are the site's."""
    return text[1:-1].strip() if is_whole_quotation(text) else text


def is_whole_quotation(text: str) -> bool:
    """Whether a text opens with a quotation mark that its last one closes."""
    opening, inside, closing = text[:1], text[1:-1], text[-1:]
    if closing not in _QUOTATION_MARKS.get(opening, ()):
        return False
    return opening not in inside if closing in (opening, "’") else _is_nested(inside, opening, closing)


def _is_nested(inside: str, opening: str, closing: str) -> bool:
    """Whether the quotations in a text are whole: none of its marks closes one that opened before it."""
    depth = 0
    for letter in inside:
        depth += (letter == opening) - (letter == closing)
        if depth < 0:
            return False
    return depth == 0


def without_statement(author: Author) -> Problem:
    """The problem of an author without words."""
    return Problem(
        code="author-without-statement", detail="an author line has no statement", excerpt=author.attribution.raw
    )


def unknown_author(line: str) -> Problem:
    """The problem of a line that may name an author."""
    return Problem(code="unknown-author", detail="perhaps an author's line", excerpt=line)


def _once(text: str) -> str:
    """A text without its second half where that is the first one again: some sites show every statement twice."""
    half = len(text) // 2
    first = text[:half].strip()
    return first if half >= SHORTEST_STATEMENT and first == text[half:].strip() else text
