"""Documents hold what the mappings name, in the forms the mappings promise."""

import json
from datetime import UTC, datetime

import pytest

from index_config.documents import approach_document, completeness, statement_document, therapist_document
from index_config.mappings import folded_fields, properties
from index_config.taxonomy import load_taxonomy
from records import Approach, ApproachClaim, Location, Statement, Therapist

SEEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA = Therapist(
    id="ada",
    name="Ada Quill",
    prefix="Dr.",
    credentials=["PsyD"],
    title="Clinical Psychologist",
    license="PSY",
    organization="Harbor Café",
    locations=[
        Location(city="Saint  Paul", state="MN", zip="55102", lat=44.93, lon=-93.12),
        Location(city="East Bay", state="CA"),
    ],
    telehealth=True,
    languages=["English", "Español"],
    ages=["Older Adults", "Teens (14 to 18)"],
    insurance=["Blue Cross"],
    fee_min=120.0,
    fee_max=180.0,
    currency="USD",
    phone="+16515550101",
    approaches=[
        ApproachClaim(id="emdr", claim="described", claims=["described", "ticked"]),
        ApproachClaim(id="river-work", claim="ticked", claims=["ticked"]),
    ],
    issues=["anxiety"],
    about="I listen. Cafe\u0301.",
    statements=["s1"],
    profile_urls=["https://directory.example/ada", "https://directory.example/old"],
    sources=["directory"],
    first_seen=SEEN,
    last_seen=SEEN,
    last_confirmed=SEEN,
)
STATEMENT = Statement(
    id="s1",
    therapist_id="ada",
    approach_id="emdr",
    source="directory",
    text="We follow the light, the cafe\u0301 light.",
    source_url="https://directory.example/emdr",
    first_seen=SEEN,
    last_seen=SEEN,
)
NOBODY = Therapist(id="x", name="X", first_seen=SEEN, last_seen=SEEN, last_confirmed=SEEN)


@pytest.mark.parametrize("therapist", [ADA, NOBODY], ids=lambda therapist: therapist.id)
def test_a_document_has_exactly_the_mapped_fields_and_is_plain_json(therapist: Therapist) -> None:
    document = therapist_document(therapist, [STATEMENT], load_taxonomy())
    assert document.keys() == properties("therapists").keys()
    assert json.loads(json.dumps(document)) == document
    assert statement_document(STATEMENT, therapist).keys() == properties("statements").keys()


def test_what_is_looked_up_is_folded_and_labels_stay_in_the_record() -> None:
    document = therapist_document(ADA, [STATEMENT], load_taxonomy())
    assert document["city"] == ["saint paul", "east bay"]
    assert document["state"] == ["MN", "CA"]
    assert document["title"] == ["clinical psychologist"]
    assert document["license"] == ["psy"]
    assert document["language"] == ["english", "espanol"]
    assert document["age"] == ["elder", "teen", "older adults", "teens (14 to 18)"]
    assert document["record"]["languages"] == ["English", "Español"]
    assert document["record"]["title"] == "Clinical Psychologist"
    assert {"city", "title", "license", "language", "insurance", "age", "name_sort", "written_in"} == folded_fields(
        "therapists"
    )


def test_claims_places_and_names() -> None:
    document = therapist_document(ADA, [STATEMENT], load_taxonomy())
    assert document["approach"] == ["emdr", "river-work"]
    assert (document["described"], document["credentialed"]) == (["emdr"], [])
    assert document["ticked"] == ["emdr", "river-work"]
    assert document["approach_names"] == ["EMDR", "river work", "Anxiety"]
    assert document["name_words"] == ["ada", "quill", "harbor", "cafe"]
    assert (document["told"], document["hinted"]) == (["emdr"], [])
    assert document["place_text"] == ["Saint  Paul MN Minnesota 55102", "East Bay CA California"]
    assert document["location"] == [{"lat": 44.93, "lon": -93.12}]
    assert document["last_seen"] == "2026-03-01T12:00:00Z"


def test_words_are_the_therapists_letter_for_letter_and_what_is_searched_is_composed() -> None:
    document = therapist_document(ADA, [STATEMENT], load_taxonomy())
    statement, about = document["words"]
    assert statement == {
        "field": "statement",
        "approach": "emdr",
        "claim": "described",
        "text": STATEMENT.text,
        "source_url": STATEMENT.source_url,
        "last_seen": "2026-03-01T12:00:00Z",
    }
    assert (about["field"], about["text"], about["source_url"]) == ("about", ADA.about, ADA.profile_urls[0])
    assert document["own_words"] == ["We follow the light, the café light."]
    assert document["about"] == "I listen. Café."
    assert not {"about", "statements"} & document["record"].keys()


def test_completeness_is_a_share() -> None:
    assert completeness(ADA, [STATEMENT]) == 1.0
    assert completeness(NOBODY, []) == 0.0
    assert 0 < completeness(NOBODY, [STATEMENT]) < 1


def test_an_approach_document_holds_all_its_names() -> None:
    known = load_taxonomy().approaches["internal-family-systems"]
    unknown = Approach(id="river-work", name="River Work", known=False, definition="Work by the river.")
    document = approach_document(known)
    assert document.keys() == approach_document(unknown).keys() == properties("approaches").keys()
    assert {"IFS", "Parts Work"} <= set(document["names"])
    assert "a part of me" in document["phrases"]
    assert json.loads(json.dumps(document)) == document
