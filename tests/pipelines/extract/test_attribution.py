"""Attribution lines in all their shapes; every name here is invented."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.attribution import parse_attribution

SHAPES: list[tuple[str, dict[str, Any]]] = [
    ("— Ada Quill, Therapist in Reno, NV", {"name": "Ada Quill", "title": "Therapist", "city": "Reno", "state": "NV"}),
    ("— Ada Quill, Associate Clinical Social Worker", {"title": "Associate Clinical Social Worker", "state": None}),
    ("— Ada Quill, Counselor in , TX", {"city": None, "state": "TX"}),
    ("— Ada Quill, Therapist in ,", {"name": "Ada Quill", "title": "Therapist", "city": None, "state": None}),
    ("— A. Brook Quill, Psychologist in Teaneck NJ 07666, NJ", {"city": "Teaneck", "state": "NJ", "zip": "07666"}),
    ("— Ada Quill, Psychotherapist in New York, New York, NY", {"city": "New York", "state": "NY"}),
    ("— Ada Quill, Psychotherapist in New York, NY", {"city": "New York", "state": "NY"}),
    ("— Calm Harbor Help, Counselor in online therapy for worry,", {"city": None, "state": None}),
    ("— Ada Quill, Therapist in East Bay, CA", {"city": "East Bay"}),
    ("— Ada Quill, Therapist in St. Charles, MO", {"city": "St. Charles"}),
    ("— Ada Quill, Therapist in MARIETTA, GA", {"city": "Marietta"}),
    ("— Ada Quill, Therapist in Long Island city, NY", {"city": "Long Island City"}),
    ("— Ada Quill, Therapist in Wheatridge, CO", {"city": "Wheatridge"}),
    ("— Ada Quill, Clinical Social Worker in Port Washington, NY", {"city": "Port Washington"}),
    *[
        (f"— Ada Quill, {title}{place}", {"name": "Ada Quill", "title": title, "city": city, "state": state})
        for title in (
            "Psychologist - Associate",
            "Art Therapist (Trainee)",
            "Licensed Mental Health Counselor – Intern",
        )
        for place, city, state in ((" in Reno, NV", "Reno", "NV"), ("", None, None))
    ],
    ("— ADA QUILL, Therapist in Reno, NV", {"name": "Ada Quill"}),
    ("— ada mcquill, Therapist in Reno, NV", {"name": "Ada McQuill"}),
    ("— ÉLODIE D'ARCY-QUILL, Therapist in Reno, NV", {"name": "Élodie D'Arcy-Quill"}),
    ("— FR Quill-Marsh, Therapist in Reno, NV", {"name": "FR Quill-Marsh", "prefix": None}),
    ("— Fr. Ada Quill, Therapist in Reno, NV", {"name": "Ada Quill", "prefix": "Fr."}),
    ("— Ada Quill, LSCSW, Therapist in Reno, NV", {"name": "Ada Quill", "credentials": ["LSCSW"]}),
    ("— Ada Quill, Clinical Psychologist, NY", {"title": "Clinical Psychologist", "city": None, "state": "NY"}),
    ("— Ada Quill, Clinical Psychologist, Oregon", {"city": None, "state": "OR", "confidence": 0.95}),
    ("— Ada Quill, Psychologist, MA", {"title": "Psychologist", "state": None, "confidence": 0.9}),  # or a Master's
    ("— E Quill, Therapist in Reno, NV", {"name": "E Quill"}),
    ("— PK Quill-Marsh, Therapist in Reno, NV", {"name": "PK Quill-Marsh"}),
    ("— Ada (Addie) Quill, Therapist in Reno, NV", {"name": "Ada (Addie) Quill", "organization": None}),
    ("— René VerQuill, Therapist in Reno, NV", {"name": "René VerQuill"}),
    (
        "— Blue Door Couple & Family Counseling Services, Counselor in Englewood, CO",
        {"name": "Blue Door Couple & Family Counseling Services", "kind": "organization"},
    ),
    (
        "— Ada Quill (Harbor Counseling LLC), Therapist in Reno, NV",
        {"name": "Ada Quill", "organization": "Harbor Counseling LLC", "kind": "person_and_organization"},
    ),
    ("— Blue Door/ Ada Quill, Therapist in Reno, NV", {"name": "Ada Quill", "organization": "Blue Door"}),
    (
        "— Ada Quill -Harbor Counseling, LLC, Licensed Professional Counselor in Reno, NV",
        {"name": "Ada Quill", "organization": "Harbor Counseling, LLC", "title": "Licensed Professional Counselor"},
    ),
    (
        "— Ada Quill – Couples and Family Therapist in Seattle, WA., Licensed Marriage & Family Therapist in Seattle, WA",
        {"name": "Ada Quill", "title": "Licensed Marriage & Family Therapist", "city": "Seattle", "state": "WA"},
    ),
    ('— "Habit Change", Leading Expert Ada Quill, Psychotherapist in Reno, NV', {"name": "Ada Quill"}),
    (
        "— Ada Quill, PhD, MFT, Licensed Marriage & Family Therapist in Reno, NV",
        {"name": "Ada Quill", "credentials": ["PhD", "MFT"]},
    ),
    ("— Ada L. Quill, Ph.D., PLLC, Psychologist in Reno, NV", {"name": "Ada L. Quill", "credentials": ["Ph.D."]}),
    (
        "— Dr. Ada Quill-Marsh, PsyD, Psychologist in Reno, NV",
        {"name": "Ada Quill-Marsh", "prefix": "Dr.", "credentials": ["PsyD"]},
    ),
    ("— Dr.Ada Quill, Psychologist in Reno, NV", {"name": "Ada Quill", "prefix": "Dr."}),
    (
        "— Ada Quill, Licensed Clinical Social Worker - Candidate in Durham, NC",
        {"title": "Licensed Clinical Social Worker - Candidate", "city": "Durham"},
    ),
    ("—\xa0Ada Quill, Therapist in Reno, NV\xa0", {"name": "Ada Quill", "state": "NV"}),
]

GLUED = [
    ("— Ada Quill, Therapist in Portland, ORAs a Marriage", "Portland", "OR", "As a Marriage"),
    ("— Ada Quill, Therapist in San Francisco, CAA big piece", "San Francisco", "CA", "A big piece"),
    ("— Ada Quill, Therapist in Oakland, CATrained", "Oakland", "CA", "Trained"),
    ("— Ada Quill, Therapist in Teaneck NJ 07666, NJWe ask", "Teaneck", "NJ", "We ask"),
    ("— Ada Quill, Therapist in ,Every dynamic", None, None, "Every dynamic"),
    ("— Ada Quill, Social WorkerI believe", None, None, "I believe"),
    ("— Ada Quill, Therapist in Reno, NVAsk me, your guide, Therapist in Mesa, AZ", "Reno", "NV", "Ask me"),
]


@pytest.mark.parametrize(("line", "expected"), SHAPES)
def test_shapes(line: str, expected: dict[str, Any]) -> None:
    found = parse_attribution(line)
    assert found is not None
    assert {name: getattr(found, name) for name in expected} == expected
    assert found.confidence >= 0.9
    assert found.rest == ""
    assert found.raw == line.replace("\xa0", " ").strip()


@pytest.mark.parametrize(("line", "city", "state", "rest"), GLUED)
def test_the_next_statement_glued_behind(line: str, city: str | None, state: str | None, rest: str) -> None:
    found = parse_attribution(line)
    assert found is not None
    assert (found.name, found.city, found.state) == ("Ada Quill", city, state)
    assert found.rest.startswith(rest)
    assert found.raw + found.rest == line


def test_an_unknown_title_is_kept_with_low_confidence() -> None:
    found = parse_attribution("— Ada Quill, Dream Guide in Reno, NV")
    assert found is not None
    assert (found.name, found.title, found.city, found.state) == ("Ada Quill", "Dream Guide", "Reno", "NV")
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    "line",
    [
        "",
        "—",
        "Ada Quill, Therapist in Reno, NV",
        "– Author.",
        "— and that is all, he said",
        "We say it — Ada Quill, Therapist in Reno, NV",
        "— , Therapist in Reno, NV",
    ],
)
def test_what_is_no_attribution(line: str) -> None:
    assert parse_attribution(line) is None


@given(st.text(max_size=600))
def test_no_line_breaks_it(text: str) -> None:
    for line in (text, f"— {text}", f"— Ada Quill, Therapist in {text}"):
        found = parse_attribution(line)
        if found is not None:
            assert found.name.strip()
            assert 0 <= found.confidence <= 1
            assert found.state is None or (len(found.state) == 2 and found.state.isupper())
