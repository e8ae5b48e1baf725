"""Profiles: structured data and labelled sections; absent is absent, and the site's own contacts are nobody's."""

import json

from tests.pipelines.extract.pages import PROFILE_URL, extracted

SITE = """<footer><p>Questions? <a href="mailto:help@directory.example">help@directory.example</a></p>
<p>Phone: (555) 555-0199</p><p>1 Site Street, Reno, NV 89501</p></footer>"""

NODE = {
    "@context": "https://schema.org",
    "@type": "Physician",
    "name": "Ada Quill",
    "telephone": "(503) 555-0142",
    "description": "I work slowly and I laugh easily.",
    "address": {"@type": "PostalAddress", "addressLocality": "Salem", "addressRegion": "OR", "postalCode": "97301"},
}

SECTIONS = """<h1>Ada Quill, LCSW <small>(she/her)</small></h1><p>Licensed Clinical Social Worker in Salem, OR</p>
<h2>About Me</h2><p>I work slowly and I laugh easily.</p><p>Bring your worries.</p>
<h2>Modalities</h2><ul><li>EMDR</li><li>Relational Therapy</li></ul>
<h2>Issues</h2><ul><li>Grief</li><li>Anxiety</li></ul>
<h3>Insurance accepted:</h3><p>Aetna, Cigna</p><h3>Languages</h3><p>English · Spanish</p>
<dl><dt>Session fee</dt><dd>$120 - $180</dd><dt>Sliding scale</dt><dd>Yes</dd><dt>Telehealth</dt><dd>Available</dd></dl>
<table><tr><th>Ages</th><td>Adults, Teens</td></tr><tr><th>Phone</th><td>(503) 555-0142</td></tr></table>
<h2>Favourite colours</h2><p>Green</p>"""


def page(*parts: str, script: str = "") -> str:
    return f"<html><head>{script}</head><body><nav><a href='/'>Home</a></nav>{''.join(parts)}{SITE}</body></html>"


def jsonld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_labelled_sections() -> None:
    found = extracted(page(SECTIONS)).profile
    assert found is not None
    assert (found.name, found.pronouns, found.credentials) == ("Ada Quill", "she/her", ["LCSW"])
    assert (found.title, found.places) == ("Licensed Clinical Social Worker", [("Salem", "OR", None)])
    assert found.about == "I work slowly and I laugh easily.\n\nBring your worries."
    assert (found.approaches, found.issues) == (["EMDR", "Relational Therapy"], ["Grief", "Anxiety"])
    assert (found.insurance, found.languages) == (["Aetna", "Cigna"], ["English", "Spanish"])
    assert (found.fees, found.sliding_scale, found.telehealth) == ("$120 - $180", "Yes", "Available")
    assert (found.ages, found.phone) == (["Adults", "Teens"], "(503) 555-0142")


def test_structured_data_in_its_forms() -> None:
    for data in (
        NODE,
        [{"@type": "WebSite", "name": "Directory"}, NODE],
        {"@graph": [{"@type": ["Physician"], **NODE}]},
    ):
        found = extracted(page("<h1>Ada Quill</h1>", script=jsonld(data)))
        assert found.kind == "profile"
        assert found.profile is not None
        assert (found.profile.phone, found.profile.places) == ("(503) 555-0142", [("Salem", "OR", "97301")])
        assert found.profile.origins["phone"] == "json-ld"


def test_broken_structured_data_is_noted_and_the_sections_speak() -> None:
    script = '<script type="application/ld+json">{"@type": "Physician", "name": </script>'
    found = extracted(page(SECTIONS, script=script))
    assert [one.code for one in found.problems] == ["broken-json-ld"]
    assert found.profile is not None
    assert found.profile.phone == "(503) 555-0142"


def test_trailing_commas_are_mended() -> None:
    script = jsonld(NODE).replace("}}", "},}")
    found = extracted(page("<h1>Ada Quill</h1>", script=script))
    assert found.problems == []
    assert found.profile is not None


def test_the_sites_own_contacts_are_nobodys() -> None:
    bare = {"@type": "Person", "name": "Ada Quill"}
    found = extracted(page("<h1>Ada Quill</h1><p>Hello.</p>", script=jsonld(bare))).profile
    assert found is not None
    assert (found.phone, found.places, found.website, found.about) == (None, [], None, None)


def test_what_is_no_profile() -> None:
    assert extracted(page("<h1>Opening hours</h1><p>Monday</p>")).problems[0].code == "not-a-directory-page"
    cards = "".join(f'<a href="/therapist/p{number}">P{number}</a>' for number in range(20))
    assert extracted(page("<h1>Therapists in Reno</h1>", cards)).kind == "listing"
    assert extracted("<title>Just a moment...</title><h1>Checking</h1>").problems[0].code == "block-page"


def test_a_profile_saved_for_an_approach_is_a_profile() -> None:
    words = "<p>I have worked with adults and couples for fifteen years.</p><p>Psychologist in Salem, OR</p>"
    html = f"<h1>Ada Quill</h1>{words}<h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p>"
    found = extracted(html, PROFILE_URL, x_therapyindex_approach="emdr")
    assert (found.kind, found.approach, found.profile and found.profile.name) == ("profile", None, "Ada Quill")


def test_a_page_of_an_approach_below_the_therapists_is_of_the_approach() -> None:
    html = "<h1>EMDR</h1><p>I use it daily.</p><p>— Ada Quill, Psychologist in Salem, OR</p>"
    found = extracted(html, "https://www.therapyden.com/therapists/emdr", x_therapyindex_approach="emdr")
    assert found.approach
    assert len(found.approach.statements) == 1
