"""American places: states by name or code, ZIPs and cities with their centres. Works offline.

Nothing is read at import. The first look-up of a process unpacks the library's data (0.4 s); then the ZIPs with the
same first three digits cost about 1 ms, and a state's cities 10 to 100 ms, once each.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import us
import zipcodes
from msgspec import Struct

from index_config.data import read_yaml
from index_config.folding import folded_words

_ZIP = re.compile(r"\s*(\d{5})(?:-?\d{4})?\s*", re.ASCII)
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


class Place(Struct, frozen=True):
    """A ZIP area or a city (`zip` is None then); `lat` and `lon` are the degrees of its centre."""

    city: str
    state: str
    zip: str | None
    lat: float
    lon: float


@cache
def _states() -> dict[str, str]:
    """Code -> name, with the District of Columbia and the territories."""
    return {state.abbr: state.name for state in (*us.states.STATES, us.states.DC, *us.states.TERRITORIES)}


@cache
def _state_keys() -> dict[str, str]:
    keys = {_key(name): code for code, name in _states().items()}
    return keys | {code.lower(): code for code in _states()} | {"washingtondc": "DC"}


def state_code(text: str) -> str | None:
    """The two capitals of the state with this code or name ("or", "Oregon", "D.C."); None when there is none."""
    return _state_keys().get(_key(text))


def state_name(code: str) -> str | None:
    """The name of the state with this code; None when there is none."""
    return _states().get(code.upper())


@lru_cache(maxsize=1 << 16)
def zip_place(zip_code: str) -> Place | None:
    """The place of a ZIP or ZIP+4; None when it is none, or it is unknown where it lies (those of the armed forces)."""
    found = _row(zip_code)
    return _zip_area(found) if found and _is_located(found) else None


def is_zip(zip_code: str) -> bool:
    """Whether this ZIP or ZIP+4 exists, wherever it lies."""
    return _row(zip_code) is not None


def city_place(city: str, state: str) -> Place | None:
    """A city of a state (its code): the centre is the mean of its ZIPs' centres; None when it is unknown."""
    return _cities(state.upper()).get(_key(city)) if state.upper() in _states() else None


@cache
def large_cities() -> dict[str, list[str]]:
    """City -> the codes of the states in which it has several ZIP areas, most areas first (cities.yaml)."""
    return read_yaml("cities.yaml", dict[str, list[str]])


def _row(zip_code: str) -> dict[str, Any] | None:
    match = _ZIP.fullmatch(zip_code)
    return _by_zip(match[1][:3]).get(match[1]) if match else None


def _is_located(row: dict[str, Any]) -> bool:
    """The library writes 0 for a centre that it does not know."""
    return float(row["lat"]) != 0


@cache
def _by_zip(beginning: str) -> dict[str, dict[str, Any]]:
    """The rows of ZIPs that begin so: each look-up of the library reads all its rows."""
    rows: list[dict[str, Any]] = zipcodes.similar_to(beginning)  # type: ignore[no-untyped-call]  # it is untyped
    return {row["zip_code"]: row for row in reversed(rows)}


def _zip_area(row: dict[str, Any]) -> Place:
    return Place(row["city"], row["state"], row["zip_code"], float(row["lat"]), float(row["long"]))


@cache
def _cities(state: str) -> dict[str, Place]:
    """The cities of a state by their key.

    Names that the post only accepts give way to names it prefers, and closed ZIPs and post-office boxes count only
    where a city has nothing else.
    """
    rows: list[dict[str, Any]] = zipcodes.filter_by(state=state)  # type: ignore[no-untyped-call]  # it is untyped
    located = [(row, (float(row["lat"]), float(row["long"]))) for row in rows if _is_located(row)]
    preferred = [(row, centre) for row, centre in located if row["active"] and row["zip_code_type"] == "STANDARD"]
    cities: dict[str, Place] = {}
    for group, names in ((preferred, _main_name), (located, _main_name), (preferred, _accepted_names)):
        centres: dict[str, list[tuple[float, float]]] = {}
        spelled: dict[str, str] = {}
        for row, centre in group:
            for name in names(row):
                key = _key(name)
                if key not in cities:
                    centres.setdefault(key, []).append(centre)
                    spelled.setdefault(key, name)
        cities |= {key: Place(spelled[key], state, None, *_mean(found)) for key, found in centres.items()}
    return cities


def _main_name(row: dict[str, Any]) -> Iterable[str]:
    return [row["city"]]


def _accepted_names(row: dict[str, Any]) -> Iterable[str]:
    return row["acceptable_cities"] or []


def _mean(centres: list[tuple[float, float]]) -> tuple[float, float]:
    count = len(centres)
    return sum(lat for lat, _ in centres) / count, sum(lon for _, lon in centres) / count


@lru_cache(maxsize=1 << 16)
def _key(name: str) -> str:
    """Folded words without punctuation and blanks; Saint Paul and St. Paul, O'Fallon and O Fallon are one."""
    return "".join(_SHORT.get(word, word) for word in folded_words(name.replace(".", "")))
