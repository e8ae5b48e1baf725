"""Cards of an approach page that are unlike the others: the editor's definition, an event, an answer."""

from collections.abc import Sequence

from pipelines.extract.blocks import Block
from pipelines.extract.furniture import is_listed, names_section
from pipelines.extract.own_words import is_personal
from records import Attribution

_FEWEST_OTHERS = 2


def opening_editor(blocks: Sequence[Block], kept: Sequence[int], texts: Sequence[int]) -> int | None:
    """The heading below which the therapists begin where the first text stands above it: the definition, signed.

    `kept` are the blocks that count, `texts` the first blocks of the cards' words in their order.
    """
    if len(texts) < _FEWEST_OTHERS or is_personal(blocks[texts[0]].text):
        return None
    marks = [index for index in kept if index < texts[1] and _begins_authors(blocks[index])]
    return marks[0] if marks and marks[0] > texts[0] else None


def is_headed(block: Block, author: Attribution) -> bool:
    """Whether a line in an author's card is the heading of something else."""
    return block.is_heading and author.name.lower() not in block.text.lower() and not _begins_authors(block)


def odd_one(headed: Sequence[int], count: int) -> int | None:
    """The only one of several cards that has a heading which is not its author's name, by its text; else None."""
    return headed[0] if len(headed) == 1 and count > _FEWEST_OTHERS else None


def _begins_authors(block: Block) -> bool:
    is_heading = block.is_heading and names_section(block.text, "author_headings")
    return is_heading or is_listed(block.text, "landmarks")
