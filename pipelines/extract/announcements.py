"""The lines of a page that announce something: labels over, beside or within what they announce."""

import re
from collections.abc import Set

import msgspec
from msgspec import Struct

from pipelines.extract.blocks import Block
from pipelines.extract.items import FIRST_ICON, is_other_price, without_icons
from pipelines.extract.labels import (
    IGNORED,
    LONGEST_LABEL,
    OWNERS,
    Line,
    by_pattern,
    by_word,
    denies,
    is_remark,
    is_transparent,
    known,
    line_of,
    words_in,
)
from pipelines.extract.lines import plain_line
from pipelines.vocabulary import ANSWERED, is_marked

_LONGEST_HEADING = 60  # that speaks of the owner by name
_A_HABIT = 3  # known labels before colons: then the page is written so, and an unknown one is no sentence
LISTS = ("approaches", "issues", "insurance", "languages", "ages")
SURE = ("languages", "ages", "insurance")  # told by values alone behind a colon
_BRIEF = (*SURE, *ANSWERED, "fees", "phone")  # told in a few words
_RUN_ON_LABEL = re.compile(r"(?:^|[.;|·•,]\s+|(?<=\d)\s+)([A-Z][\w/&'’-]*(?: [\w/&'’-]+){0,4}):\s")
_DASH = re.compile(r"\s+[—–|=-]\s+")  # between a label and its value; a formula begins without a blank
_ENDS = ".!?…"
_MOST_LABEL_WORDS = 3
SEVERAL = 2


class Announcement(Struct, frozen=True):
    """A label: the field, None for one that is unknown, and the value that stands beside it.

    A line may hold several labels with their values, which are `more`. A line that merely holds a telling word is not
    sure to be a label of that field.
    """

    field: str | None
    beside: Block | None = None
    more: tuple[tuple[str, Block], ...] = ()
    is_sure: bool = True


UNKNOWN = Announcement(None)
BOUNDARY = Announcement(IGNORED)


def announcements(blocks: list[Block], owner: Set[str]) -> list[Announcement | None]:
    """What each of the blocks announces; `owner` are the words of the name of the page's owner."""
    blocks = [_without_icon(block) if block.text[:1] >= FIRST_ICON else block for block in blocks]
    lines = [line_of(block.text) for block in blocks]
    with_colons = sum(line.is_known_before for line in lines) >= _A_HABIT
    return [
        _unless_denied(block, line, _announced(block, line, owner, with_colons=with_colons))
        if block.text and (block.is_heading or block.opens or block.parts or not line.is_value)
        else None
        for block, line in zip(blocks, lines, strict=True)
    ]


def _unless_denied(block: Block, line: Line, found: Announcement | None) -> Announcement | None:
    """The announcement, of nothing where its label says what somebody has not."""
    if found is None or found.field not in (*LISTS, None) or found.more:
        return found
    label = line.before or ("" if found.beside else block.text)
    return BOUNDARY if denies(label) else found


def _without_icon(block: Block) -> Block:
    """A line without the sign of an icon before it, which may stand in an element of its own."""
    text = without_icons(block.text)
    if not text:
        return block
    parts = tuple(filter(None, map(without_icons, block.parts)))
    lead = without_icons(block.lead) or (_first_label(text) if block.lead else "")
    return msgspec.structs.replace(block, text=text, lead=lead, parts=parts)


def _first_label(text: str) -> str:
    """The label that a line opens with, where no lower case goes on with it; "" where there is none."""
    words = text.split()
    openings = (" ".join(words[:count]) for count in range(min(_MOST_LABEL_WORDS, len(words) - 1), 0, -1))
    found = next((opening for opening in openings if known(opening)), "")
    return "" if text[len(found) :].strip()[:1].islower() else found


def _announced(block: Block, line: Line, owner: Set[str], *, with_colons: bool) -> Announcement | None:
    text, before = block.text, line.before
    is_short = 0 < len(text) <= (_LONGEST_HEADING if block.is_heading else LONGEST_LABEL)
    if line.is_value and not block.is_heading and len(block.parts) < SEVERAL:
        return UNKNOWN if is_short and block.opens and not block.links and text[-1] not in _ENDS else None
    if found := _before_value(block, before, owner):
        return found
    if field := _whole_label(text, owner, is_short=is_short):
        if is_jump(block) or (field != "about" and not block.is_heading and " " in text and text[-1] == "."):
            return None
        return Announcement(field, block if field == "website" and block.links else None)
    if block.is_button or is_transparent(text):
        return None
    if len(block.parts) > 1 and len(labelled := _labelled_parts(block)) > 1:
        return Announcement(*labelled[0], more=labelled[1:])
    if before is not None and (field := known(before)):
        return Announcement(field, _beside(block, len(before) + 1))
    if 0 < len(block.lead) <= LONGEST_LABEL and len(block.lead) < len(text) and (field := known(block.lead)):
        return Announcement(field, _beside(block, len(block.lead)))
    if unsure := _unsure(block, before if with_colons else None, owner):
        return unsure
    return _unknown(block, before, is_short=is_short, with_colons=with_colons)


