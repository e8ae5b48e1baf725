"""Places: what a page shows, with the state as a code and the ZIP or city's centre."""

import re
from functools import cache

from index_config.folding import fold
from index_config.geo import miles_between
from index_config.places import Place, city_place, is_zip, state_code, zip_place
from pipelines.extract.places import STATES
from records import Location

_ZIP = re.compile(r"\d{5}(?:-\d{4})?", re.ASCII)
_FARTHEST = 30.0  # miles between a city's centre and that of one of its ZIPs


def location(city: str | None, state: str | None, zip_code: str | None) -> tuple[Location | None, str | None]:
    """A location, or None when nothing of it is known, and what about it contradicts itself, in words.

    Nothing is corrected: a city, state and ZIP that contradict one another stand as shown, and those two that agree
    make the centre. A ZIP fills an absent state.
    """
    city, state, zip_code = ((part or "").strip() or None for part in (city, state, zip_code))
    if not (city or state or zip_code):
        return None, None
    code = _code(state) if state else None
    area = zip_place(zip_code) if zip_code else None
    town = city_place(city, code or (area.state if area else "")) if city else None
    doubt = _doubt(city, state, zip_code, code, area, town)
    centre = town if doubt or area is None else area
    if doubt and area and code == area.state:
        centre = None  # the ZIP and the city are both of this state: nothing tells which of them is right
    if not (city or code or zip_code):
        return None, doubt
    return (
        Location(
            city=city or None,
            state=code or (area.state if area else None),
            zip=zip_code or None,
            lat=round(centre.lat, 4) if centre else None,  # some ten metres: a centre is no more exact than that
            lon=round(centre.lon, 4) if centre else None,
        ),
        doubt,
    )


def _code(state: str) -> str | None:
    """Two capitals for a state or a Canadian province."""
    return state_code(state) or (state.upper() if state.upper() in STATES else _codes().get(fold(state)))


@cache
def _codes() -> dict[str, str]:
    return {fold(name): code for code, name in STATES.items()}


def _doubt(
    city: str | None, state: str | None, zip_code: str | None, code: str | None, area: Place | None, town: Place | None
) -> str | None:
    if state and code is None:
        return f"no state is called {state}"
    if zip_code and _ZIP.fullmatch(zip_code) and not is_zip(zip_code):
        return f"no ZIP {zip_code} is known"
    if area and code and area.state != code:
        return f"ZIP {zip_code} lies in {area.state}, not in {code}"
    if area and town and miles_between(area.lat, area.lon, town.lat, town.lon) > _FARTHEST:
        return f"ZIP {zip_code} lies in {area.city}, not in {city}"
    return None
