"""What on a profile tells no facts of its owner: words of clients, articles, and lists of what is not offered."""

import re
from functools import cache, lru_cache

from pipelines.data import read_yaml
from pipelines.extract.blocks import Block
from pipelines.extract.labels import LONGEST_LABEL, asks, line_of, plain_key

_QUOTES = ("“", '"', "«", "„")
_NOTHING = Block("", is_heading=True)
_CACHED = 16_384  # headings of sites: pages share them


def without_disowned(blocks: list[Block], start: int) -> list[Block]:
    """The blocks; behind the block `start` those below headings that disown them replaced by empty headings.

    They end with the element that holds their heading, at the next heading but one that opens an element of its own, as
    that of an article does, and at a label that opens one, or stands before its value.
    """
    kept, end = list(blocks), 0
    for place in range(start + 1, len(blocks)):
        block = blocks[place]
        if (block.is_heading or block.opens) and _disowns(block.text):
            end = block.end
        elif place >= end or (block.is_heading and not block.opens) or _is_labelled(block):
            end = 0
        else:
            kept[place] = _NOTHING
    return kept


def _is_labelled(block: Block) -> bool:
    return (block.opens and asks(block.text)) or line_of(block.text).is_known_before


def is_quotation(block: Block) -> bool:
    """Whether a block is what somebody else said."""
    return block.is_quoted or block.text.startswith(_QUOTES)


@lru_cache(maxsize=_CACHED)
def _disowns(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and _disowning().match(plain_key(text)) is not None


@cache
def _disowning() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(read_yaml(__package__, 'labels.yaml')['disowning'])})\b")
