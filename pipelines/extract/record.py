"""A record on a page that names nobody in its heads: a name, and known labels below it in the same element."""

import re

from msgspec import Struct

from pipelines.extract.blocks import Block
from pipelines.extract.names import NameParts, names_role, split_name
from pipelines.extract.owned import announces_others
from pipelines.extract.sections import is_label, label_of

_LONGEST_NAME = 120
_LONGEST = 60  # lines
_FARTHEST = 150  # lines from the top
_FEWEST = 4  # fields under a name
_NAME = re.compile(r"[^:<>|]+")
_IGNORED = "ignored"


class Record(Struct, frozen=True):
    """Where the name of a record stands, and this taken apart."""

    place: int
    parts: NameParts


def record_of(blocks: list[Block]) -> Record | None:
    """The only record of a page; None where there is none, or several, as in a list. The name in a list is a link."""
    found = [
        Record(place, parts)
        for place, block in enumerate(blocks[:_FARTHEST])
        if block.opens and (parts := _name(block)) and _is_told(blocks[place + 1 : place + _LONGEST], block.end)
    ]
    return found[0] if len(found) == 1 else None


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
