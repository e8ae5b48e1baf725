"""Tables whose rows tell one thing in several cells: a place in parts, plans with yes or no, or with a day."""

import re
from collections.abc import Iterator

from msgspec import structs

from pipelines.extract.blocks import Block, without_link
from pipelines.extract.items import is_known
from pipelines.extract.labels import is_label, label_of
from pipelines.extract.places import place_in, state_in
from pipelines.vocabulary import yes_or_no

_MOST_COLUMNS = 6
_LONGEST_ANSWER = 20
_NEAR = 2  # blocks from a label to its table
_MOST_KNOWN = 0.6  # of the values that are answered with yes or no
_DAY = re.compile(r"(?:[A-Z][a-z]{2,8}\.? )?\d{1,4}(?:(?:[/.-]|, )\d{1,4}){0,2}")
_NOTHING = Block("")
_PARTS = {
    "city": "city",
    "town": "city",
    "city/town": "city",
    "state": "state",
    "province": "state",
    "zip": "zip",
    "zip code": "zip",
    "zipcode": "zip",
    "postal code": "zip",
}
"""Head of a column -> the part of a place that it holds."""


def with_rows_read(blocks: list[Block]) -> list[Block]:
    """The blocks, a place in parts put together in one of them, and of values with yes or no those with yes alone.

    The list keeps its length: what a row no longer needs is empty.
    """
    heads = [place for place, block in enumerate(blocks[:-2]) if block.is_heading and block.text]
    found = [place for place in heads if blocks[place].opens and blocks[place + 1].is_heading]
    parted = [place for place in heads if _part(blocks[place]) in ("city", "state")]
    if not (found or parted):
        return blocks
    read = list(blocks)
    for place in parted:
        _read_pairs(read, place)
    for place in found:
        _read_table(read, place)
    return read


def _read_table(blocks: list[Block], first: int) -> None:
    """Reads the table whose heads begin at `first`, if its rows are of a kind that is read."""
    heads = blocks[first : blocks[first].end]
    if not 1 < len(heads) <= _MOST_COLUMNS or not all(head.is_heading and not head.links for head in heads):
        return
    rows = list(_rows(blocks, blocks[first].end, len(heads)))
    cells = [[block.text for block in blocks[start:end]] for start, end in rows]
    if {"city", "state"} <= set(map(_part, heads)):
        shown: list[str | None] = [_place(row) for row in cells]
    elif len(heads) == 2 and _are_answered(cells):
        shown = [row[0] if yes_or_no("telehealth", row[1]) else None for row in cells]
    elif len(heads) == 2 and _are_dated(cells):
        shown = [row[0] for row in cells]
    elif _is_announced(blocks, first, "places"):
        _read_places(blocks, first, heads[-1].end)
        return
    else:
        return
    if rows:
        is_announced = _is_announced(blocks, first)
        blocks[first : rows[-1][1]] = [_NOTHING] * (rows[-1][1] - first)
        if is_label(heads[0].text) or not is_announced:
            blocks[first] = structs.replace(heads[0], end=rows[-1][1])
        for (start, _), text in zip(rows, shown, strict=True):
            blocks[start] = Block(text or "")


def _rows(blocks: list[Block], place: int, columns: int) -> Iterator[tuple[int, int]]:
    """The ranges of the rows from a place on, up to the next heads; one that holds a link is about somebody else."""
    while place < len(blocks) and blocks[place].opens and place + 1 < blocks[place].end <= place + columns:
        end = blocks[place].end
        if end > len(blocks):
            return  # of a page that is cut short
        if blocks[place + 1].is_heading or any(block.links for block in blocks[place:end]):
            return
        yield place, end
        place = end


def _read_places(blocks: list[Block], first: int, end: int) -> None:
    """Leaves of a table what its cells hold of places, right below the label over it: no hours, and no fax."""
    for index in range(_label_above(blocks, first) + 1, min(end, len(blocks))):
        text = without_link(blocks[index])
        if blocks[index].is_heading or not (place_in(text) or state_in(text)):
            blocks[index] = _NOTHING


def _is_announced(blocks: list[Block], first: int, field: str | None = None) -> bool:
    """Whether a known label, of a field or of any, stands over a table, with at most a remark between them."""
    above = blocks[_label_above(blocks, first)].text
    return is_label(above) and field in (None, label_of(Block(above)))


def _label_above(blocks: list[Block], first: int) -> int:
    """The place of the label that stands over a table, with at most a remark or a caption between them."""
    near = range(first - 1, max(-1, first - 1 - _NEAR), -1)
    return next((at for at in near if blocks[at].is_heading and is_label(blocks[at].text)), max(0, first - 1))


def _are_dated(rows: list[list[str]]) -> bool:
    """Whether all rows are a value, known for most of them, and the day of which it holds."""
    known = sum(len(row) == 2 and is_known(row[0]) and _DAY.fullmatch(row[1]) is not None for row in rows)
    return bool(rows) and known >= _MOST_KNOWN * len(rows) and all(len(row) == 2 for row in rows)


def _are_answered(rows: list[list[str]]) -> bool:
    """Whether all rows are a value, known for most of them, and an answer."""
    if len(rows) < 2 or not all(len(row) == 2 and len(row[1]) <= _LONGEST_ANSWER for row in rows):
        return False
    known = sum(is_known(value) for value, _ in rows)
    return known >= _MOST_KNOWN * len(rows) and all(yes_or_no("telehealth", row[1]) is not None for row in rows)


def _read_pairs(blocks: list[Block], first: int) -> None:
    """Reads a place whose parts each stand behind a label of their own, which begin at `first`."""
    told: dict[str, str] = {}
    asked: set[str] = set()
    place = first
    while place < len(blocks) and blocks[place].is_heading and (part := _part(blocks[place])) and part not in asked:
        asked.add(part)
        value = blocks[place + 1] if place + 1 < len(blocks) else _NOTHING
        is_value = bool(value.text) and not value.is_heading
        if is_value:
            told[part] = value.text
        place += 2 if is_value else 1
    if "state" in told and len(told) > 1:
        blocks[first + 1 : place] = [_NOTHING] * (place - first - 1)
        blocks[first] = structs.replace(blocks[first], text="City", end=place)
        blocks[first + 1] = Block(_place(list(told.values())) or "")


def _place(cells: list[str]) -> str | None:
    """The line of a place from its parts: the city stands before the state."""
    at = next((index for index, cell in enumerate(cells) if state_in(cell)), None)
    if at is None:
        return None
    if state_in("".join(cells[at + 1 : at + 2])):
        at += 1  # New York, New York
    zips = [cell for cell in cells[at + 1 :] if cell[:5].isdigit() and len(cell) >= 5]
    return " ".join([", ".join(cells[max(0, at - 1) : at + 1]), *zips[:1]])


def _part(head: Block) -> str | None:
    return _PARTS.get(head.text.lower().strip(" :"))
