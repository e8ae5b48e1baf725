"""Labelled sections of a profile page, in any order and markup."""

import re
from functools import cache
from importlib.resources import files

import yaml

from pipelines.extract.blocks import Block

_LONGEST_LABEL = 40
_MOST_BLOCKS = 80


def sections(blocks: list[Block]) -> dict[str, list[str]]:
    """Field -> the blocks under its label, the first label of a field counting.

    A label is a known word or two on a line of its own, or before a colon; its section ends at the next label
    or heading.
    """
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for block in blocks:
        name, value = _label(block)
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


def _label(block: Block) -> tuple[str | None, str | None]:
    before, colon, after = block.text.partition(":")
    if colon and len(before) <= _LONGEST_LABEL and (name := _labels().get(_key(before))):
        return name, after.strip() or None
    if len(block.text) <= _LONGEST_LABEL and (name := _labels().get(_key(block.text))):
        return name, None
    return None, None


def _key(text: str) -> str:
    return re.sub(r"[^\w\s-]", " ", text).lower().replace("&", "and").strip().replace("  ", " ")


@cache
def _labels() -> dict[str, str]:
    data = yaml.safe_load(files(__package__).joinpath("labels.yaml").read_text(encoding="utf-8"))
    return {word: name for name, words in data.items() for word in words}
