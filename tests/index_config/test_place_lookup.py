"""States, ZIPs and cities as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_config.places import city_place, is_zip, state_code, state_name, zip_place


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OR", "OR"),
        (" or ", "OR"),
        ("Oregon", "OR"),
        ("NEW  YORK", "NY"),
        ("D.C.", "DC"),
        ("Washington, DC", "DC"),
        ("Washington", "WA"),
        ("puerto rico", "PR"),
        ("XX", None),
        ("Orgon", None),
        ("", None),
    ],
)
def test_state_code(text: str, code: str | None) -> None:
    assert state_code(text) == code


def test_state_name() -> None:
    assert (state_name("or"), state_name("DC"), state_name("XX")) == ("Oregon", "District of Columbia", None)


def test_zip() -> None:
    place = zip_place("07666")
    assert place is not None
    assert (place.city, place.state, place.zip) == ("Teaneck", "NJ", "07666")
    assert place.lat == pytest.approx(40.89, abs=0.05)
    assert place.lon == pytest.approx(-74.01, abs=0.05)
    assert zip_place("07666-1234") == place
    assert (zip_place("09012"), is_zip("09012"), is_zip("00000")) == (None, True, False)  # nobody knows where it lies
    assert [zip_place(text) for text in ("00000", "7666", "076666", "٠٧٦٦٦", "", "x")] == [None] * 6


def test_city_is_the_middle_of_its_zips() -> None:
    portland = city_place("portland", "or")
    assert portland is not None
    assert (portland.city, portland.state, portland.zip) == ("Portland", "OR", None)
    assert portland.lat == pytest.approx(45.52, abs=0.05)
    assert portland.lon == pytest.approx(-122.66, abs=0.05)
    assert city_place("Portland", "ME") != portland


def test_city_names_vary() -> None:
    assert city_place("St. Charles", "MO") == city_place("SAINT CHARLES", "mo") is not None
    assert city_place("O'Fallon", "MO") == city_place("O Fallon", "MO") is not None
    assert city_place("Coeur d’Alene", "ID") == city_place("Coeur D Alene", "ID") is not None
    assert city_place("East Bay", "CA") is None
    assert city_place("Portland", "Oregon") is None


@given(st.text(), st.text(max_size=3))
def test_any_text_may_be_looked_up(text: str, state: str) -> None:
    state_code(text)
    state_name(text)
    zip_place(text)
    city_place(text, state)
