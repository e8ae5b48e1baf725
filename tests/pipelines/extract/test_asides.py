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


COLUMN = (
    "<div><h4>Card</h4><p>Salem, OR 97301<br>Tel. (503) 555-0142</p></div>"
    "<div><h4>Heard here</h4><ul><li>Grief</li><li>Anxiety</li></ul></div>"
    "<div><h4>Languages</h4><ul><li>English</li></ul></div><div><h4>Sees</h4><ul><li>Teens</li></ul></div>"
    "<div><h4>Small letters</h4><p>Sessions are $90 to $110 for an hour. Sliding scale: yes. Video sessions: no.</p></div>"
)
OTHERS = "<div><h4>Last week</h4><p><a href='/therapist/bo-marsh'>Bo Marsh</a></p><p>Tel. 541-555-0166</p></div>"


def test_cards_that_follow_each_other_are_the_owners() -> None:
    found = profile(f"<div><div>{COLUMN}{OTHERS}</div><div><h1>Ada Quill</h1>{ABOUT}</div></div>")
    assert (found.phone, found.places) == ("(503) 555-0142", [("Salem", "OR", "97301")])
    assert (found.issues, found.languages, found.ages) == (["Grief", "Anxiety"], ["English"], ["Teens"])
    assert (found.sliding_scale, found.telehealth) == ("yes", "no")
    assert found.fees is not None
    assert "$90 to $110" in found.fees


@pytest.mark.parametrize(
    "column",
    [
        OTHERS + OTHERS,
        COLUMN.replace("Tel. (503) 555-0142", ""),
        COLUMN.replace("<li>English</li>", "<li><a href='/l/en'>English</a></li>"),
        COLUMN.replace("Salem, OR 97301<br>", "<a href='/therapist/bo-marsh'>Bo Marsh</a><br>"),
    ],
)
def test_cards_of_the_site_or_of_others_are_nobodys(column: str) -> None:
    found = profile(f"<div><div>{column}</div><div><h1>Ada Quill</h1>{ABOUT}<h2>Ages</h2><p>Teens</p></div></div>")
    assert (found.phone, found.places, found.fees) == (None, [], None)


def test_cards_of_a_practice_whose_name_has_common_words() -> None:
    column = COLUMN.replace("<li>Grief</li>", "<li>Family conflict</li>")
    found = profile(
        f"<div><div>{column}</div><div><h1>Marsh Family Counseling</h1>{ABOUT}</div></div>",
        "https://www.therapyden.com/therapist/marsh-family-counseling",
    )
    assert (found.phone, found.languages) == ("(503) 555-0142", ["English"])
