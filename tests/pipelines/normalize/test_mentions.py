"""From extracts to mentions: what is shown and understood, and what is not, with its reason."""

from datetime import UTC, datetime
from typing import Any

import pytest

from index_config.taxonomy import load_taxonomy
from pipelines.mention import Mention
from pipelines.normalize import reading_of
from records import ApproachExtract, Attribution, PageExtract, ProfileExtract, StatementExtract
from tests.pipelines.normalize.pages import cleaned

NOON = datetime(2026, 5, 30, 12, tzinfo=UTC)
WORDS = "I watch what happens between us, and say so. Ties are learned."


def mention(**found: Any) -> Mention:
    """The only mention of a page."""
    extract = PageExtract(
        url="https://directory.example/page",
        source="made",
        kind="other",
        digest="0",
        extractor="1",
        fetched_at=NOON,
        **found,
    )
    (only,) = reading_of(extract, load_taxonomy()).mentions
    return only


def profile(**values: Any) -> Mention:
    return mention(profile=ProfileExtract(name="Ada Quill", **values))


def statement(profile_url: str | None = None, **line: Any) -> Mention:
    attribution = Attribution(name="Ada Quill", raw="— Ada Quill, Therapist", **line)
    found = StatementExtract(text=WORDS, attribution=attribution, profile_url=profile_url)
    return mention(approach=ApproachExtract(slug="emdr", statements=[found]))


def test_an_authors_profile_comes_along() -> None:
    url = "https://directory.example/therapist/ada-quill"
    assert statement(profile_url=url).profile_url == url
    assert statement().profile_url is None


def test_what_an_owner_knows_about_counts_where_no_list_speaks() -> None:
    topics = ["EMDR", "Grief", "SE", "Sailing", "https://schema.org/Psychiatric"]
    found = profile(topics=topics)
    assert ([(one.approach_id, one.claim) for one in found.claims], found.issues) == ([("emdr", "ticked")], ["grief"])
    found = profile(topics=topics, approaches=["Gestalt Therapy"], issues=["Anxiety"])
    assert ([one.approach_id for one in found.claims], found.issues) == (["gestalt-therapy"], ["anxiety"])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"phone": "call me"}, "bad-phone"),
        ({"fees": "$1,000,000"}, "bad-fee"),
        ({"website": "javascript:alert(1)"}, "bad-website"),
        ({"title": "Underwater Listener"}, "unknown-title"),
        ({"places": [("Salem", "NV", "97301")]}, "bad-place"),
    ],
)
def test_what_is_not_understood_is_told_and_kept_as_shown(values: dict[str, Any], code: str) -> None:
    found = profile(**values)
    (problem,) = found.problems
    assert problem.code == code
    assert problem.excerpt in found.raw.values()
    assert (found.phone, found.fee_min, found.website) == (None, None, None)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"phone": "(503) 555-0142", "fees": "$120", "website": "quill.example", "title": "Psychologist"},
        {"fees": "Free consultation"},
        {"places": [("Salem", "OR", "97301"), ("East Bay", "CA", None), ("Toronto", "ON", "M5V 2T6")]},
    ],
)
def test_what_is_understood_or_absent_is_no_problem(values: dict[str, Any]) -> None:
    assert profile(**values).problems == []


def test_one_sided_fees() -> None:
    found = profile(fees="From €90")
    assert (found.fee_min, found.fee_max, found.currency) == (90, None, "EUR")
    found = profile(fees="Up to $200")
    assert (found.fee_min, found.fee_max, found.currency) == (None, 200, "USD")


def test_a_site_that_sends_readers_on() -> None:
    assert profile(website="/out?url=https%3A%2F%2Fquill.example").website == "https://quill.example"


def test_an_authors_line_that_contradicts_itself() -> None:
    (problem,) = statement(city="Salem", state="NV", zip="97301", title="Therapist").problems
    assert (problem.code, problem.detail) == ("bad-place", "ZIP 97301 lies in OR, not in NV")


