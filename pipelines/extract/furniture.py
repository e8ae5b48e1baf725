"""Lines of an approach page that are the site's, not an author's: boilerplate.yaml."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from pipelines.data import read_yaml
from pipelines.extract.author_lines import credentialed, may_be_name, opens_with_person, reading_of
from pipelines.extract.blocks import DASHES, Block
from pipelines.extract.lines import plain_line

_DOTS = re.compile(r"\s*(?:…|\.\.\.)\s*$")
_LONGEST_BUTTON = 40
_MOST_TIMES = 4
_LONGEST_HEADING = 100
_LONGEST_COUNT = 160
_CACHED = 16_384  # lines of menus: they come again on every page


def kept_blocks(blocks: Sequence[Block]) -> list[int]:
    """The indexes of the blocks that are no known buttons, links to profiles or counts, and that show a letter."""
    return [
        index
        for index, block in enumerate(blocks)
        if block.is_title
        or not (
            (len(block.text) <= _LONGEST_COUNT and _is_of_site(block.text, is_heading=block.is_heading))
            or (block.is_button and len(block.text) <= _LONGEST_BUTTON and not _opens_card(block))
            or not (block.text.startswith(DASHES) or any(map(str.isalnum, block.text)))
        )
    ]


def _opens_card(block: Block) -> bool:
    """Whether a button may open somebody's words: it names one with a title, letters or more, or opens an element."""
    text = block.text
    if any(reading_of(run).title for run in (text, *block.runs)) or credentialed(text):
        return True
    return opens_with_person(text) and (block.opens or not may_be_name(text))


def without_repeated(blocks: Sequence[Block], kept: Sequence[int], *, names: bool) -> list[int]:
    """The indexes without short lines that come again and again and tell nobody's title or place.

    A heading stays that only links repeat, as a table of contents does.
    `names`: a name may come again, as in slides that go round.
    """
    counts = Counter(blocks[index].text for index in kept)
    headings = Counter(blocks[index].text for index in kept if blocks[index].is_heading)
    return [
        index
        for index in kept
        for block in [blocks[index]]
        if counts[block.text] == 1
        or (block.is_heading and headings[block.text] == 1)
        or len(block.text) > _LONGEST_BUTTON
        or block.is_title
        or reading_of(words_of(block)).tells_something
        or (names and counts[block.text] <= _MOST_TIMES and may_be_name(block.text))
    ]


def names_section(text: str, table: str) -> bool:
    """Whether a line is one of a table of headings, or opens like one."""
    return len(text) <= _LONGEST_HEADING and _heading(table).match(key_of(text)) is not None


def key_of(text: str) -> str:
    """A line as the tables compare it."""
    return text.replace("’", "'").strip(" .:!?»›→…").lower()


def is_listed(text: str, table: str) -> bool:
    """Whether a line is one of a table of lines."""
    return key_of(text) in rules()[table]


def words_of(block: Block) -> str:
    """The text of a block without the link at its end that leads to the rest of it, and the dots before that link."""
    shown = plain_line(block.links[-1].text()) if block.links else ""
    is_button = bool(shown) and block.text.endswith(shown) and is_listed(shown, "furniture")
    return _DOTS.sub("", block.text.removesuffix(shown)).rstrip() if is_button else block.text


@lru_cache(maxsize=_CACHED)
def _is_of_site(text: str, *, is_heading: bool) -> bool:
    """Whether a short line is a button, or says how many are shown or in which order."""
    key = key_of(text)
    goes_on = len(text) <= _LONGEST_BUTTON and text[-1] not in ".!?" and key.startswith(openings("furniture_openings"))
    return goes_on or key in rules()["furniture"] or not (is_heading or _counts().match(key) is None)


@cache
def rules() -> dict[str, Any]:
    """What stands in boilerplate.yaml."""
    return dict(read_yaml(__package__, "boilerplate.yaml"))


@cache
def _heading(table: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(rules()[table])})\b")


@cache
def _counts() -> re.Pattern[str]:
    data = rules()
    people, order = (f"\\b(?:{data[name]})\\b" for name in ("count_people", "count_orders"))
    return re.compile("|".join(data["counts"]).format(people=people, order=order))


@cache
def openings(table: str) -> tuple[str, ...]:
    """What lines of a table open with, each with a blank behind it."""
    return tuple(f"{opening} " for opening in rules()[table])
