"""The traps of profile pages: the site's own contacts, other therapists, gone profiles, addresses in many forms."""

import json
from typing import Any

import pytest

from records import ProfileExtract
from tests.pipelines.extract.pages import PROFILE_URL, extracted

SITE = """<div><p>Questions? <a href="mailto:help@therapyden.com">help@therapyden.com</a></p>
<p>Phone: (555) 555-0199</p><p>Address: 1 Site Street, Reno, NV 89501</p></div>"""
OTHERS = "".join(
    f"<div><a href='/therapist/p{number}'><h3>Bo Marsh {number}</h3></a><p>Psychologist in Reno, NV</p>"
    f"<p>Languages: English</p><p>Specialties: Grief</p><p>Phone: (555) 555-01{number:02}</p></div>"
    for number in range(12)
)
SHORT = "<h1>Ada Quill</h1><h2>About me</h2><p>I work slowly.</p><h2>Languages</h2><p>English</p>"
PERSON = {"@type": "Person", "name": "Ada Quill", "telephone": "(503) 555-0142"}
BUSINESS = {"@type": "LocalBusiness", "name": "TherapyDen", "telephone": "(555) 555-0199"}


def jsonld(*nodes: dict[str, Any]) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def profile(html: str) -> ProfileExtract:
    found = extracted(html).profile
    assert found is not None
    return found


@pytest.mark.parametrize(
    "behind", [SITE, f"<h2>Similar therapists</h2>{OTHERS}", f"<p>More therapists near you</p>{OTHERS}"]
)
def test_contacts_of_the_site_and_of_others_are_not_taken(behind: str) -> None:
    found = profile(SHORT + behind)
    assert (found.name, found.about, found.languages) == ("Ada Quill", "I work slowly.", ["English"])
    assert (found.phone, found.places, found.website, found.issues) == (None, [], None, [])


def test_the_sites_own_business_is_nobody() -> None:
    assert profile(jsonld(BUSINESS, PERSON) + "<h1>Ada Quill</h1>").phone == "(503) 555-0142"
    found = profile(jsonld(BUSINESS) + SHORT)
    assert (found.name, found.phone) == ("Ada Quill", None)
    for stranger in (BUSINESS, {**BUSINESS, "name": "Sponsor Mattresses"}):
        assert extracted(jsonld(stranger) + "<p>Welcome to the directory.</p>").kind == "other"


def test_a_practice_has_a_profile_too() -> None:
    practice = {"@type": "MedicalBusiness", "name": "Harbor Counseling", "telephone": "(503) 555-0142"}
    assert profile(jsonld(practice) + "<h1>Harbor Counseling</h1>").phone == "(503) 555-0142"


def test_a_gone_profile_answered_by_a_list_is_no_profile() -> None:
    found = extracted(f"<h1>Therapists in Reno, NV</h1>{OTHERS}")
    assert (found.kind, found.profile, found.problems) == ("listing", None, [])


@pytest.mark.parametrize("path", ["/specialties", "/therapists/us/or"])
def test_a_short_list_is_a_list(path: str) -> None:
    found = extracted("<h1>Here</h1><a href='/therapist/ada-quill'>Ada</a>", f"https://www.therapyden.com{path}")
    assert (found.kind, found.problems) == ("listing", [])


def test_any_page_with_links_is_no_list() -> None:
    links = "".join(f"<a href='/blog/{number}'>Post {number}</a>" for number in range(20))
    assert extracted(f"<h1>Our blog</h1>{links}").kind == "other"


@pytest.mark.parametrize(
    ("shown", "places"),
    [
        ("Salem, OR 97301", [("Salem", "OR", "97301")]),
        ("12 Elm Street, Suite 4, Salem, OR 97301-0001", [("Salem", "OR", "97301")]),
        ("12 Elm Street<br>Salem, Oregon 97301, USA", [("Salem", "Oregon", "97301")]),
        ("Salem, OR 97301</p><p>4 Oak St, Portland, OR", [("Salem", "OR", "97301"), ("Portland", "OR", None)]),
        ("Call for directions, please", []),
        ("Salem, XX", []),
    ],
)
def test_addresses(shown: str, places: list[tuple[str | None, str | None, str | None]]) -> None:
    assert profile(f"{SHORT}<h2>Location</h2><p>{shown}</p>").places == places


@pytest.mark.parametrize(
    ("shown", "website"),
    [
        ("https://quill.example/about", "https://quill.example/about"),
        ("quill.example", "quill.example"),
        ('<a class="x" href="https://quill.example"><span>Visit my website</span></a>', "https://quill.example"),
        ("Ask me", None),
        ('<a href="/out?a=1&amp;url=https%3A%2F%2Fquill.example">Go</a>', "/out?a=1&url=https%3A%2F%2Fquill.example"),
        ('<a href="/websites?page=2">Go</a>', None),
    ],
)
def test_websites(shown: str, website: str | None) -> None:
    assert profile(f"{SHORT}<h2>Website</h2><p>{shown}</p>").website == website


def test_markup_inside_structured_data_is_read() -> None:
    node = {
        **PERSON,
        "jobTitle": "Marriage &amp; Family Therapist",
        "description": "<p>I work &amp; play.</p><p>Two.</p>",
    }
    found = profile(jsonld(node) + "<h1>Ada Quill</h1>")
    assert (found.title, found.about) == ("Marriage & Family Therapist", "I work & play.\n\nTwo.")


