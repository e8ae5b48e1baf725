"""Phones in E.164."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from pipelines.data import read_yaml

_COUNTRY = "US"  # of numbers that do not say theirs
_LONGEST = 200
_FEWEST_DIGITS = 3  # 503-CALL-NOW
_DOTS = str.maketrans("·•‧∙", "----")


@lru_cache(maxsize=65_536)
def phone(shown: str) -> str | None:
    """The first valid number of a text; letters on the keys are understood, an extension is left out.

    The number of a fax or of a license, and a line for people in a crisis, is none.
    """
    text = shown[:_LONGEST].translate(_DOTS)
    if sum(char.isdigit() for char in text) < _FEWEST_DIGITS:
        return None
    numbers = (phonenumbers.format_number(number, PhoneNumberFormat.E164) for number in _numbers(text))
    return next((number for number in numbers if number not in _data()["hotlines"]), None)


def _numbers(text: str) -> Iterator[PhoneNumber]:
    whole = None if _other().search(text) else _whole(text)
    if whole:
        yield whole
        return
    end = 0
    for found in phonenumbers.PhoneNumberMatcher(text, _COUNTRY):
        before, end = text[end : found.start], found.end
        if not _other_before().search(before) and not _other_behind().match(text[end:]):
            yield found.number


def _whole(text: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, _COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "phones.yaml"))


@cache
def _other() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['others'])}|f:)", re.IGNORECASE)


@cache
def _other_before() -> re.Pattern[str]:
    """Fax: 503-555-0149; License no. 5035550149; F: 503-555-0149."""
    return re.compile(
        rf"\b(?:(?:{'|'.join(_data()['others'])})\b[\s.:#(-]*(?:(?:number|no|is|at)\b[\s.:#(]*)?|f\s?:\s*\(?)$",
        re.IGNORECASE,
    )


@cache
def _other_behind() -> re.Pattern[str]:
    """503-555-0149 (fax)."""
    return re.compile(rf"\s*[(\[]?\s*(?:{'|'.join(_data()['others'])})\b(?!\s*[:#])", re.IGNORECASE)
