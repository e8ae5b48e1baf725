"""Single values of a profile: phones, fees, web addresses, yes or no, names from known lists."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
import yaml
from price_parser import Price

from index_config.folding import fold

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_HIGHEST_FEE = 5_000  # above this a number on a fee line is no fee of one session


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


@lru_cache(maxsize=65_536)
def phone(shown: str) -> str | None:
    """The number in E.164 when it is a possible and valid American one (or carries its country)."""
    try:
        number = phonenumbers.parse(shown, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4_096)
def fees(shown: str) -> tuple[float, float, str] | None:
    """(lowest, highest, currency code) of a fee line such as "$120 - $180"; None when it holds no fee."""
    parts = [Price.fromstring(part) for part in shown.translate(_DASHES).replace(" to ", "-").split("-")[:2]]
    amounts = [found for part in parts if (found := part.amount_float) is not None and 0 < found <= _HIGHEST_FEE]
    currencies = {part.currency for part in parts if part.currency}
    if not amounts or currencies - {"$", "USD", "US$"}:
        return None
    return min(amounts), max(amounts), "USD"


def website(shown: str | None) -> str | None:
    """An http(s) address without credentials, or None. A bare host gets https."""
    if not shown:
        return None
    text = shown.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    plain = text.isprintable() and " " not in text and len(text) <= 2_000
    if parts.scheme not in ("http", "https") or not host or "." not in host or parts.username or not plain:
        return None
    return text
