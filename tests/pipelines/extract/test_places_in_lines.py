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