def _whole_label(text: str, owner: Set[str], *, is_short: bool) -> str | None:
    """The field of the label that a line is; one that names the owner may be long. A mark behind a label answers it."""
    if is_marked(text):
        return None
    if is_short:
        return known(text) or by_pattern(text, owner)
    return by_pattern(text, owner, is_named=True) if len(text) <= _LONGEST_HEADING else None


def _unknown(block: Block, before: str | None, *, is_short: bool, with_colons: bool) -> Announcement | None:
    """A line that may be a label nobody knows, with what stands beside it where the page is written with colons."""
    text = block.text
    if with_colons and before is not None and block.lead.rstrip(" :") == before:
        return Announcement(None, value) if (value := _beside(block, len(before) + 1)) else None
    is_line = is_short and block.opens and before in (None, text[:-1]) and text[-1] not in _ENDS and not block.links
    return UNKNOWN if block.is_heading or is_line else None


def _before_value(block: Block, before: str | None, owner: Set[str]) -> Announcement | None:
    """The known label, or the several ones, that stand before colons with values behind them."""
    if before is None:
        return _in_remark(block, owner) if is_remark(block.text) else None
    if block.text.count(":") > 1 and len(several := _run_in(block, owner)) > 1:
        return Announcement(*several[0], more=several[1:])
    field = (known(before) or by_pattern(before, owner)) if len(before) + 1 < len(block.text) else None
    return Announcement(field, _beside(block, len(before) + 1)) if field else None


def _unsure(block: Block, before: str | None, owner: Set[str]) -> Announcement | None:
    """The label that a line before a colon, or a heading, is by a telling word; "about" also names the owner."""
    if before is not None and (field := by_word(before)) and field != "about":
        return Announcement(field, _beside(block, len(before) + 1), is_sure=False)
    is_heading = block.is_heading and len(block.text) <= LONGEST_LABEL and not block.text.endswith("?")
    field = by_word(block.text) if is_heading else None
    if field == "fees" and is_other_price(block.text):
        return BOUNDARY
    if field is None or (field == "about" and (owner | OWNERS).isdisjoint(words_in(block.text))):
        return None
    return Announcement(field, is_sure=False)


def _in_remark(block: Block, owner: Set[str]) -> Announcement | None:
    """The labels with their values behind a sentence: "Calls are free. Sliding scale: yes. Languages: English."."""
    found = _run_in(block, owner)
    is_brief = bool(found) and all(field in _BRIEF for field, _ in found)
    return Announcement(*found[0], more=found[1:]) if is_brief else None


def _labelled_parts(block: Block) -> tuple[tuple[str, Block], ...]:
    """The elements of a line that begin with labels of their own: "Office Salem, OR", "Telephone 503-555-0142"."""
    found: list[tuple[str, Block]] = []
    for part in block.parts:
        words = part.split()
        for count in range(min(_MOST_LABEL_WORDS, len(words) - 1), 0, -1):
            if field := known(" ".join(words[:count])):
                links = tuple(node for node in block.links if plain_line(node.text()) in part)
                found.append((field, Block(" ".join(words[count:]).strip(" :–—-"), links=links)))
                break
    return tuple(found)


def _run_in(block: Block, owner: Set[str]) -> tuple[tuple[str, Block], ...]:
    """The labels before colons that run on in one line: "Fee: $90. Languages: English"."""
    text = block.text
    labels = [
        (found, field)
        for found in _RUN_ON_LABEL.finditer(text)
        if (field := known(found[1]) or by_pattern(found[1], owner))
    ]
    if not labels:
        return ()
    ends = [*(found.start() for found, _ in labels[1:]), len(text)]
    values = [
        (field, text[found.end() : end].strip(" .;|·•,")) for (found, field), end in zip(labels, ends, strict=True)
    ]
    return tuple(
        (field, Block(value, links=tuple(node for node in block.links if plain_line(node.text()) in value)))
        for field, value in values
        if value
    )


def _beside(block: Block, start: int) -> Block | None:
    """What stands behind a label on its line."""
    dash = _DASH.match(block.text, start - 1)
    shown = block.text[dash.end() if dash else start :].strip(" :")
    value = shown.strip(" –—-:") or shown  # a dash alone is the value that there is none
    parts = block.parts[1:] if len(block.parts) > 2 else ()
    return msgspec.structs.replace(block, text=value, lead="", parts=parts) if value else None


def is_jump(block: Block) -> bool:
    """Whether a line only leads to another part of its page: a table of contents names labels and is none."""
    if not block.links or block.is_heading or block.is_button:
        return False
    return all((node.attrs.get("href") or "").startswith("#") for node in block.links)
