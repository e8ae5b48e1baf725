"""Labelled sections of a profile page, in any order and markup."""

import re
from functools import cache, lru_cache
from importlib.resources import files

import yaml
from msgspec import Struct

from pipelines.extract.blocks import Block, is_formula

_LONGEST_LABEL = 40
_LONGEST_ANNOUNCEMENT = 60
_MOST_BLOCKS = 80
_SHORTEST_PROSE = 120
_IGNORED = "ignored"  # the labels that announce nothing we keep
_TICK = re.compile(r"^[✓✔☑✅▪●○‣◦▸►*–—-]\ufe0f?\s*")
_ITEM_ENDS = re.compile(r"[,;•·|]|\s/\s")
_LONGEST_ITEM = 120
_CROSSES = "✗✘☐☒❌×"
_CACHED = 16_384  # lines: those of a site's menus and labels come on every page
_A_HABIT = 3  # known labels before colons: then the page is written so, and an unknown one is no sentence


class Sections(Struct, frozen=True):
    """Field -> the blocks under its label, and field -> that label as shown; the first label of a field counts."""

    values: dict[str, list[str]]
    labels: dict[str, str]


def sections(blocks: list[Block]) -> Sections:
    """The labelled sections of a page.

    A label is a known line, or stands before a colon; its section ends at the next label or heading. A heading that
    merely holds a telling word is a label too, and so is such a line before a colon where the page is written so.
    """
    found: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    current: list[str] | None = None
    befores = _before_colons(blocks)
    known = sum(_known(befores[block.text]) is not None for block in blocks if block.text in befores)
    with_colons = known >= _A_HABIT
    for block in blocks:
        text = block.text
        name = _known(text) if len(text) <= _LONGEST_LABEL else None
        value = ""
        if text in befores:
            before = befores[text]
            if named := _known(before) or (_by_word(before) if with_colons else None):
                name, value = named, text[len(before) + 1 :].strip()
        if name is None and block.is_heading and len(text) <= _LONGEST_LABEL:
            name = _by_word(text)
        if name is not None:
            current = found.setdefault(name, [])
            labels.setdefault(name, text)
            if value:
                if value not in current:
                    current.append(value)
                current = current if block.is_heading else None
        elif block.is_heading:
            current = None
        elif current is not None and len(current) < _MOST_BLOCKS and text not in current:
            current.append(text)  # a page may show a section twice, for small screens and large ones
    values = {name: values for name, values in found.items() if values and name != _IGNORED}
    return Sections(values, labels)


def prose(blocks: list[Block]) -> str | None:
    """The paragraphs under the first heading of no known label that has running text under it."""
    kept: list[str] = []
    is_open = False
    for block in blocks:
        label = _known(block.text) if len(block.text) <= _LONGEST_LABEL else None
        if block.is_heading or label:
            if any(len(text) >= _SHORTEST_PROSE for text in kept):
                break
            kept, is_open = [], not (label or block.is_title or _by_word(block.text))
        elif is_open:
            kept.append(block.text)
    return "\n\n".join(kept) if any(len(text) >= _SHORTEST_PROSE for text in kept) else None


def items(values: list[str]) -> list[str]:
    """The single values of a list section: one a block, or several on a line between commas or dots.

    Marks of a list are no part of them, and what is marked as left out is none of them.
    """
    return list(dict.fromkeys(part for value in values for part in _parts(value)))


@lru_cache(maxsize=_CACHED)
def _parts(value: str) -> tuple[str, ...]:
    parts = [part.strip(" .;") for part in _ITEM_ENDS.split(value)]
    named = [part if part[0].isalnum() else _TICK.sub("", part) for part in parts if part and part[0] not in _CROSSES]
    return tuple(part for part in named if 0 < len(part) <= _LONGEST_ITEM and not is_formula(part))


def own_blocks(blocks: list[Block], start: int, host: str) -> list[Block]:
    """The blocks up to those about other therapists or the site.

    From the block `start` on, these begin with a line that announces other therapists or with a mail address of the
    page's own host. Where the block `start` heads a list of therapists, none behind it is anybody's own.
    """
    if start < len(blocks) and _list().match(blocks[start].text):
        return blocks[:start]
    mail = f"@{host.removeprefix('www.')}" if host else "\n"  # which no block holds
    for index, block in enumerate(blocks[start:], start=start):
        text = block.text
        if mail in text or (len(text) <= _LONGEST_ANNOUNCEMENT and _announces_others(text)):
            return blocks[:index]
    return blocks


@lru_cache(maxsize=_CACHED)
def _announces_others(line: str) -> bool:
    return line.lower().startswith(_others_first()) and _others().match(line) is not None


def _before_colons(blocks: list[Block]) -> dict[str, str]:
    """Text of a block -> what stands before its colon, where that can be a label."""
    ends = ((block.text, block.text.find(":", 0, _LONGEST_LABEL + 1)) for block in blocks if ":" in block.text)
    return {text: text[:end] for text, end in ends if end > 0}


@lru_cache(maxsize=_CACHED)
def _known(text: str) -> str | None:
    return _labels().get(_key(text))


@lru_cache(maxsize=_CACHED)
def _by_word(text: str) -> str | None:
    words = _key(text).split()
    if _words().keys().isdisjoint(words):
        return None
    return next(name for word, name in _words().items() if word in words)


def _key(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]", " ", text.lower().replace("&", " and ")).split())


@cache
def _labels() -> dict[str, str]:
    return {label: name for name, labels in _data()["labels"].items() for label in labels}


@cache
def _words() -> dict[str, str]:
    return {word: name for name, words in _data()["words"].items() for word in words}


@cache
def _others_first() -> tuple[str, ...]:
    return tuple(_data()["others"]["first"])


@cache
def _others() -> re.Pattern[str]:
    first, people = ("|".join(_data()["others"][name]) for name in ("first", "people"))
    return re.compile(
        rf"(?:{first})(?:\s+\S+){{0,3}}?\s+(?:{people})(?:\s+(?:in|near|nearby|you)\b.*)?$", re.IGNORECASE
    )


@cache
def _list() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_data()['others']['lists'])})\s+(?:in|near)\b", re.IGNORECASE)


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return dict(yaml.safe_load(files(__package__).joinpath("labels.yaml").read_text(encoding="utf-8")))
