"""Profiles that tell little: without labels, without structured data, some without a heading."""

import pytest

from records import ProfileExtract
from tests.pipelines.extract.pages import extracted

ABOUT = "I use EMDR with adults who went through hard things in childhood."


def profile(html: str) -> ProfileExtract:
    found = extracted(html).profile
    assert found is not None
    return found


@pytest.mark.parametrize(
    "name",
    ["<h1>Ada Quill, LMFT</h1>", "<h3>Ada Quill, LMFT</h3>", "<p>Ada Quill, LMFT</p>", "<div>Ada Quill, LMFT</div>"],
)
def test_below_the_folder_of_people_a_name_and_one_thing_told_are_a_profile(name: str) -> None:
    found = profile(f"{name}<div>Portland, OR</div><p>{ABOUT}</p>")
    assert (found.name, found.credentials, found.about) == ("Ada Quill", ["LMFT"], ABOUT)
    assert found.places == [("Portland", "OR", None)]
    assert profile(f"{name}<p>{ABOUT}</p>").about == ABOUT
    assert profile(f"<h1>Ada Quill</h1><p>{ABOUT}</p>").about == ABOUT


@pytest.mark.parametrize(
    "url",
    ["https://www.therapyden.com/blog/ada-quill", "https://www.therapyden.com/therapist/bo-marsh"],
)
def test_on_other_addresses_that_is_not_enough(url: str) -> None:
    assert extracted(f"<h1>Ada Quill</h1><p>{ABOUT}</p>", url).profile is None


def test_a_number_may_stand_for_the_name() -> None:
    url = "https://www.therapyden.com/therapist/48213"
    found = extracted(f"<h1>Ada Quill, LMFT</h1><p>{ABOUT}</p>", url).profile
    assert found is not None
    assert (found.name, found.about) == ("Ada Quill", ABOUT)
    assert extracted(f"<h1>Ada Quill</h1><p>{ABOUT}</p>", url).profile is None
    assert extracted("<h1>Ada Quill, LMFT</h1><p>This profile was removed.</p>", url).profile is None


def test_a_name_alone_is_no_profile() -> None:
    assert extracted("<h1>Ada Quill</h1><p>This page has moved.</p>").profile is None
    assert extracted("<h1>Ada Quill</h1>").profile is None


def test_a_table_with_the_name_in_a_row() -> None:
    found = profile(
        "<table><tr><td>Name</td><td>Ada Quill</td></tr><tr><td>City</td><td>Reno</td></tr>"
        "<tr><td>State</td><td>NV</td></tr><tr><td>Phone</td><td>775-555-0101</td></tr></table>"
    )
    assert (found.name, found.places, found.phone) == ("Ada Quill", [("Reno", "NV", None)], "775-555-0101")


def test_a_list_that_nothing_announces_is_known_by_its_values() -> None:
    found = profile(
        "<h1>Ada Quill</h1><ul><li>EMDR</li><li>Gestalt Therapy</li></ul><p>Salem, OR</p><ul><li>Grief</li><li>Anxiety"
        "</li></ul><ul><li>Aetna</li><li>Cigna</li></ul><ul><li>English</li><li>Spanish</li></ul>"
    )
    assert (found.approaches, found.issues) == (["EMDR", "Gestalt Therapy"], ["Grief", "Anxiety"])
    assert (found.insurance, found.languages) == (["Aetna", "Cigna"], ["English", "Spanish"])
    assert found.credentials == []


@pytest.mark.parametrize(
    "items",
    [
        "<li><a href='/emdr'>EMDR</a></li><li><a href='/ifs'>IFS</a></li>",  # a menu
        "<li>EMDR</li><li>Our newsletter</li>",
        "<li>EMDR</li>",
    ],
)
def test_a_list_that_may_be_another_is_none(items: str) -> None:
    found = profile(f"<h1>Ada Quill</h1><p>{ABOUT}</p><p>Salem, OR</p><ul>{items}</ul>")
    assert (found.approaches, found.credentials) == ([], [])


def test_letters_below_the_name_that_are_an_approach_too_are_no_credential() -> None:
    assert profile(f"<h1>Ada Quill</h1><p>LCSW</p><p>EMDR</p><p>{ABOUT}</p>").credentials == ["LCSW"]
    assert profile(f"<h1>Ada Quill, LCSW, EMDR</h1><p>{ABOUT}</p>").credentials == ["LCSW", "EMDR"]


@pytest.mark.parametrize(
    ("heading", "slug", "name"),
    [
        ("<h1>Jo Marsh</h1>", "jo-marsh", "Jo Marsh"),
        ("<h1>J Marsh</h1>", "j-marsh", "J Marsh"),
        ("<h1>Quill, Ada</h1>", "ada-quill", "Ada Quill"),
        ("<h1>Ada Quill née Marsh</h1>", "ada-quill", "Ada Quill née Marsh"),
        ("<h1>Ada Quill <span>Verified</span></h1>", "ada-quill", "Ada Quill"),
        ("<h1><span>Ada</span> <span>Quill</span><span>LMFT</span></h1>", "ada-quill", "Ada Quill"),
        ("<header><h1>TherapyDen</h1></header><h2>Ada Quill</h2>", "ada-quill", "Ada Quill"),
        ("<h1>Ada Quill</h1>", "ada-marsh", "Ada Quill"),  # addresses go stale
        ("<h1>Ada Quill</h1>", "p-10293", "Ada Quill"),
    ],
)
def test_names_short_reversed_decorated_or_changed(heading: str, slug: str, name: str) -> None:
    found = extracted(
        f"{heading}<p>Therapist in Reno, NV</p><p>{ABOUT}</p>", f"https://www.therapyden.com/therapist/{slug}"
    ).profile
    assert found is not None
    assert (found.name, found.organization, found.title) == (name, None, "Therapist")


@pytest.mark.parametrize(
    ("brackets", "pronouns"),
    [
        ("ze/hir", "ze/hir"),
        ("él/he", "él/he"),
        ("She Her Hers", "She Her Hers"),
        ("quo/qua", None),
        ("per/per", "per/per"),
    ],
)
def test_brackets_behind_a_name_are_never_a_name(brackets: str, pronouns: str | None) -> None:
    found = profile(f"<h1>Ada Quill ({brackets})</h1><p>{ABOUT}</p>")
    assert (found.name, found.organization) == ("Ada Quill", None)
    assert found.pronouns == pronouns


def test_a_page_of_the_team_is_no_practice() -> None:
    body = f"<h1>Our Story</h1><p>Therapist in Reno, NV</p><p>{ABOUT}</p>"
    assert extracted(body, "https://www.bluedoor.example/team/our-story").profile is None
