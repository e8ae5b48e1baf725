"""Statements that stand on one line with their authors."""

from collections.abc import Sequence

from pipelines.extract.attribution import UNKNOWN_TITLE
from pipelines.extract.author_lines import may_be_person, reading_of
from pipelines.extract.author_parts import authors_among
from pipelines.extract.authors import author_at_end
from pipelines.extract.blocks import Block
from pipelines.extract.own_words import is_text
from pipelines.extract.pairs import Author, Pair, Paired, unknown_author
from records import Problem


def paired_in_lines(blocks: Sequence[Block], places: Sequence[int]) -> Paired:
    """What stands on one line with a dash and the author behind it, or in an element beside the author's.

    `places` are the indexes of the blocks on the page.
    """
    pairs: list[Pair] = []
    problems: list[Problem] = []
    head: Sequence[Block] = blocks
    for index, block in enumerate(blocks):
        found = _behind_dash(block, places[index]) or _in_elements(block, places[index])
        if found is None:
            continue
        head = head[:index]
        if isinstance(found, Pair):
            pairs.append(found)
        else:
            problems.append(found)
    return Paired(pairs, problems, list(head))


def holds_author(block: Block) -> bool:
    """Whether a line names the author of the words on it, known or not."""
    return _behind_dash(block, 0) is not None or _in_elements(block, 0) is not None


def _behind_dash(block: Block, at: int) -> Pair | Problem | None:
    found = author_at_end(block.text)
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
