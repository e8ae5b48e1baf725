"""Letters behind a name, however they are written."""

import pytest

from tests.pipelines.normalize.pages import cleaned

REST = "<h2>About me</h2><p>I work slowly.</p><h2>Languages</h2><p>English</p>"


@pytest.mark.parametrize(
    ("shown", "letters"),
    [
        *((shown, ["LCSW"]) for shown in ("lcsw", "Lcsw", "l.c.s.w.", "L.C.S.W.")),
        ("Psy. D.", ["PsyD"]),
        ("LCSW, Ph. D.", ["LCSW", "PhD"]),
        ("Ed. S.", ["EdS"]),
        ("DClinPsy", ["DClinPsy"]),
    ],
)
def test_spellings(shown: str, letters: list[str]) -> None:
    named = cleaned(f"<h1>Ada Quill, {shown}</h1>{REST}")
    labelled = cleaned(f"<h1>Ada Quill</h1><p>Credentials: {shown}</p>{REST}")
    assert (named.name, named.credentials, labelled.credentials) == ("Ada Quill", letters, letters)


@pytest.mark.parametrize("name", ["Ada Mac", "Ada Do", "Ada Sep"])
def test_a_short_name_is_no_letters(name: str) -> None:
    found = cleaned(f"<h1>{name}</h1>{REST}", f"https://www.therapyden.com/therapist/{name.lower().replace(' ', '-')}")
    assert (found.name, found.credentials) == (name, [])