def test_quotation_marks_stay_where_mojibake_is_mended() -> None:
    found = profile(SHORT.replace("I work slowly.", "“Slow” isn’t late. CafÃ© talk."))
    assert found.about == "“Slow” isn’t late. Café talk."


def test_no_control_character_survives() -> None:
    found = extracted(SHORT.replace("slowly", "slo\x02w\x07\x9cly\x03").encode(), PROFILE_URL).profile
    assert found is not None
    assert found.about is not None
    assert all(char.isprintable() for char in found.about)


def test_list_marks_are_no_part_of_a_value_and_crosses_are_none() -> None:
    found = profile(f"{SHORT}<h2>Modalities</h2><div>✓ EMDR</div><div>✔ Gestalt Therapy</div><div>✗ Hypnosis</div>")
    assert found.approaches == ["EMDR", "Gestalt Therapy"]


def test_bold_lines_are_headings_and_labels_we_do_not_keep_end_a_section() -> None:
    found = profile(
        f"{SHORT}<div><strong>Issues</strong></div><p>Grief</p><div><b>Favourite colours</b></div><p>Green</p>"
        "<p><b>Insurance:</b> Aetna</p><p><b>Identities &amp; communities:</b> Artists</p>"
    )
    assert (found.issues, found.insurance, found.about) == (["Grief"], ["Aetna"], "I work slowly.")


def test_running_text_under_an_unknown_heading_is_the_owners() -> None:
    text = "I keep a small practice on purpose, so that I can remember what you told me three weeks ago, and why. " * 2
    html = f"<h1>Ada Quill</h1><h2>Languages</h2><p>English</p><h3>Dear you</h3><p>{text}</p><h2>Ages</h2><p>Adults</p>"
    assert profile(html).about == text.strip()


def test_a_link_named_website_leads_to_it() -> None:
    assert (
        profile(f'{SHORT}<p><a href="https://quill.example" rel="nofollow">Web</a></p>').website
        == "https://quill.example"
    )


@pytest.mark.parametrize(
    ("city", "state", "place"),
    [
        ("SALEM", "OR", ("Salem", "OR", None)),
        ("Salem, Oregon", "OR", ("Salem", "OR", None)),
        ("Salem OR 97301", "OR", ("Salem", "OR", "97301")),
        ("Salem", "Oregon", ("Salem", "Oregon", None)),
    ],
)
def test_cities_of_structured_data(city: str, state: str, place: tuple[str, str, str | None]) -> None:
    node = {**PERSON, "address": {"addressLocality": city, "addressRegion": state}}
    assert profile(jsonld(node) + "<h1>Ada Quill</h1>").places == [place]


def test_a_link_named_website_may_be_wrapped_and_come_after_other_words() -> None:
    words = "<p>A new Website<br></p>"
    link = "<a class='x'\nhref='https://adaquill.example/'>\xa0<span>Website</span></a>"
    assert profile(f"{SHORT}{words}{link}").website == "https://adaquill.example/"


def test_structured_data_between_unbreakable_blanks_is_read() -> None:
    script = f"<script type='application/ld+json'>\u2028\xa0{json.dumps(PERSON)}\xa0</script>"
    found = extracted(SHORT + script)
    assert (found.profile and found.profile.phone, found.problems) == ("(503) 555-0142", [])


def test_labels_that_are_shown_twice_make_the_habit_of_a_page() -> None:
    twice = "<p>Languages: English</p>" * 2
    page = f"<h1>Ada Quill</h1>{twice}<p>Fees: $100</p><p>Telehealth sessions offered: yes</p>"
    assert profile(page).telehealth == "yes"


def test_a_drawing_has_no_title_of_the_page() -> None:
    assert profile(f"<svg><title>Access denied</title><p></p></svg>{SHORT}").name == "Ada Quill"


def test_a_list_under_a_lesser_heading_is_a_list() -> None:
    rows = "".join(f"<tr><td><a href='/therapists/us/oregon/{city}'>{city}</a></td></tr>" for city in ("salem", "bend"))
    page = f"<h2>Oregon</h2><table>{rows}</table>"
    assert extracted(page, "https://www.therapyden.com/therapists/us/oregon").kind == "listing"


def test_a_page_without_a_host_has_no_mail_of_its_own() -> None:
    page = "<h1>Ada Quill</h1><h2>About me</h2><p>I work slowly @ home.</p><h2>Languages</h2><p>English</p>"
    found = extracted(page, "file:ada-quill.html").profile
    assert found is not None
    assert (found.about, found.languages) == ("I work slowly @ home.", ["English"])


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<link rel=canonical href='/therapist/ada-marsh'>", "https://www.therapyden.com/therapist/ada-marsh"),
        (
            '<link href="http://therapyden.com/therapist/ada-marsh/?a=1&amp;b=2" rel="canonical" />',
            "https://www.therapyden.com/therapist/ada-marsh",
        ),
        (f"<link rel='canonical' href='{PROFILE_URL}'>", None),
        ("<link rel='canonical' href='https://quill.example/therapist/ada-marsh'>", None),
        ("<link rel='canonical' href='/therapists/us/nv/reno'>", None),
        ("<link rel='canonical' href='/'>", None),
        ("<link rel='canonical' href='https://['>", None),
        ("<link rel='canonical'", None),
        ("<p>canonical</p>", None),
    ],
)
def test_the_address_that_a_profile_names_as_its_own(link: str, url: str | None) -> None:
    assert profile(f"<title>Ada</title>{link}<body>{SHORT}").canonical_url == url
