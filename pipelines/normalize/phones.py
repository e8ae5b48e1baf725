"""Phones in E.164."""

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

_COUNTRY = "US"  # of numbers that do not say theirs
_LONGEST = 200
_FEWEST_DIGITS = 3  # 503-CALL-NOW


@lru_cache(maxsize=65_536)
def phone(shown: str) -> str | None:
    """The first valid number of a text; letters on the keys are understood, an extension is left out."""
    text = shown[:_LONGEST]
    if sum(char.isdigit() for char in text) < _FEWEST_DIGITS:
        return None
    number = _whole(text) or next((found.number for found in phonenumbers.PhoneNumberMatcher(text, _COUNTRY)), None)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else None


def _whole(text: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, _COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
