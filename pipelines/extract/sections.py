"""Labelled sections of a profile page, in any order and markup."""

import re
from functools import cache
from importlib.resources import files

import yaml

from pipelines.extract.blocks import Block

_LONGEST_LABEL = 40
_MOST_BLOCKS = 80
_A_HABIT = 3  # known labels before colons: then the page is written so, and an unknown one is no sentence


def sections(blocks: list[Block]) -> dict[str, list[str]]:
    """Field -> the blocks under its label, the first label of a field counting.

    A label is a known line, or stands before a colon; its section ends at the next label or heading. A heading that
    merely holds a telling word is a label too, and so is such a line before a colon where the page is written so.
    """
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    with_colons = sum(_known(block.text.partition(":")[0]) is not None for block in blocks if ":" in block.text)
    for block in blocks:
        name, value = _label(block, with_colons=with_colons >= _A_HABIT)
        if name is not None:
            current = found.setdefault(name, [])
            if value:
                current.append(value)
                current = None if not block.is_heading else current
        elif block.is_heading:
            current = None
        elif current is not None and len(current) < _MOST_BLOCKS:
            current.append(block.text)
    return {name: values for name, values in found.items() if values}


def items(values: list[str]) -> list[str]:
    """The single values of a list section: one a block, or several on a line between commas or dots."""
    parts = [part.strip(" .;") for value in values for part in re.split(r"[,;•·|]|\s/\s", value)]
    return list(dict.fromkeys(part for part in parts if part and len(part) <= 120))


def _label(block: Block, *, with_colons: bool) -> tuple[str | None, str | None]:
    before, colon, after = block.text.partition(":")
    if colon and (name := _known(before) or (_by_word(before) if with_colons else None)):
        return name, after.strip() or None
    return _known(block.text) or (_by_word(block.text) if block.is_heading else None), None


def _known(text: str) -> str | None:
    return _labels().get(_key(text)) if len(text) <= _LONGEST_LABEL else None


def _by_word(text: str) -> str | None:
    words = _key(text).split() if len(text) <= _LONGEST_LABEL else []
    return next((name for word, name in _words().items() if word in words), None)


def _key(text: str) -> str:
    return re.sub(r"[^\w\s-]", " ", text).lower().replace("&", "and").strip().replace("  ", " ")


@cache
def _labels() -> dict[str, str]:
    return {label: name for name, labels in _data()["labels"].items() for label in labels}


@cache
def _words() -> dict[str, str]:
    return {word: name for name, words in _data()["words"].items() for word in words}


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return dict(yaml.safe_load(files(__package__).joinpath("labels.yaml").read_text(encoding="utf-8")))
