"""Tables with a place in parts and with yes or no for every plan, and lines that name the owner with the contacts."""

import pytest

from tests.pipelines.extract.test_profile_wordings import ABOUT, profile, section


def table(heads: str, *rows: str) -> str:
    head = "".join(f"<th>{one}</th>" for one in heads.split("|"))
    body = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row.split('|'))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (("Salem|Oregon|97301|yes",), [("Salem", "Oregon", "97301")]),
        (("Salem|Oregon|97301|yes", "Mesa|Arizona||no"), [("Salem", "Oregon", "97301"), ("Mesa", "Arizona", None)]),
        (("|Oregon||yes",), [(None, "Oregon", None)]),
        (("New York|New York|10001|no",), [("New York", "New York", "10001")]),
        (("Washington|District of Columbia|20009|no",), [("Washington", "District of Columbia", "20009")]),
    ],
)
def test_a_place_in_the_cells_of_a_table(
    rows: tuple[str, ...], places: list[tuple[str | None, str, str | None]]
) -> None:
    assert section("Rooms", table("City|State|ZIP|Step-free", *rows)).places == places


def test_a_place_in_parts_that_have_labels() -> None:
    rows = "<dl><dt>City</dt><dd>Salem</dd><dt>State</dt><dd>OR</dd><dt>Zip</dt><dd>97301</dd></dl>"
    assert section("Rooms", rows).places == [("Salem", "OR", "97301")]


def test_of_plans_with_an_answer_those_with_yes() -> None:
    plans = table("Insurer|Participates", "Aetna|no", "Gull Health|yes", "Cigna|yes", "Humana|no")
    assert section("Money", plans).insurance == ["Gull Health", "Cigna"]
    assert section("Money", table("Day|Open", "Monday|no", "Tuesday|yes")).insurance == []


@pytest.mark.parametrize("rows", [("Aetna|3/2/2025",), ("Aetna|May 2025", "Gull Health|May 2025", "Cigna|2024-11-30")])
def test_plans_with_the_day_of_which_they_hold(rows: tuple[str, ...]) -> None:
    plans = "<p>Panels change often, as you know.</p>" + table("Plan|Checked", *rows)
    assert section("Insurance", plans).insurance == [row.partition("|")[0] for row in rows]
    assert section("Meetings", table("Talk|Day", "Burnout at work|3/2/2025")).insurance == []


@pytest.mark.parametrize("rows", [("8 Elm Street<br>Salem, OR|Free",), ("Salem, OR|Free", "Reno, NV 89501|None")])
def test_places_in_a_table_with_heads_of_its_own(rows: tuple[str, ...]) -> None:
    places = [(place[0], place[1]) for place in section("Offices", table("Site|Parking", *rows)).places]
    assert places == [("Salem", "OR"), ("Reno", "NV")][: len(rows)]


def test_a_table_of_others_tells_nothing_of_the_owner() -> None:
    others = table("Name|City|State", "<a href='/therapist/bo-marsh'>Bo Marsh</a>|Salem|Oregon")
    assert section("Graduates", others).places == []


def test_a_line_with_the_name_the_place_and_the_phone() -> None:
    line = "<p>Ada Quill. Salem, OR 97301; Mesa, AZ. 503-555-0142. <a href='https://ada-quill.example'>ada-quill.example</a></p>"
    found = section("Closing", line)
    assert found.places == [("Salem", "OR", "97301"), ("Mesa", "AZ", None)]
    assert (found.phone, found.website) == ("503-555-0142", "https://ada-quill.example")


@pytest.mark.parametrize(
    ("sentence", "practice"),
    [
        ("Two chairs and a lamp. Ada practices at Marsh Harbor.", "Marsh Harbor"),
        ("I see clients at the Center for Quiet Rooms in Salem.", "the Center for Quiet Rooms"),
        ("Practices at Marsh Harbor Counseling", "Marsh Harbor Counseling"),
        ("Ada practices at Marsh Harbor, LLC. The lamp is old.", "Marsh Harbor, LLC"),
        ("I practice at dawn.", None),
        ("Most therapists practice at Marsh Harbor.", None),
    ],
)
def test_where_somebody_practices(sentence: str, practice: str | None) -> None:
    found = profile(f"<h1>Ada Quill</h1>{ABOUT}<h2>Notes</h2><p>{sentence}</p><h2>Languages</h2><p>Polish</p>")
    assert found.organization == practice


@pytest.mark.parametrize(
    ("line", "practice"), [("Stone Grove", "Stone Grove"), ("open late", None), ("Accepting New Clients!", None)]
)
def test_a_practice_in_the_head_of_a_letter(line: str, practice: str | None) -> None:
    head = f"<td><b>Ada Quill</b><br><i>Psychotherapist</i><br>{line}<br>12 Mill Street<br>Salem, OR 97301</td>"
    found = profile(f"<title>Ada Quill</title><table><tr>{head}</tr></table>{ABOUT}<h2>Languages</h2><p>Polish</p>")
    assert found.organization == practice


def test_what_stands_between_a_title_and_a_place_may_be_the_sites() -> None:
    head = "<div><h1>Ada Quill</h1><p>Psychotherapist</p><p>Verified by Mindpages</p><p>Salem, OR 97301</p></div>"
    assert profile(f"{head}{ABOUT}<h2>Languages</h2><p>Polish</p>").organization is None
