"""Practices that have no label of their own: beside or below a title, and over an address."""

import pytest

from tests.pipelines.extract.test_profile_wordings import profile

FACTS = "<h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p>"


@pytest.mark.parametrize(
    ("below", "practice"),
    [
        ("<p>Psychologist · <span>Blue Door Counseling</span></p>", "Blue Door Counseling"),
        ("<p>Blue Door Counseling | Psychologist</p>", "Blue Door Counseling"),
        ("<p>Psychologist · Couples Therapy</p>", None),
        ("<p>Psychologist · Verified</p>", None),
        (
            "<div><p>May 3</p></div><div><p><b>Psychologist</b> | she/her<br>Blue Door</p><p>Come in.</p></div>",
            "Blue Door",
        ),
        ("<div><p>Psychologist</p><p>Reviewed by Brightwillow</p></div>", None),
        ("<p>Psychologist</p><p>Licensed in Oregon and Washington</p>", None),
        ("<div><p>Psychologist</p><p>Member of the Oregon Guild of Psychology</p></div>", None),
        ("<p>Psychologist</p><p>University of Denver</p>", None),
        ("<p>Psychologist</p><p>Serving Hearts Counseling</p>", "Serving Hearts Counseling"),
    ],
)
def test_beside_a_title(below: str, practice: str | None) -> None:
    found = profile(f"<main><header><h1>Ada Quill</h1>{below}</header>{FACTS}</main>")
    assert (found.title, found.organization) == ("Psychologist", practice)


@pytest.mark.parametrize(
    ("lines", "practice"),
    [
        ("<p>Marsh Healing Arts</p><p>Salem, OR 97301</p>", "Marsh Healing Arts"),
        ("<p>12 Center Street</p><p>Salem, OR 97301</p>", None),
        ("<p>Free parking</p><p>Salem, OR 97301</p>", None),
    ],
)
def test_under_the_label_of_places(lines: str, practice: str | None) -> None:
    found = profile(f"<h1>Ada Quill</h1>{FACTS}<h2>Find me</h2>{lines}")
    assert (found.organization, found.places) == (practice, [("Salem", "OR", "97301")])


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Teaneck NJ 07666", [("Teaneck", "NJ", "07666")]),
        ("St. Charles MO", [("St. Charles", "MO", None)]),
        ("Parking is OK", []),
        ("12 Elm Road OR", []),
    ],
)
def test_a_place_without_a_comma(line: str, places: list[tuple[str, str, str | None]]) -> None:
    assert profile(f"<h1>Ada Quill</h1>{FACTS}<h2>Location</h2><p>{line}</p>").places == places


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ("<p>NJ</p><p>Tel. 862-555-0142</p>", [(None, "NJ", None)]),
        ("<p>862-555-0142</p><p>New Jersey</p>", [(None, "New Jersey", None)]),
        ("<p>862-555-0142</p><p>OR</p><p>862-555-0143</p>", []),
        ("<p>NJ</p><p>Ask me first.</p><p>862-555-0142</p>", []),
        ("<p>Washington, District of Columbia 20009</p>", [("Washington", "District of Columbia", "20009")]),
        ("<p>Washington, Oregon</p>", []),
    ],
)
def test_a_state_alone_is_a_place_beside_a_phone(lines: str, places: list[tuple[str | None, str, str | None]]) -> None:
    assert profile(f"<h1>Ada Quill</h1>{FACTS}<h2>Notes</h2><div>{lines}</div>").places == places


def test_offices_under_headings_of_their_own() -> None:
    offices = "<h3>North office</h3><p>9 Oak Rd<br>Boulder, CO 80301</p><h3>Office hours</h3><p>Mon 9 to 5</p>"
    found = profile(f"<h1>Ada Quill</h1>{FACTS}<h2>Locations</h2><h3>Main office</h3><p>Denver, CO 80202</p>{offices}")
    assert found.places == [("Denver", "CO", "80202"), ("Boulder", "CO", "80301")]


def test_a_place_in_capitals() -> None:
    html = f"<h1>ADA QUILL</h1><p>PSYCHOLOGIST</p><p>PORTLAND, OREGON 97205</p>{FACTS}"
    assert profile(html).places == [("Portland", "Oregon", "97205")]


def test_letters_in_several_pieces_and_a_legal_form_behind_a_comma() -> None:
    found = profile(
        f"<h1>Ada Quill</h1><p>Psychologist · PhD · LPC</p>{FACTS}<h2>Notes</h2><p>Practices at Marsh Center, LLC</p>"
    )
    assert (found.credentials, found.organization) == (["PhD", "LPC"], "Marsh Center, LLC")


def test_a_fax_in_a_table_of_places_is_no_phone() -> None:
    table = (
        "<table><caption>Where I sit</caption><thead><tr><th>Place</th><th>Open</th><th>Fax</th></tr></thead><tbody>"
        "<tr><td>8 Elm St<br>Salem, OR 97301</td><td>Mondays</td><td>503-555-0199</td></tr>"
        "<tr><td>9 Elm St<br>Mesa, AZ 85201 <a href='/m'>Map</a></td><td>Fridays</td><td>503-555-0199</td></tr></tbody></table>"
    )
    found = profile(f"<h1>Ada Quill</h1>{FACTS}<h2>Locations</h2>{table}")
    assert (found.places, found.phone) == ([("Salem", "OR", "97301"), ("Mesa", "AZ", "85201")], None)


def test_a_long_label_that_names_a_practice() -> None:
    label = "Kinds of therapy Marsh Harbor Counseling provides"
    found = profile(
        f"<h1>Marsh Harbor Counseling</h1>{FACTS}<div><div>{label}</div><ul><li>EMDR</li><li>Kelp Work</li></ul></div>",
        "https://www.therapyden.com/therapist/marsh-harbor-counseling",
    )
    assert found.approaches == ["EMDR", "Kelp Work"]


def test_a_place_far_below_the_first_one_is_the_sites() -> None:
    foot = "<h2>Report this profile</h2><p>Call our office, 9 Main Street, Denver, CO 80202</p>"
    found = profile(f"<h1>Ada Quill</h1><p>Psychologist</p><p>Salem, OR</p>{FACTS}{foot}")
    assert found.places == [("Salem", "OR", None)]
