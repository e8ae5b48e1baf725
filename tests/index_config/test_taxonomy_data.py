"""The taxonomy's data keeps its own rules, and every name leads to its approach."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_config.taxonomy import Taxonomy, load_taxonomy, mentions, phrases, slug
from index_config.taxonomy.rules import rules
from index_config.taxonomy.taxonomy import spellings, without_brackets
from records import Approach

EVERYTHING = list(load_taxonomy().approaches.values())
NAMED_ON_THE_SITE = [
    "Acceptance and Commitment Therapy (ACT)",
    "Attachment Theory",
    "Cognitive Behavioral Therapy (CBT)",
    "Cognitive Processing Therapy (CPT)",
    "Dialectical Behavior Therapy (DBT)",
    "EMDR",
    "Emotionally Focused Therapy (EFT, EFCT)",
    "Family Systems",
    "Gestalt Therapy",
    "Gottman Method",
    "Imago Relationship Therapy",
    "Internal Family Systems (IFS)",
    "Interpersonal Therapy (IPT)",
    "Motivational Interviewing (MI)",
    "Narrative Therapy",
    "Person-Centered (Rogerian)",
    "Play Therapy",
    "Psychobiological Approach to Couple Therapy (PACT)",
    "Psychodynamic Therapy",
    "Relational Therapy",
    "Schema Therapy",
    "Somatic Therapy (Body Centered)",
    "Infidelity or Affairs",
    "Polyamorous and Open Relationships",
    "Racial Identity",
]
ABBREVIATIONS = [
    *("ABFT", "ACT", "AEDP", "BSP", "CBT", "CFT", "CPT", "DBT", "EFCT", "EFFT", "EFT", "EMDR", "ERP", "IFS", "IPT"),
    *("KAP", "MBCT", "MBSR", "MBT", "MI", "NARM", "PACT", "PT", "RCT", "REBT", "RLT", "RO-DBT", "SE", "SFBT", "SP"),
    *("ST", "TF-CBT"),
]


@pytest.fixture
def taxonomy() -> Taxonomy:
    return load_taxonomy()


def test_it_is_large_enough(taxonomy: Taxonomy) -> None:
    kinds = Counter(approach.kind for approach in EVERYTHING)
    assert kinds["approach"] >= 130
    assert kinds["issue"] >= 70
    assert taxonomy.digest


@pytest.mark.parametrize("approach", EVERYTHING, ids=lambda approach: approach.id)
def test_an_entry_keeps_the_rules(approach: Approach, taxonomy: Taxonomy) -> None:
    assert approach.id == slug(approach.name)
    assert approach.known
    references = {*approach.broader, *approach.related}
    assert references <= taxonomy.approaches.keys() - {approach.id}
    assert all(0 < phrase.weight < 1 for phrase in approach.phrases)
    assert approach.phrases
    assert all(slug(alias) == alias for alias in approach.aliases)


@pytest.mark.parametrize("approach", EVERYTHING, ids=lambda approach: approach.id)
def test_every_name_leads_to_it(approach: Approach, taxonomy: Taxonomy) -> None:
    names = [approach.id, approach.name, *approach.synonyms, *approach.abbreviations, *approach.aliases]
    assert {taxonomy.resolve(name) for name in names} == {approach.id}
    assert {taxonomy.resolve(name.upper()) for name in names} == {approach.id}
    written = [approach.name, *approach.synonyms]
    for name in written:
        beside = "therapy" if name in taxonomy.ambiguous else ""
        assert {mention.approach_id for mention in mentions(f"So, {name} {beside} helps.")} == {approach.id}
    assert [phrases(phrase.text)[0].approach_id for phrase in approach.phrases] == [approach.id] * len(approach.phrases)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Child", "child-behavior"),
        ("Couples", "relationship-issues"),
        ("Teens", "teen-issues"),
        ("Postparto", "perinatal-mental-health"),
        ("Trauma Focused", "trauma-informed-therapy"),
        ("Tics and Tourette's", "tics-and-tourette-syndrome"),
    ],
)
def test_a_box_means_more_than_its_label_does_elsewhere(label: str, expected: str, taxonomy: Taxonomy) -> None:
    assert taxonomy.box(label) == expected
    assert taxonomy.resolve(label) is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Mindfulness-Based (MBCT)", ["mindfulness-based-cognitive-therapy"]),
        ("Cognitive Behavioral (CBT)", ["cognitive-behavioral-therapy"]),
        ("Emotionally Focused (EFT)", []),  # means tapping, too
        ("Play Therapy (ages 3 to 9)", []),
        ("EMDR", []),
    ],
)
def test_what_a_label_names_in_brackets(label: str, expected: list[str], taxonomy: Taxonomy) -> None:
    assert taxonomy.in_brackets(label) == expected


def test_no_box_is_a_name_too(taxonomy: Taxonomy) -> None:
    assert {
        label for label in taxonomy.boxes if taxonomy.keys.get(label, taxonomy.boxes[label]) != taxonomy.boxes[label]
    } == set()
    assert taxonomy.box("Gardening") is None


def test_no_name_belongs_to_two() -> None:
    owners: dict[str, set[str]] = {}
    for approach in EVERYTHING:
        written = (way for name in (approach.name, *approach.synonyms) for way in spellings(without_brackets(name)))
        for name in (*written, approach.id, *approach.abbreviations, *approach.aliases):
            owners.setdefault(slug(name), set()).add(approach.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_phrase_belongs_to_two_nor_is_the_name_of_another(taxonomy: Taxonomy) -> None:
    described = [(slug(phrase.text), approach.id) for approach in EVERYTHING for phrase in approach.phrases]
    assert len(described) == len(dict(described))
    assert [text for text, id_ in described if taxonomy.resolve(text) not in (None, id_)] == []


def test_what_is_ambiguous_is_a_name(taxonomy: Taxonomy) -> None:
    names = {name for approach in EVERYTHING for name in (approach.name, *approach.synonyms, *approach.abbreviations)}
    assert taxonomy.ambiguous.keys() <= names
    assert {"ACT", "CPT", "EFT", "IPT", "MI", "PACT", "PT", "RCT", "SE", "SP", "ST"} <= taxonomy.ambiguous.keys()


def test_what_abbreviations_mean_instead_is_known(taxonomy: Taxonomy) -> None:
    for other in rules().other_meanings:
        assert other.abbreviation in taxonomy.ambiguous
        assert other.means is None or other.means in taxonomy.approaches


@pytest.mark.parametrize("name", NAMED_ON_THE_SITE)
def test_the_sites_names_have_their_own_slug_as_id(name: str, taxonomy: Taxonomy) -> None:
    assert taxonomy.resolve(name) == slug(name)


@pytest.mark.parametrize("abbreviation", ABBREVIATIONS)
def test_abbreviations_are_known(abbreviation: str, taxonomy: Taxonomy) -> None:
    assert taxonomy.resolve(abbreviation)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("RCT", "relational-therapy"),
        ("relational-cultural therapy", "relational-therapy"),
        ("parts work", "internal-family-systems"),
        ("Behavioural Therapy", "behavior-therapy"),
        ("Multicultural", "culturally-sensitive-therapy"),
        ("couples-therapy", "relationship-issues"),
        ("Coaching", "life-coaching"),
        ("Dance/Movement Therapy (DMT)", "dance-movement-therapy"),
        ("(IFS)", "internal-family-systems"),
        ("interpersonal-psychotherapy", "interpersonal-therapy"),
        ("  ACCEPTANCE & COMMITMENT   therapy ", "acceptance-and-commitment-therapy"),
        ("Thérapie", None),
        ("Rélational Thérapy", "relational-therapy"),
        ("Eye Movement Work (EMDR)", "emdr"),
        ("psychotherapist", None),
        ("therapy", None),
        ("", None),
        ("()", None),
    ],
)
def test_resolve(value: str, expected: str | None, taxonomy: Taxonomy) -> None:
    assert taxonomy.resolve(value) == expected


def test_the_nearest_of_a_misspelling(taxonomy: Taxonomy) -> None:
    assert taxonomy.nearest("relatonal therapi")[0] == "Relational Therapy"
    assert taxonomy.nearest("emrd", n=1) == ["EMDR"]
    assert len(taxonomy.nearest("family", n=2)) == 2
    assert taxonomy.nearest("") == []


@given(st.text())
def test_any_value_may_be_asked_for(value: str) -> None:
    taxonomy = load_taxonomy()
    assert taxonomy.resolve(value) is None or taxonomy.resolve(value) in taxonomy.approaches
    assert len(taxonomy.nearest(value)) <= 3


def test_slugs() -> None:
    assert slug("Emotionally Focused Therapy (EFT, EFCT)") == "emotionally-focused-therapy"
    assert slug("Women’s Issues & Café") == "womens-issues-cafe"
    assert slug("(only brackets)") == ""
