"""Single values: known ones under their usual form, all others absent, never invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalize.values import fees, known_names, phone, website, yes_or_no


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("(503) 555-0142", "+15035550142"),
        ("503.555.0142", "+15035550142"),
        ("call me", None),
        ("12345", None),
        ("", None),
    ],
)
def test_phone(shown: str, expected: str | None) -> None:
    assert phone(shown) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("$120 - $180", (120.0, 180.0, "USD")),
        ("$120–180", (120.0, 180.0, "USD")),
        ("$150", (150.0, 150.0, "USD")),
        ("$180 to $120", (120.0, 180.0, "USD")),
        ("€90", None),
        ("call for fees", None),
        ("$0", None),
        ("$1,000,000", None),
    ],
)
def test_fees(shown: str, expected: tuple[float, float, str] | None) -> None:
    assert fees(shown) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("https://quill.example/about", "https://quill.example/about"),
        ("quill.example", "https://quill.example"),
        ("javascript:alert(1)", None),
        ("https://user:secret@quill.example", None),
        ("https://[", None),
        ("nothing", None),
        (None, None),
    ],
)
def test_website(shown: str | None, expected: str | None) -> None:
    assert website(shown) == expected


def test_yes_or_no() -> None:
    assert yes_or_no("Yes") is True
    assert yes_or_no("In-person only") is False
    assert yes_or_no("on full moons") is None


def test_known_names_get_their_usual_form_and_unknown_ones_stay() -> None:
    assert known_names("languages", ["español", "ASL", "Quenya", "Spanish"]) == [
        "Spanish",
        "American Sign Language",
        "Quenya",
    ]


@given(st.text())
def test_no_text_breaks_a_value(text: str) -> None:
    phone(text)
    found = fees(text)
    assert found is None or 0 < found[0] <= found[1]
    address = website(text)
    assert address is None or address.lower().startswith(("http://", "https://"))
    yes_or_no(text)
