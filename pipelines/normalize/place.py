"""Places: what a page shows, with the state as a code and the ZIP or city's centre."""

from index_config.places import city_place, state_code, zip_place
from records import Location


def location(city: str | None, state: str | None, zip_code: str | None) -> Location | None:
    """A location, or None when nothing of it is known. A city is never corrected; a ZIP fills an absent state."""
    code = state_code(state) if state else None
    found = zip_place(zip_code) if zip_code else None
    if found and code and found.state != code:
        found = None  # the ZIP contradicts the state: neither is moved to suit the other
    if found is None and city and code:
        found = city_place(city, code)
    if not (city or code or zip_code):
        return None
    return Location(
        city=city or None,
        state=code or (found.state if found else None),
        zip=zip_code or None,
        lat=round(found.lat, 4) if found else None,  # some ten metres: a centre is no more exact than that
        lon=round(found.lon, 4) if found else None,
    )
