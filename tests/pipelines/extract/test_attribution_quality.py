"""How well attribution lines are understood: scored sets of lines, and every combination of their parts.

All people and practices are invented. In the sets, an empty field is absent and "*" is not judged. The answers of
attributions_odd.tsv were written down before the parser read a line of it.
"""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_config.licenses import license_of
from pipelines.extract.attribution import parse_attribution
from records import Attribution

SETS = [Path(__file__).with_name("fixtures") / name for name in ("attributions.tsv", "attributions_odd.tsv")]
SCORED = ("name", "title", "city", "state")
LEAST = 0.99

PREFIXES = ["", "Dr. ", "Dr.", "Dr ", "Rev. "]
PEOPLE = [
    *("Ada Quill", "Li Ma", "My Linh Quill", "Ada To", "Van Quill", "Ada Mae O'Quill", "Ada-Bo Marsh", "J. Quill"),
    *("JT Quill", "Ada de Quill", "María José Quill-Núñez", "Ada (Addie) Quill", 'Ada "Addie" Quill', "McKenna Quill"),
    *("Ada Faith Hope", "Ada Healy", "Ada Best", "Art Quill", "Reva Quill", "Ada Sep", "Mia Pa", "Ada Quill II"),
]
LETTERS = ["", ", LCSW", ", PhD", ", MA, LMFT", ", Psy.D.", " LPC", ", LICSW, CADC-I", ", M.S., LPCC, NCC", " LCSW-R"]
PRACTICES = [
    *("Blue Door Counseling", "The Quill Center", "Salt & Stone Therapy", "Room for Change", "Rooted Therapy PLLC"),
    *("Quill & Marsh Psychological Associates", "Center for Couples", "EMDR Clinic of Salem", "Mindful Psychotherapy"),
]
TOGETHER = ["{person} ({practice})", "{practice}/ {person}", "{person} - {practice}", "{person} | {practice}"]
TITLES = [
    *("Therapist", "Counselor", "Licensed Clinical Social Worker", "Licensed Clinical Social Worker - Candidate"),
    *("Licensed Marriage & Family Therapist", "Marriage and Family Therapist Associate", "Social Worker"),
    *("Licensed Professional Counselor Associate", "Licensed Master of Social Work", "Psychiatric Nurse Practitioner"),
]
PLACES = {
    " in Salem, OR": ("Salem", "OR"),
    " in Indiana, PA": ("Indiana", "PA"),
    " in Coeur d'Alene, ID": ("Coeur d'Alene", "ID"),
    " in Reno NV 89501, NV": ("Reno", "NV"),
    " in New York, New York, NY": ("New York", "NY"),
    " in , TX": (None, "TX"),
    " in ,": (None, None),
    "": (None, None),
}
RESTS = [
    "",
    "I believe in you, and in me.",
    "As a therapist, I see",
    "A big part",
    "ME, YOU, US",
    "Or not, in Salem, OR",
]


def scored_lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
@pytest.mark.parametrize("field", SCORED)
def test_the_scored_sets(path: Path, field: str) -> None:
    right = found = wanted = 0
    for row in scored_lines(path):
        line = parse_attribution(row["line"])
        if row[field] == "*":
            continue
        value = getattr(line, field) or "" if line else ""
        right += bool(value) and value == row[field]
        found += bool(value)
        wanted += bool(row[field])
    assert 2 * right / (found + wanted) >= LEAST


@pytest.mark.parametrize("row", [row for path in SETS for row in scored_lines(path)], ids=lambda row: row["line"][2:60])
def test_practices_kinds_and_what_is_glued_behind(row: dict[str, str]) -> None:
    line = parse_attribution(row["line"])
    assert line is not None
    for field in ("organization", "kind", "rest"):
        assert row[field] in ("*", getattr(line, field) or "")


def test_what_the_names_carry() -> None:
    line = parse_attribution("— Rev. Dr.Ada Quill LMFT, M.Ed. (she/her), XQZT, Therapist in Salem, OR 97301")
    assert line is not None
    assert (line.prefix, line.name, line.zip) == ("Rev. Dr.", "Ada Quill", "97301")
    assert line.credentials == ["LMFT", "M.Ed.", "XQZT"]


@pytest.mark.parametrize(
    ("name", "credentials", "license_"),
    [
        ("Ada Quill, LPC Associate, supervised by Bo Marsh, LPC-S", ["LPC Associate"], "LPC-ASSOCIATE"),
        ("Ada Quill, LPC Intern under the supervision of Bo Marsh, LCSW", ["LPC Intern"], "APC"),
        ("Ada Quill (supervised by Bo Marsh, LPC-S)", [], None),
        ("Ada Quill LMFT-Associate", ["LMFT-Associate"], "AMFT"),
        ("Ada Quill, MA, LCSW Candidate", ["MA", "LCSW Candidate"], "LCSW-CANDIDATE"),
        ("Ada Quill, LCSW in training", ["LCSW in-training"], None),
        ("Ada Quill, LMFT (Bo Marsh, LPC, Blue Door Counseling)", ["LMFT"], "LMFT"),
    ],
)
def test_letters_that_somebody_does_not_hold_yet(name: str, credentials: list[str], license_: str | None) -> None:
    line = parse_attribution(f"— {name}, Therapist in Waco, TX")
    assert line is not None
    assert (line.name, line.credentials) == ("Ada Quill", credentials)
    assert license_of(line.title, line.credentials) == license_


@pytest.mark.parametrize(
    ("brackets", "practice"),
    [
        ("Copper Grove", "Copper Grove"),
        ("Copper Grove Counseling", "Copper Grove Counseling"),
        ("Psychiatric Nurse Practitioner", None),
        ("Salem, Oregon", None),
        ("Spanish Speaking", None),
        ("New Patients Welcome", None),
    ],
)
def test_what_stands_in_brackets_behind_a_name_is_not_always_a_practice(brackets: str, practice: str | None) -> None:
    line = parse_attribution(f"— Ada Quill ({brackets}), Therapist in Waco, TX")
    assert line is not None
    assert (line.name, line.organization) == ("Ada Quill", practice)


@given(
    st.sampled_from(PREFIXES),
    st.sampled_from(PEOPLE),
    st.sampled_from(LETTERS),
    st.one_of(st.none(), st.tuples(st.sampled_from(TOGETHER), st.sampled_from(PRACTICES))),
    st.sampled_from(TITLES),
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(RESTS),
)
@settings(max_examples=400)
def test_people_in_every_combination(
    prefix: str, name: str, letters: str, practice: tuple[str, str] | None, title: str, place: str, rest: str
) -> None:
    shown = prefix + name + letters
    if practice:
        shown = practice[0].format(person=shown, practice=practice[1])
    line = parse_attribution(f"— {shown}, {title}{place}{rest}")
    assert line is not None
    assert (line.name, line.organization) == (name, practice[1] if practice else None)
    check(line, title, place, rest)


@given(st.sampled_from(PRACTICES), st.sampled_from(TITLES), st.sampled_from(sorted(PLACES)), st.sampled_from(RESTS))
@settings(max_examples=200)
def test_practices_in_every_combination(name: str, title: str, place: str, rest: str) -> None:
    line = parse_attribution(f"— {name}, {title}{place}{rest}")
    assert line is not None
    assert (line.name, line.kind, line.organization) == (name, "organization", None)
    check(line, title, place, rest)


def check(line: Attribution, title: str, place: str, rest: str) -> None:
    assert (line.title, (line.city, line.state), line.rest) == (title, PLACES[place], rest)
