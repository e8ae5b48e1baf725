"""Where clients speak on a profile: below a heading of reviews, and in quotations."""

import re
from functools import cache

from pipelines.data import read_yaml
from pipelines.extract.blocks import Block
from pipelines.extract.labels import LONGEST_LABEL, asks

_QUOTES = ("“", '"', "«", "„")
_NOTHING = Block("", is_heading=True)


def without_reviews(blocks: list[Block], start: int) -> list[Block]:
    """The blocks, those below headings of reviews behind the block `start` replaced by empty headings.

    Reviews end with the element that holds their heading, at the next heading and at the next label.
    """
    kept, end = list(blocks), 0
    for place in range(start + 1, len(blocks)):
        block = blocks[place]
        if (block.is_heading or block.opens) and _announces_reviews(block.text):
            end = block.end
        elif place >= end or block.is_heading or asks(block.text):
            end = 0
        else:
            kept[place] = _NOTHING
    return kept


def is_quotation(block: Block) -> bool:
    """Whether a block is what somebody else said."""
    return block.is_quoted or block.text.startswith(_QUOTES)


def _announces_reviews(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and _reviews().match(text) is not None


@cache
def _reviews() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(read_yaml(__package__, 'labels.yaml')['reviews'])})\b", re.IGNORECASE)
