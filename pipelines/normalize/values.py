"""Single values of a profile: yes or no, names from known lists."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from index_config.folding import fold


@cache
def _values() -> dict[str, Any]:
    return dict(yaml.safe_load(files(__package__).joinpath("values.yaml").read_text(encoding="utf-8")))


@cache
def _names(table: str) -> dict[str, str]:
    return {_key(word): name for name, words in _values()[table].items() for word in [name, *words]}


@cache
def _words(table: str) -> set[str]:
    return {_key(word) for word in _values()[table]}


def _key(shown: str) -> str:
    return " ".join(re.findall(r"\w+", fold(shown)))


def known_names(table: str, shown: list[str]) -> list[str]:
    """The values as shown, known ones under their usual name; `table` is a table of values.yaml."""
    names = _names(table)
    return list(dict.fromkeys(names.get(_key(value), value) for value in shown))


def without_dots(credentials: list[str]) -> list[str]:
    """Ph.D. and PhD are one."""
    return list(dict.fromkeys(code.replace(".", "") for code in credentials))


def yes_or_no(shown: str | None) -> bool | None:
    """True or False for words that mean it, None for all others."""
    if shown is None:
        return None
    word = _key(shown)
    if word in _words("no"):
        return False
    return True if word in _words("yes") else None
