"""Profiles that an app drew: no element but div, and what each of them means is told by its role."""

import pytest

from tests.pipelines.extract.test_profile_wordings import profile


def heading(level: int, text: str, quote: str = '"') -> str:
    return f"<div role={quote}heading{quote} aria-level={quote}{level}{quote}><div>{text}</div></div>"


def listed(*values: str) -> str:
    items = "".join(f'<div role="listitem"><div>{value}</div></div>' for value in values)
    return f'<div role="list">{items}</div>'


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_headings_end_what_stands_above_them(quote: str) -> None:
    found = profile(
        '<div role="navigation"><div role="link">Aetna</div></div><div role="main">'
        + heading(1, "Ada Quill", quote)
        + "<div>Psychologist · LPC</div>"
        + heading(2, "About me", quote)
        + "<div>I work slowly. We will laugh, too.</div>"
        + heading(2, "At a glance", quote)
        + '<div><div role="term">Languages</div><div role="definition">English, Polish</div></div>'
        + heading(2, "Insurance", quote)
        + listed("Aetna", "Cigna")
        + '<div role="button"><div>What is a deductible?</div></div>'
        + heading(2, "Letters from readers", quote)
        + listed("<div>Kind, but late.</div><div>Ada’s fan, March 3</div>")
        + "</div>"
    )
    assert (found.name, found.title, found.credentials) == ("Ada Quill", "Psychologist", ["LPC"])
    assert (found.about, found.insurance) == ("I work slowly. We will laugh, too.", ["Aetna", "Cigna"])
    assert found.languages == ["English", "Polish"]
