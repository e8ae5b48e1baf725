"""Which blocks of a profile are about its owner: other therapists and the site itself are on every page."""

import re
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pipelines.data import read_yaml
from pipelines.extract.blocks import Block
from pipelines.extract.described import SHORTEST_SITE, letters_of, site_of
from pipelines.extract.labels import is_label, label_of

_NOTHING = Block("", is_heading=True)
_LONGEST = 60  # letters of a line that announces others
_SHORTEST_BOX = 4  # letters of a mail box that tell whose it is
_BOX_ENDS = re.compile(r"[\s:<(|,;._-]")
_FEWEST_LABELS = 2
_FARTHEST = 200  # blocks behind a remark in which its owner's labels are looked for
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_NUMBER = re.compile(r"\w+=(\d{2,})")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_LONGEST_FOOT = 8  # lines before a copyright
_CACHED = 16_384


class _Address(NamedTuple):
    """The steps of an address, and the number that stands in it for a record: member.php?id=204."""

    steps: list[str]
    number: str


def own_blocks(blocks: list[Block], start: int, url: str) -> list[Block]:
    """The blocks, those about other therapists or the site replaced by empty headings.

    From the block `start` on, where the owner is named, these begin with a line that announces others, with a link to a
    page whose address is like this one's, with the name of the site or a mail address of its host, and end with the
    element in which they do; a remark about the site between the facts is nothing but itself. Before `start`, what
    consists of links is a menu. Where the block `start` heads a list of therapists, none behind it is anybody's own.
    """
    if start < len(blocks) and _list().match(blocks[start].text):
        return [*blocks[:start], *[_NOTHING] * (len(blocks) - start)]
    own = [_NOTHING if _is_menu(block) else block for block in blocks[:start]] + blocks[start:]
    host = urlsplit(url).hostname or ""
    mail, site, own_address = f"@{host.removeprefix('www.')}" if host else "\n", site_of(host), _address(url)
    owner = letters_of(blocks[start].text) if start < len(blocks) else ""
    heading = free = start
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if index < free:
            continue
        if block.is_heading:
            heading = index
        end = block.end
        if len(block.text) <= _LONGEST and _announces_others(block.text):
            first = index
        elif _is_of_site(block, blocks[index - 1], mail, site, owner):
            first = _foot(blocks, index, heading) if _COPYRIGHT.match(block.text) else index
            end = index + 1 if _is_remark(blocks, index) else end
        elif block.links and any(_is_like(node.attrs.get("href") or "", own_address) for node in block.links):
            first = heading if heading > start and blocks[heading].end > index else index
            end = blocks[first].end
        else:
            continue
        free = min(max(end, index + 1), len(blocks))
        own[first:free] = [_NOTHING] * (free - first)
    return own


def _foot(blocks: list[Block], index: int, heading: int) -> int:
    """The first line of the foot that a copyright ends: the few ones of its element, none of which is a heading."""
    for first in range(index - 1, max(heading, index - _LONGEST_FOOT), -1):
        if blocks[first].opens and blocks[first].end > index:
            return first
    return index


def _is_remark(blocks: list[Block], index: int) -> bool:
    """Whether a sentence about the site, or a copyright, ends an element, or has the owner's labels behind it there."""
    is_spoken = _SENTENCE.search(blocks[index].text) or _COPYRIGHT.match(blocks[index].text)
    if blocks[index].is_heading or not is_spoken:
        return False
    behind = blocks[index + 1 : min(blocks[index].end, index + _FARTHEST)]
    labels = (one for one in behind if one.is_heading and not one.links and is_label(one.text))
    return blocks[index - 1].end == index + 1 or len(list(islice(labels, _FEWEST_LABELS))) == _FEWEST_LABELS


def announces_others(line: str) -> bool:
    """Whether a line announces other therapists, or what else the site has."""
    return len(line) <= _LONGEST and _announces_others(line)


def leads_to_others(block: Block, url: str) -> bool:
    """Whether a link of a block leads to a page whose address is like that of this page."""
    own = _address(url)
    return any(_is_like(node.attrs.get("href") or "", own) for node in block.links)


def _is_menu(block: Block) -> bool:
    return bool(block.links) and (len(block.parts) > 0 or block.lead == block.text)


def _is_of_site(block: Block, before: Block, mail: str, site: str, owner: str) -> bool:
    """Whether a line opens with the site's name, or holds a mail address of its host that stands under no label.

    An address that begins with a word of the owner's name is the owner's.
    """
    text = block.text
    if mail in text:
        box = letters_of(_BOX_ENDS.split(text[: text.index(mail)])[-1])[:_SHORTEST_BOX]
        is_owners = len(box) == _SHORTEST_BOX and box in owner
        return not (is_owners or (is_label(before.text) and " " not in text))
    if (opened := _COPYRIGHT.match(text)) and owner:
        words = map(letters_of, text[opened.end() :].split())
        return not any(len(word) >= _SHORTEST_BOX and word in owner for word in words)
    if text[:1].lower() in _callers_first() and (called := _callers().match(text)):
        text = text[called.end() :]
    if text[:1].lower() != site[:1] or len(site) < SHORTEST_SITE or block.is_title:
        return False
    if before.opens and label_of(before) == "organization":
        return False
    return letters_of(text[: 2 * len(site)]).startswith(site)


def _is_like(address: str, own: _Address) -> bool:
    """Whether an address has the steps of the page's own but for the last ones, or the number, which name somebody.

    One that holds the last step of the page's own leads to a form about the same one.
    """
    if (len(own.steps) < 2 and not own.number) or address.startswith(("#", "mailto:", "tel:", "javascript:")):
        return False
    other = _address(address)
    if own.number:
        return other.steps[-1:] == own.steps[-1:] and other.number not in ("", own.number)
    steps = other.steps
    is_beside = len(steps) == len(own.steps) and steps[0] == own.steps[0] and steps[-1] != own.steps[-1]
    return is_beside and own.steps[-1] not in address.partition("?")[2]


def _address(address: str) -> _Address:
    try:
        parts = urlsplit(address)
    except ValueError:
        return _Address([], "")
    number = _NUMBER.fullmatch(parts.query)
    return _Address([step for step in parts.path.split("/") if step], number[1] if number else "")


@lru_cache(maxsize=_CACHED)
def _announces_others(line: str) -> bool:
    small = line.lower()
    return small.startswith(_lines()) or (small.startswith(_first()) and _others().match(line) is not None)


@cache
def _lines() -> tuple[str, ...]:
    return tuple(_data()["lines"])


@cache
def _first() -> tuple[str, ...]:
    return tuple(_data()["first"])


@cache
def _others() -> re.Pattern[str]:
    first, people = ("|".join(_data()[name]) for name in ("first", "people"))
    return re.compile(
        rf"(?:{first})(?:\s+\S+){{0,3}}?\s+(?:{people})(?:\s+(?:in|near|nearby|you)\b.*)?$", re.IGNORECASE
    )


@cache
def _callers() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_data()['callers'])})\s+", re.IGNORECASE)


@cache
def _callers_first() -> frozenset[str]:
    return frozenset(caller[0] for caller in _data()["callers"])


@cache
def _list() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_data()['lists'])})\s+(?:in|near)\b", re.IGNORECASE)


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "labels.yaml")["others"])
