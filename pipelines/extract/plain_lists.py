"""Lists that nothing announces, known by their values."""

from collections.abc import Container, Sequence

from pipelines.extract.announcements import LISTS
from pipelines.extract.blocks import Block
from pipelines.extract.items import field_of_items, is_known, items

_MOST = 40  # lines
_LONGEST = 60  # letters of a line


def plain_lists(blocks: list[Block], places: Sequence[int], taken: Container[int]) -> dict[str, list[str]]:
    """Field -> the values of its first list among the owner's blocks, which stand in these `places`.

    A list is an element of several short lines that are free, no heading and no link, and all of which are known.
    """
    found: dict[str, list[str]] = {}
    for place in places:
        end = blocks[place].end
        if not blocks[place].opens or not place + 1 < end <= min(place + _MOST, len(blocks)):
            continue
        shown = blocks[place:end]
        if any(at in taken for at in range(place, end)) or not all(map(_is_item, shown)):
            continue
        if (field := field_of_items(shown)) in LISTS:
            found.setdefault(field, items(shown))
    return found


def _is_item(block: Block) -> bool:
    is_line = len(block.text) <= _LONGEST and not (block.is_heading or block.is_button or block.links)
    return is_line and is_known(block.text)
