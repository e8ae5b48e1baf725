"""Places: consistent ones have a centre, contradictions are told, nothing is corrected."""

import pytest

from pipelines.normalize.place import location

SALEM = (44.95, -123.0)


@pytest.mark.parametrize(
    ("place", "state"),
    [
        (("Salem", "OR", "97301"), "OR"),
        (("Salem", "Oregon", "97301-1234"), "OR"),
        (("Salem", "OR", None), "OR"),
        ((None, None, "97301"), "OR"),
        (("Keizer", "OR", "97303"), "OR"),
    ],
)
def test_a_consistent_place_has_a_centre(place: tuple[str | None, str | None, str | None], state: str) -> None:
    found, doubt = location(*place)
    assert doubt is None
    assert found is not None
    assert (found.city, found.state, found.zip) == (place[0], state, place[2])
    assert found.lat == pytest.approx(SALEM[0], abs=0.1)
    assert found.lon == pytest.approx(SALEM[1], abs=0.1)


@pytest.mark.parametrize(
    "place",
    [
        ("East Bay", "CA", None),
        ("Toronto", "ON", "M5V 2T6"),
        ("Toronto", "Ontario", None),
        ("APO", "AE", "09012"),
        ("Palikir", "FM", None),
    ],
)
def test_what_nobody_knows_contradicts_nothing(place: tuple[str, str, str | None]) -> None:
    found, doubt = location(*place)
    assert doubt is None
    assert found is not None
    assert (found.city, found.lat, found.lon) == (place[0], None, None)
    assert found.state in ("CA", "ON", "AE", "FM")


@pytest.mark.parametrize(
    ("place", "doubt", "has_centre"),
    [
        (("Salem", "NV", "97301"), "ZIP 97301 lies in OR, not in NV", False),
        (("Reno", "NV", "97301"), "ZIP 97301 lies in OR, not in NV", True),
        (("Portland", "OR", "97301"), "ZIP 97301 lies in Salem, not in Portland", False),
        (("Salem", "OR", "00000"), "no ZIP 00000 is known", True),
        (("Salem", "XX", None), "no state is called XX", False),
    ],
)
def test_contradictions_are_told_and_nothing_is_moved(
    place: tuple[str, str, str | None], doubt: str, has_centre: bool
) -> None:
    found, told = location(*place)
    assert told == doubt
    assert found is not None
    assert (found.city, found.zip, found.lat is not None) == (place[0], place[2], has_centre)
    assert found.state == (None if place[1] == "XX" else place[1])


def test_nothing_is_no_place() -> None:
    assert location(None, None, None) == (None, None)
    assert location("", "", "") == (None, None)
    assert location(" ", "\xa0", " ") == (None, None)
