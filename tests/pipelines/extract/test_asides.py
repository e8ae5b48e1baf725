"""A card that stands before the line which names the owner: read where it is the owner's, and only there."""

import pytest

from tests.pipelines.extract.test_profile_wordings import ABOUT, profile

MAIN = f"<main><h1>Ada Quill</h1><p>Therapist</p>{ABOUT}<h2>Issues</h2><p>Grief</p></main>"
CONTACTS = "<p>Salem, OR 97301</p><p>(503) 555-0142</p>"


def page(aside: str) -> str:
    return f"<div><div><aside>{aside}</aside>{MAIN}</div></div>"


@pytest.mark.parametrize(
    "sign", ["<p>$90–$120 / session</p><p>Sliding scale available</p>", "<p>Ask Ada about rates</p><p>Online only</p>"]
)
def test_a_card_before_the_headline_is_the_owners(sign: str) -> None:
    found = profile(page(f"{sign}{CONTACTS}<p><b>Speaks</b> <i>🇺🇸 English</i> <i>🇲🇽 Spanish</i></p>"))
    assert (found.phone, found.places) == ("(503) 555-0142", [("Salem", "OR", "97301")])
    assert found.languages == ["English", "Spanish"]


@pytest.mark.parametrize(
    "aside",
    [
        CONTACTS,
        f"<p>Telehealth available</p>{CONTACTS}",
        f"<p>Sliding scale available</p><p>Online only</p><p>Languages: Spanish</p>{CONTACTS}",
        f"<p>More therapists in Salem</p><p>Bo Marsh</p><p>$90 per session</p><p>Online only</p>{CONTACTS}",
        f"<p><a href='/therapist/bo-marsh'>Bo Marsh</a></p><p>$90 per session</p><p>Online only</p>{CONTACTS}",
        f"<p>Home</p><p>Ada Quill</p><p>Online only</p>{CONTACTS}",
        f"<p>Writing circle, $20 a person</p><p>Online only</p>{CONTACTS}",
    ],
)
def test_a_card_that_may_be_the_sites_is_nobodys(aside: str) -> None:
    found = profile(page(aside))
    assert (found.phone, found.places, found.fees, found.languages) == (None, [], None, [])
    assert (found.telehealth, found.sliding_scale) == (None, None)
