"""Microdata in a page's elements: the owner's is read, that of others and of the site is not."""

import json

import pytest

from records import ProfileExtract
from tests.pipelines.extract.pages import extracted

SCHEMA = "https://schema.org"
ADDRESS = f"""<div itemprop="address" itemscope itemtype="{SCHEMA}/PostalAddress"><span itemprop="streetAddress">12 Elm St</span>
<span itemprop="addressLocality">Salem</span>, <span itemprop="addressRegion">OR</span> <span itemprop="postalCode">97301</span></div>"""
VALUES = f"""<span itemprop="jobTitle">Marriage &amp; Family Therapist</span> <meta itemprop="telephone" content="(503) 555-0142">
<div itemprop="description"><p>I work &amp; play.</p><p>Two <b>feet</b>.</p></div>{ADDRESS}
<a itemprop="url" href="https://quill.example/me">My site</a> <span itemprop="knowsLanguage">English</span>
<span itemprop="knowsLanguage">Spanish</span> <span itemprop="honorificSuffix">LMFT</span>"""
OTHER = f"""<div itemscope itemtype="{SCHEMA}/Person"><a itemprop="url" href="https://marsh.example"><span itemprop="name">Bo Marsh</span></a>
<span itemprop="telephone">(503) 555-0177</span></div>"""
SITE = f"""<div itemscope itemtype="{SCHEMA}/LocalBusiness"><span itemprop="name">TherapyDen</span><span itemprop="telephone">(555) 555-0199</span></div>"""


def person(inside: str, kind: str = "Physician", name: str = "Ada Quill") -> str:
    return f'<main itemscope itemtype="{SCHEMA}/{kind}"><h1 itemprop="name">{name}</h1>{inside}</main>'


def profile(html: str) -> ProfileExtract:
    found = extracted(html)
    assert found.problems == []
    assert found.profile is not None
    return found.profile


@pytest.mark.parametrize("kind", ["Physician", "Person", "MedicalBusiness", "LocalBusiness"])
def test_an_item_and_its_values(kind: str) -> None:
    found = profile(person(VALUES, kind))
    assert (found.name, found.title, found.phone) == ("Ada Quill", "Marriage & Family Therapist", "(503) 555-0142")
    assert (found.about, found.places) == ("I work & play.\n\nTwo feet.", [("Salem", "OR", "97301")])
    assert (found.website, found.languages) == ("https://quill.example/me", ["English", "Spanish"])
    assert found.credentials == ["LMFT"]
    assert {found.origins[name] for name in ("title", "phone", "about", "places", "website")} == {"microdata"}


@pytest.mark.parametrize("around", [OTHER, SITE, OTHER + SITE, OTHER * 3])
@pytest.mark.parametrize("is_before", [True, False])
def test_others_and_the_site_are_not_the_owner(around: str, is_before: bool) -> None:
    page = person('<span itemprop="jobTitle">Psychologist</span>')
    found = profile(around + page if is_before else page + around)
    assert (found.name, found.title, found.phone, found.website) == ("Ada Quill", "Psychologist", None, None)


def test_another_persons_card_alone_is_not_the_owner() -> None:
    labels = "<h1>Ada Quill</h1><p>Languages: English</p><p>Ages: Adults</p><p>Fees: $100</p>"
    found = profile(labels + OTHER)
    assert (found.name, found.phone, found.origins["name"]) == ("Ada Quill", None, "heading")


def test_people_inside_an_item_are_its_values() -> None:
    colleague = f'<div itemprop="employee" itemscope itemtype="{SCHEMA}/Person"><b itemprop="name">Ada Quill</b><i itemprop="telephone">(503) 555-0177</i></div>'
    assert profile(person(colleague)).phone is None


def test_json_ld_goes_before_and_labels_behind() -> None:
    script = json.dumps({"@type": "Person", "name": "Ada Quill", "jobTitle": "Psychologist"})
    labels = "<h2>Phone</h2><p>(503) 555-0100</p><h2>Fees</h2><p>$120</p>"
    found = profile(f'<script type="application/ld+json">{script}</script>{person(VALUES)}{labels}')
    assert (found.title, found.phone, found.fees) == ("Psychologist", "(503) 555-0142", "$120")
    assert [found.origins[name] for name in ("title", "phone", "fees")] == ["json-ld", "microdata", "label"]


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        ('<a itemprop="telephone" href="tel:+15035550142">Call now</a>', "+15035550142"),
        ('<a itemprop="telephone" href="/call">(503) 555-0142</a>', "(503) 555-0142"),
        ('<data itemprop="telephone" value="5035550142">call</data>', "5035550142"),
        ('<span itemprop="faxNumber telephone">(503) 555-0142</span>', "(503) 555-0142"),
        ('<span itemprop="telephone" content="(503) 555-0142">call</span>', "(503) 555-0142"),
        ('<span itemprop="telephone">(503)&nbsp;<b>555</b>-0142</span>', "(503) 555-0142"),
        ('<span itemprop="telephone">=HYPERLINK("x")</span>', None),
        ('<meta itemprop="telephone">', None),
    ],
)  # fmt: skip
def test_where_a_value_stands(value: str, phone: str | None) -> None:
    assert profile(person(value)).phone == phone


def test_a_page_around_its_person() -> None:
    html = f'<body itemscope itemtype="{SCHEMA}/ProfilePage"><div itemprop="mainEntity" itemscope itemtype="{SCHEMA}/Person"><h1 itemprop="name">Ada Quill</h1>{VALUES}</div></body>'
    assert profile(html).phone == "(503) 555-0142"


def test_a_list_of_people_is_a_list() -> None:
    cards = "".join(
        person("", name=f"<a href='/therapist/p{number}'>Bo Marsh</a>").replace("h1", "h3") for number in range(9)
    )
    found = extracted(f"<h1>Therapists in Reno</h1>{cards}")
    assert (found.kind, found.profile) == ("listing", None)
