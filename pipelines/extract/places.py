"""The place of an attribution: `CITY, ST`, with everything that people put into the city."""

import re
from functools import cache
from importlib.resources import files

import us
import yaml
from msgspec import Struct


class Place(Struct, frozen=True, kw_only=True):
    """What a place line says, and the text glued behind it."""

    city: str | None = None
    state: str | None = None
    zip: str | None = None
    rest: str = ""


STATES = {state.abbr: state.name for state in [*us.states.STATES, us.states.DC, *us.states.TERRITORIES]}

_ZIP = re.compile(r"[\s,]*\b(\d{5})(?:-\d{4})?$")
_FARTHEST = 120  # a state further behind " in " belongs to a sentence
_LONGEST_CITY = 40
_MOST_WORDS = 5


def split_place(text: str) -> Place | None:
    """The place at the start of `text` (what follows " in "); None when it does not look like one.

    The state is the first pair of capitals of the fixed set behind a comma at which the text ends or something
    is glued; behind an empty state, what follows the comma without a blank is glued.
    """
    for comma in _commas(text):
        after = text[comma + 1 :].lstrip(" ")
        state, rest = after[:2], after[2:]
        if state in STATES and (not rest.strip(" .") or is_glued(rest)):
            return _place(text[:comma], state, rest if is_glued(rest) else "")
    for comma in _commas(text):
        rest = text[comma + 1 :]
        if not rest.strip(" .") or is_glued(rest):
            return _place(text[:comma], None, rest if is_glued(rest) else "")
    if "," not in text and len(text) <= _LONGEST_CITY and text[:1].isupper():
        return _place(text, None, "")
    return None


def is_glued(rest: str) -> bool:
    """Whether a text stands right behind another without a blank: the next statement of flattened pages."""
    return rest[:1].isalnum() or rest[:1] in "\"'“‘«([#$*•_¿¡"


def mend_city(city: str) -> str:
    """MARIETTA -> Marietta, Long Island city -> Long Island City; nothing but the case is touched."""
    words = city.split()
    shouted = city.isupper() and (len(city) > 3 or any(letter in "AEIOU" for letter in city[1:2]))
    small = _words("small")
    return " ".join(
        word if (index and word.lower() in small and not shouted) else _mended(word, shouted=shouted)
        for index, word in enumerate(words)
    )


def _mended(word: str, *, shouted: bool) -> str:
    if shouted:
        return "".join(part[:1].upper() + part[1:].lower() for part in re.split(r"(?<=[-'’.])", word))
    return word[:1].upper() + word[1:]


def _commas(text: str) -> list[int]:
    return [index for index, letter in enumerate(text[:_FARTHEST]) if letter == ","]


def _place(shown: str, state: str | None, rest: str) -> Place:
    city, zip_code = shown.strip(" ,."), None
    if found := _ZIP.search(city):
        city, zip_code = city[: found.start()], found[1]
    for name in (state, STATES[state]) if state else ():
        # "Teaneck NJ", "New York, New York": the state said twice; alone it is the city's own name.
        shorter = re.sub(rf"[\s,]+{re.escape(name)}\.?$", "", city, flags=re.IGNORECASE).strip(" ,")
        city = shorter or city
    city = city.rpartition(",")[2].strip()
    if _is_free_text(city):
        city = ""
    return Place(city=mend_city(city) or None, state=state, zip=zip_code, rest=rest)


def _is_free_text(city: str) -> bool:
    words = city.lower().split()
    long = len(words) > _MOST_WORDS or len(city) > _LONGEST_CITY
    return long or any(letter.isdigit() for letter in city) or bool(set(words) & _words("free_text"))


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(yaml.safe_load(files(__package__).joinpath("places.yaml").read_text(encoding="utf-8"))[table])
