"""The words of names, by their tables (names.yaml)."""

from functools import cache
from typing import Any

from pipelines.data import read_yaml


def bare_word(word: str) -> str:
    """A word in capitals, without dots and what parts it from the next."""
    return word.replace(".", "").strip(",; ").upper()


@cache
def name_data() -> dict[str, Any]:
    """What stands in names.yaml."""
    return dict(read_yaml(__package__, "names.yaml"))


@cache
def known_words(table: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(name_data()[table])


@cache
def known_letters(table: str) -> frozenset[str]:
    """The letters of a table, in capitals."""
    return frozenset(word.upper() for word in name_data()[table])
