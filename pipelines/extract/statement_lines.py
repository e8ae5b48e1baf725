"""Statements that stand on one line with their authors."""

from collections.abc import Callable, Sequence

from pipelines.extract.attribution import UNKNOWN_TITLE
from pipelines.extract.author_lines import may_be_person, reading_of
from pipelines.extract.author_parts import authors_among
from pipelines.extract.authors import author_at_end, author_at_start, authors_inside
from pipelines.extract.blocks import Block
from pipelines.extract.own_words import is_text
from pipelines.extract.pairs import Author, Pair, Paired, unknown_author
from records import Attribution, Problem


def paired_in_lines(blocks: Sequence[Block], places: Sequence[int]) -> Paired:
    """What stands on one line with a dash and the author behind it, or in an element beside the author's.

    `places` are the indexes of the blocks on the page.
    """
    return _paired(blocks, places, lambda block, at: _inside(block, at) or _one(_in_line(block, at)))


def paired_by_leads(blocks: Sequence[Block], places: Sequence[int]) -> Paired:
    """What stands on one line behind its author, who is in an element of its own."""
    return _paired(blocks, places, lambda block, at: _one(_behind_lead(block, at)))


def holds_author(block: Block) -> bool:
    """Whether a line names the author of the words on it, known or not."""
    return _in_line(block, 0) is not None


def _paired(
    blocks: Sequence[Block], places: Sequence[int], pairs_in: Callable[[Block, int], Sequence[Pair | Problem]]
) -> Paired:
    pairs: list[Pair] = []
    problems: list[Problem] = []
    first = len(blocks)
    for index, block in enumerate(blocks):
        found = pairs_in(block, places[index])
        if not found:
            continue
        first = min(first, index)
        pairs += [one for one in found if isinstance(one, Pair)]
        problems += [one for one in found if isinstance(one, Problem)]
    return Paired(pairs, problems, list(blocks[:first]))


def _one(found: Pair | Problem | None) -> Sequence[Pair | Problem]:
    return [] if found is None else [found]


def _inside(block: Block, at: int) -> Sequence[Pair | Problem]:
    """The statements of a page that stands on one line."""
    return [Pair(words, Author(author, at, at)) for words, author in authors_inside(block.text)]


def _in_line(block: Block, at: int) -> Pair | Problem | None:
    return _behind_dash(block, at) or _in_elements(block, at)


def _behind_dash(block: Block, at: int) -> Pair | Problem | None:
    return _told(author_at_end(block.text), at)


def _behind_lead(block: Block, at: int) -> Pair | Problem | None:
    found = author_at_start(block)
    return _told(found, at) if found and is_text(Block(found[0])) else None


def _told(found: tuple[str, Attribution] | None, at: int) -> Pair | Problem | None:
    """Words and their author, who has to be known by a title."""
    if found is None:
        return None
    words, author = found
    return Pair(words, Author(author, at, at)) if author.confidence > UNKNOWN_TITLE else unknown_author(author.raw)


def _in_elements(block: Block, at: int) -> Pair | Problem | None:
    """A line of elements of which one is a text and the others name one author: a site breaks it by style."""
    parts = [Block(part) for part in block.parts]
    texts = [part for part in parts if is_text(part)]
    if len(parts) < 2 or len(texts) != 1:
        return None
    shorts = [part for part in parts if part is not texts[0]]
    authors = authors_among(shorts, [False] * len(shorts))
    if len(authors) == 1:
        return Pair(texts[0].text, Author(authors[0].attribution, at, at))
    strangers = (part.text for part in shorts if reading_of(part.text).tells_something or may_be_person(part.text))
    stranger = next(strangers, None)
    return unknown_author(stranger) if stranger else None
