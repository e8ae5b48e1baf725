"""Pronouns: whatever a page writes between them, one form comes out."""

import pytest

from tests.pipelines.normalize.pages import cleaned

REST = "<h2>About me</h2><p>I work slowly.</p><h2>Languages</h2><p>English</p>"
SPELLINGS = [
    ("she/her", "she/her"),
    ("She / Her / Hers", "she/her/hers"),
    ("she-her", "she/her"),
    ("(they/them)", "they/them"),
    ("[SHE/HER]", "she/her"),
    ("He, him", "he/him"),
    ("She|They", "she/they"),
]


@pytest.mark.parametrize(("shown", "expected"), SPELLINGS)
def test_below_their_label(shown: str, expected: str) -> None:
    assert cleaned(f"<h1>Ada Quill</h1><h2>Pronouns</h2><p>{shown}</p>{REST}").pronouns == expected


@pytest.mark.parametrize(("shown", "expected"), SPELLINGS)
def test_behind_a_name(shown: str, expected: str) -> None:
    found = cleaned(f"<h1>Ada Quill ({shown.strip('()[]')})</h1>{REST}")
    assert (found.name, found.pronouns) == ("Ada Quill", expected)


@pytest.mark.parametrize("shown", ["Ask me", "Any", "Quill-Marsh", "-"])
def test_what_are_none(shown: str) -> None:
    assert cleaned(f"<h1>Ada Quill</h1><h2>Pronouns</h2><p>{shown}</p>{REST}").pronouns is None