@pytest.mark.parametrize(
    ("about", "claims"),
    [
        ("I am certified in EMDR.", {"described", "credentialed"}),
        ("I am EMDR certified.", {"described", "credentialed"}),
        ("I supervise, and am certified in EMDR.", {"described", "credentialed"}),
        ("I supervise certified EMDR clinicians.", {"described"}),
        ("I supervise EMDR certified clinicians.", {"described"}),
        ("I am an EMDRIA Certified Therapist.", {"credentialed"}),
        ("I'm also an EMDRIA-approved consultant.", {"credentialed"}),
        ("I am not an EMDRIA Certified Therapist.", set()),
        ("My supervisor is an EMDRIA Approved Consultant.", set()),
        ("I am not certified in EMDR.", set()),
        ("I am working toward EMDR certification.", {"described"}),
        ("EMDR certification in progress.", {"described"}),
        ("Certified? EMDR is.", {"described"}),
        ("I am certified in yoga. EMDR is what I do.", {"described"}),
    ],
)
def test_who_is_certified(about: str, claims: set[str]) -> None:
    assert {one.claim for one in profile(about=about).claims if one.approach_id == "emdr"} == claims


def test_evidence_is_the_text_itself_over_any_characters() -> None:
    about = (
        "\U0001f469\U0001f3fd\u200d\u2695\ufe0f E\u0301lan: I use\xa0Internal\xa0Family\xa0Systems "
        "and “Gestalt\u2011The\u0301rapy”."
    )
    found = {one.approach_id: one for one in profile(about=about).claims}
    assert found.keys() == {"internal-family-systems", "gestalt-therapy"}
    for one in found.values():
        assert about[one.start : one.end] == one.text


def test_a_list_with_several_names_in_one_item_or_none() -> None:
    found = profile(approaches=["CBT/DBT", "EMDR, Foo", "None", "N/A"], issues=["Grief; Anxiety", "none"])
    ticked = ["cognitive-behavioral-therapy", "dialectical-behavior-therapy", "emdr-foo"]
    assert ([one.approach_id for one in found.claims], found.issues) == (ticked, ["grief", "anxiety"])


def test_a_supervisors_letters_are_not_the_owners() -> None:
    found = statement(title="Therapist", credentials=["LPC Associate"])
    assert (found.license, found.credentials) == ("LPC-ASSOCIATE", ["LPC Associate"])


@pytest.mark.parametrize(
    ("about", "approach"),
    [
        ("We link thoughts, feelings and behaviours and challenge negative thoughts.", "cognitive-behavioral-therapy"),
        ("Toys are their words, and play is how children speak.", "play-therapy"),
        ("Love maps, the four horsemen and bids for connection guide us.", "gottman-method"),
        ("A part of me wants to run; all parts of you are welcome.", "internal-family-systems"),
        ("We face your fears, let them rise and resist the compulsion.", "exposure-and-response-prevention"),
        ("I was raised by two teachers. My dog greets clients. A part of the roof fell.", None),
        ("I offer a warm space to breathe, to feel, and to find meaning in the past and present.", None),
        ("Whether you are stressed at work or fighting at home, I listen and offer tools.", None),
        ("We do not use eye movements or bilateral stimulation.", None),
    ],
)
def test_what_own_words_describe(about: str, approach: str | None) -> None:
    assert {one.approach_id for one in profile(about=about).claims} == ({approach} if approach else set())


TRAINING = ["Training", "Certifications", "Education & training", "Credentials", "Certifications and training"]


@pytest.mark.parametrize("label", TRAINING)
@pytest.mark.parametrize(
    ("line", "approaches"),
    [
        ("Certified Gottman Therapist", ["gottman-method"]),
        ("EMDR Certified", ["emdr"]),
        ("EMDRIA Approved Consultant", ["emdr"]),
        ("IFS Level 2", ["internal-family-systems"]),
        ("IFS Level 1", []),
        ("EMDR certification in progress", []),
        ("MSW, Elm University", []),
        ("EMDR basic training", []),
    ],
)
def test_lists_of_trainings(label: str, line: str, approaches: list[str]) -> None:
    about = "<h2>About me</h2><p>I work slowly.</p><h2>Ages</h2><p>Adults</p>"
    shown = f"<ul><li>{line}</li><li>Kayaking for all</li></ul>"
    found = cleaned(f"<h1>Ada Quill, LCSW</h1>{about}<h2>{label}</h2>{shown}")
    held = [one.approach_id for one in found.claims if one.claim == "credentialed"]
    assert (held, found.credentials) == (approaches, ["LCSW"])
