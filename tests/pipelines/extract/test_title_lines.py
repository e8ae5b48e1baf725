"""Titles with what people add to them on their line: letters, numbers of licenses, supervisors."""

import pytest

from tests.pipelines.extract.test_profile_wordings import ABOUT, profile

REST = f"{ABOUT}<h2>Languages</h2><p>English</p>"
MARKUPS = ["<h1>Ada Quill</h1><p>{}</p>", "<h1>Ada Quill</h1><p>Title: {}</p>"]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("line", "title", "letters"),
    [
        ("Licensed Clinical Social Worker (LCSW)", "Licensed Clinical Social Worker", ["LCSW"]),
        ("Associate Marriage & Family Therapist #12345", "Associate Marriage & Family Therapist", []),
        ("Licensed Professional Counselor, License #12345", "Licensed Professional Counselor", []),
        ("Counselor, LPC (No. 12345)", "Counselor", ["LPC"]),
        ("Associate Professional Counselor, supervised by Bo Marsh, LMFT", "Associate Professional Counselor", []),
        ("Psychologist, PhD", "Psychologist", ["PhD"]),
    ],
)
def test_a_title_with_an_addition(markup: str, line: str, title: str, letters: list[str]) -> None:
    found = profile(markup.format(line) + REST)
    assert (found.title, found.credentials) == (title, letters)


def test_the_letters_of_a_title_come_behind_those_of_the_name() -> None:
    assert profile(f"<h1>Ada Quill, LP, PhD</h1><p>Title: Psychologist, PhD</p>{REST}").credentials == ["LP", "PhD"]


def test_letters_alone_are_no_title() -> None:
    found = profile(f"<h1>Ada Quill</h1><p>License type: LMHC</p>{REST}")
    assert (found.title, found.credentials) == (None, ["LMHC"])


@pytest.mark.parametrize("mark", [" — ", " - ", " | ", ", "])
def test_a_title_beside_the_name(mark: str) -> None:
    found = profile(f"<h1>Ada Quill{mark}Psychotherapist</h1>{REST}")
    assert (found.name, found.title) == ("Ada Quill", "Psychotherapist")


def test_what_is_no_addition_leaves_a_line_alone() -> None:
    assert profile(f"<h1>Ada Quill</h1><p>Counselor, in no hurry (ever)</p>{REST}").title is None
