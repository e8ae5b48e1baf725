"""Where somebody works, in a line of words before a city: the words are no part of the city, and a story is no place."""

import pytest

from tests.pipelines.extract.test_profile_wordings import ABOUT, profile


@pytest.mark.parametrize(
    ("line", "cities"),
    [
        ("Therapy for creatives in Brooklyn, NY", ["Brooklyn"]),
        ("Psychiatrist in Reno, NV", ["Reno"]),
        ("Sees clients in person in Salem, OR", ["Salem"]),
        ("Salem, OR", ["Salem"]),
        ("I grew up in Salem, OR", []),
        ("Trained in Boston, MA", []),
    ],
)
def test_a_line_with_a_place(line: str, cities: list[str]) -> None:
    rest = f"{ABOUT}<h2>Languages</h2><p>English</p><h2>Fee</h2><p>$90</p>"
    found = profile(f"<h1>Ada Quill</h1><p>LCSW</p><p>{line}</p>{rest}")
    assert [place[0] for place in found.places] == cities


GOLDEN, ARVADA = ("Golden", "CO", None), ("Arvada", "CO", None)


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("golden, colorado", [("Golden", "Colorado", None)]),
        ("golden, co 80401", [("Golden", "CO", "80401")]),
        ("Golden, Co", [GOLDEN]),
        ("12 Main St, Golden CO", [GOLDEN]),
        ("Golden, CO 80401 / Online", [("Golden", "CO", "80401")]),
        ("Golden, CO | Arvada, CO", [GOLDEN, ARVADA]),
        ("Golden, CO and in Arvada, CO", [GOLDEN, ARVADA]),
        (
            "Kansas City, Missouri & Overland Park, Kansas",
            [("Kansas City", "Missouri", None), ("Overland Park", "Kansas", None)],
        ),
        ("St. Mary and Elm, CO", [("St. Mary and Elm", "CO", None)]),
        ("Serving Golden, CO & Arvada, CO", [GOLDEN, ARVADA]),
        ("Online, CO", [(None, "CO", None)]),
        ("By appointment, no walk-ins", []),
    ],
)
def test_below_a_label_of_places(line: str, places: list[tuple[str | None, ...]]) -> None:
    page = f"<h1>Ada Quill</h1><p>LCSW</p>{ABOUT}<h2>Fee</h2><p>$90</p>"
    assert profile(f"{page}<p>Location: {line}</p>").places == places
    assert profile(f"{page}<h2>Location</h2><p>{line}</p>").places == places


@pytest.mark.parametrize("markup", ["<p>{}</p>", "<p>📍 {}</p>", "<p>Therapist</p><p>{}</p>"])
def test_two_places_without_a_label(markup: str) -> None:
    found = profile(f"<h1>Ada Quill</h1>{markup.format('Golden, CO and Arvada, CO')}{ABOUT}<h2>Fee</h2><p>$90</p>")
    assert found.places == [GOLDEN, ARVADA]
