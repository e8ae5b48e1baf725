"""A record on a page that names nobody in its heads: a name, and known labels below it."""

import re

from msgspec import Struct

from pipelines.extract.attribution import title_named
from pipelines.extract.blocks import Block
from pipelines.extract.labels import is_label, label_of
from pipelines.extract.names import NameParts, names_role, split_name
from pipelines.extract.owned import announces_others

_LONGEST_NAME = 120
_LONGEST = 60  # lines
_FARTHEST = 150  # lines from the top
_FEWEST = 4  # fields under a name
_NAME = re.compile(r"[^:<>|]+")
_IGNORED = "ignored"


class Record(Struct, frozen=True):
    """Where the name of a record stands, this taken apart, and the place behind the record's last block."""

    place: int
    parts: NameParts
    end: int


def record_of(blocks: list[Block]) -> Record | None:
    """The only record of a page; None where there is none, or several, as in a list. The name in a list is a link."""
    found = [
        Record(place, parts, end)
        for place, block in enumerate(blocks[:_FARTHEST])
        if block.opens and (parts := _name(block)) and (end := _end(place, blocks))
    ]
    return found[0] if len(found) == 1 else None


def _end(place: int, blocks: list[Block]) -> int | None:
    """Where the element ends in which fields are told behind a name; None where none are.

    It is the name's own, or the one around this where it holds nothing but a title besides.
    """
    end = blocks[place].end
    if _is_told(blocks[place + 1 : place + _LONGEST], end):
        return end
    if end != place + 2 or title_named(blocks[place + 1].text) is None:
        return None
    around = blocks[place + 1].end
    behind = (line for line in blocks[end : min(around, place + _LONGEST)] if line.is_heading)
    return around if len({label_of(line) for line in behind} - {None, _IGNORED}) >= _FEWEST else None


def _name(block: Block) -> NameParts | None:
    """The name that a line is: of several words, and nothing that announces what stands below it."""
    text = block.text
    if block.links or block.is_button or len(text) > _LONGEST_NAME or not _NAME.fullmatch(text) or is_label(text):
        return None
    parts = None if announces_others(text) else split_name(text)
    return parts if parts and " " in parts.name and not names_role(parts.name) else None


def _is_told(lines: list[Block], end: int) -> bool:
    """Whether lines of the element that ends there, but not of one inside it, have labels of some fields and colons."""
    told = {label_of(line) for line in lines if line.end == end and ":" in line.text} - {None, _IGNORED}
    return len(told) >= _FEWEST
