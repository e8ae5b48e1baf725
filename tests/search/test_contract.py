"""What both engines promise, on the same twenty people."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index_config.mappings import INDEXES
from records import Answer, Hit, Query, StatementsQuery, SuggestQuery
from records.errors import BadParameter, EngineUnavailable, NothingPublished
from search import IndexWriter, SearchEngine, open_engine, open_writer
from search.parameters import query_from
from search.settings import SearchSettings
from search.writer import DeadLetter
from tests.search.conftest import ENGINES, FIRST, Settings
from tests.search.people import EMDR, META, PEOPLE, RELATIONAL, SEEN, build, documents, publish
from tests.waiting import eventually

SECOND, THIRD = (f"20261120-03150{n}-aaaaaaaa" for n in (1, 2))


def ids(answer: Answer) -> list[str]:
    return [hit.id for hit in answer.hits]


def found(engine: SearchEngine, **params: object) -> set[str]:
    answer = engine.search(Query(limit=100, **params))  # type: ignore[arg-type]  # given by the tests below
    assert answer.total.value == len(answer.hits)
    return set(ids(answer))


def hit(answer: Answer, id_: str) -> Hit:
    return next(one for one in answer.hits if one.id == id_)


def marked(one: Hit) -> list[str]:
    return [span.text[start:end] for span in one.evidence for start, end in span.highlights]


# ---- words


def test_the_sentence_that_was_meant_comes_first(engine: SearchEngine) -> None:
    first = engine.search(Query(q="relational home")).hits[0]
    assert first.therapist["name"] == "Ada Quill-Marsh"
    assert "about" not in first.therapist
    evidence = first.evidence[0]
    assert evidence.text == "I think of our sessions as a relational home: a place to be met."
    assert marked(first)[:2] == ["relational", "home"]
    assert (evidence.field, evidence.approach, evidence.claim) == ("statement", RELATIONAL, "described")
    assert (evidence.source_url, evidence.last_seen) == ("https://www.therapyden.com/specialties/" + RELATIONAL, SEEN)
    assert evidence.matched == ["relational", "home"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("xylophonequux", set()),
        ("zebra xylophone quantum", set()),
        ("the and of", set()),
        ("?!", set()),
        ("心理", set()),
        ("gardening", {"t0010"}),
        ("GARDENS", {"t0010"}),
        ("rene dubois", {"t0012"}),
        ("Blue Door Collective", {"t0013"}),
        ("harbor counseling", {"t0001"}),
        ("teaneck", {"t0001"}),
        ("psychotherapist", {"t0004", "t0005"}),
        ("protectors included welcome zebra", {"t0015"}),
        ("protectors included zebra", {"t0015"}),
        ("protectors zebra xylophone", set()),
        ('"relational home"', {"t0001"}),
        ('"home relational"', set()),
        ("gestalt", {"t0003", "t0017"}),
        ("grief", {"t0006"}),
        ("panic attacks", {"t0007", "t0016"}),
        ("anxiety", {"t0007", "t0016"}),
        ("emdr", {"t0004", "t0005", "t0007", "t0008", "t0013", "t0020"}),
        ("rct in oregon", {"t0002", "t0014", "t0018"}),
        ("relational-cultural therapy for someone in OR", {"t0002", "t0014", "t0018"}),
        ("emdr near 78704", {"t0008"}),
        ("emdr in Portland, OR", {"t0020"}),
        ("online therapist in Portland, OR", {"t0002", "t0016", "t0020"}),
        ("gestalt telehealth", {"t0017"}),
    ],
)
def test_words_find(engine: SearchEngine, q: str, expected: set[str]) -> None:
    assert found(engine, q=q) == expected


@pytest.mark.parametrize("q", ["therapy", "therapist", "a good therapist", "psychotherapy and counseling"])
def test_generic_words_match_everyone(engine: SearchEngine, q: str) -> None:
    assert len(found(engine, q=q)) == len(PEOPLE)


def test_generic_words_with_a_filter(engine: SearchEngine) -> None:
    assert found(engine, q="psychotherapist", state=["CA"]) == {"t0004", "t0005"}
    assert found(engine, q="therapist", state=["california"]) == {"t0004", "t0005"}
    assert found(engine, q="the", state=["CA"]) == set()


def test_an_abbreviation_finds_all_who_claim_it_and_literal_finds_the_letters(engine: SearchEngine) -> None:
    by_name = found(engine, approach=["Relational Therapy"])
    assert found(engine, q="rct") == by_name == found(engine, approach=["RCT"]) == found(engine, approach=[RELATIONAL])
    assert len(by_name) == 8
    answer = engine.search(Query(q="rct"))
    assert [(part.kind, part.value, part.text) for part in answer.understood] == [("approach", RELATIONAL, "rct")]
    literal = engine.search(Query(q="rct", literal=True))
    assert (literal.total.value, literal.understood) == (0, [])


def test_described_before_credentialed_before_ticked_and_stale_last(engine: SearchEngine) -> None:
    order = ids(engine.search(Query(q="emdr")))
    assert order[:2] == ["t0004", "t0005"]
    relational = ids(engine.search(Query(approach=[RELATIONAL])))
    assert set(relational[:3]) == {"t0001", "t0002", "t0009"}
    assert relational[3:5] == ["t0014", "t0018"]


@pytest.mark.parametrize(
    ("q", "understood"),
    [
        ("Rct in Oregon", [("approach", RELATIONAL, "Rct"), ("state", "OR", "Oregon")]),
        ("grief in New York", [("issue", "grief", "grief"), ("state", "NY", "New York")]),
        ("emdr near Austin, TX", [("approach", EMDR, "emdr"), ("near", "Austin, TX", "Austin, TX")]),
        ("EMDR 78704", [("approach", EMDR, "EMDR"), ("near", "78704", "78704")]),
        ("emdr in st. louis, missouri",
         [("approach", EMDR, "emdr"), ("city", "Saint Louis", "st. louis"), ("state", "MO", "missouri")]),
        ("someone online in me", [("telehealth", "true", "online"), ("state", "ME", "me")]),
        ("help me or my son", []),
        ("virginia quill", []),
        ("EMDR, Virginia", [("approach", EMDR, "EMDR"), ("state", "VA", "Virginia")]),
        ("not emdr", [("exclude", EMDR, "emdr")]),
        ("anxiety -medication", [("issue", "anxiety", "anxiety"), ("exclude", "medication", "-medication")]),
        ("emdr in spanish", [("approach", EMDR, "emdr"), ("language", "Spanish", "spanish")]),
        ("emdr portland", [("approach", EMDR, "emdr"), ("city", "Portland", "portland")]),
        ("gotman method", [("approach", "gottman-method", "gotman method")]),
        ("dubois rene", [("name", "dubois rene", "dubois rene")]),
    ],
)  # fmt: skip
def test_what_is_understood(engine: SearchEngine, q: str, understood: list[tuple[str, str, str]]) -> None:
    answer = engine.search(Query(q=q))
    parts = [(part.kind, part.value, part.text) for part in answer.understood]
    assert [(kind, value.replace("St.", "Saint"), text) for kind, value, text in parts] == understood
    assert all(q[part.start : part.end] == part.text for part in answer.understood)


# ---- filters and facets


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"state": ["or", "New Jersey"], "approach": ["rct"]}, {"t0001", "t0002", "t0014", "t0018"}),
        ({"city": ["PORTLAND"]}, {"t0002", "t0006", "t0014", "t0016", "t0020"}),
        ({"title": ["psychologist"]}, {"t0001", "t0011"}),
        ({"license": ["lcsw"]}, {"t0002"}),
        ({"license": ["Licensed Marriage & Family Therapist"]}, {"t0009"}),
        ({"telehealth": True, "state": ["OR"]}, {"t0002", "t0007", "t0016", "t0020"}),
        ({"telehealth": False}, {"t0003"}),
        ({"insurance": ["AETNA"]}, {"t0002", "t0008"}),
        ({"language": ["spanish", "French"]}, {"t0001", "t0012"}),
        ({"age": ["teen"]}, {"t0004"}),
        ({"age": ["Adults (24+)"]}, {"t0001", "t0004"}),
        ({"max_fee": 150}, {"t0001", "t0002"}),
        ({"max_fee": 149.5}, {"t0002"}),
        ({"near": "78704"}, {"t0008", "t0009"}),
        ({"near": "Austin, TX", "within": 50.0}, {"t0008", "t0009", "t0010"}),
        ({"near": "10001", "within": 10.0}, {"t0001", "t0011"}),
        ({"approach": ["anxiety"]}, {"t0007"}),
        ({"approach": ["art therapy"], "state": ["OR"]}, set()),
    ],
)  # fmt: skip
def test_filters(engine: SearchEngine, filters: dict[str, object], expected: set[str]) -> None:
    assert found(engine, **filters) == expected


def test_facets_count_as_if_they_were_open(engine: SearchEngine) -> None:
    answer = engine.search(Query(approach=[RELATIONAL], state=["OR", "AK"]))
    states = {value.value: value for value in answer.facets["state"]}
    assert (states["OR"].count, states["OR"].label, states["OR"].selected) == (3, "Oregon", True)
    assert (states["NJ"].count, states["NJ"].selected) == (1, False)
    assert (states["AK"].count, states["AK"].label, states["AK"].selected) == (0, "Alaska", True)
    approaches = {value.value: (value.count, value.label, value.selected) for value in answer.facets["approach"]}
    assert approaches[RELATIONAL] == (3, "Relational Therapy", True)
    assert approaches[EMDR] == (2, "EMDR", False)
    assert [value.value for value in answer.facets["city"]] == ["portland", "eugene"]
    assert {value.value: value.count for value in answer.facets["telehealth"]} == {"true": 1, "false": 0}
    assert list(answer.facets) == [
        "approach", "state", "city", "title", "license", "telehealth", "insurance", "language", "age",
    ]  # fmt: skip


def test_every_facet_value_finds_what_it_counts(engine: SearchEngine) -> None:
    everyone = engine.search(Query(q="therapist"))
    for name, values in everyone.facets.items():
        for value in values:
            params = query_from({name: [value.value], "limit": ["100"]})
            assert engine.search(params).total.value == value.count, (name, value)


def test_facets_of_nothing_keep_what_is_selected(engine: SearchEngine) -> None:
    for q in ("the", "xylophonequux"):
        facets = engine.search(Query(q=q, state=["OR"])).facets
        assert [(value.value, value.count, value.selected) for value in facets["state"]] == [("OR", 0, True)]


def test_distance(engine: SearchEngine) -> None:
    answer = engine.search(Query(near="78704", within=60, sort="distance"))
    assert ids(answer) == ["t0008", "t0009", "t0010"]
    miles = [one.distance_miles for one in answer.hits]
    assert miles[0] == 0
    assert 5 < (miles[1] or 0) < 10
    assert 20 < (miles[2] or 0) < 35
    assert engine.search(Query(state=["TX"])).hits[0].distance_miles is None
    two_offices = engine.search(Query(q="rowan", near="07302"))
    assert two_offices.hits[0].distance_miles == 0


def test_what_is_not_wanted_is_left_out(engine: SearchEngine) -> None:
    everybody = found(engine, approach=[EMDR])
    assert found(engine, q="emdr not in texas") == everybody - {"t0008"}
    assert found(engine, q="emdr outside of california") == everybody - {"t0004", "t0005"}
    assert found(engine, q="emdr -rct") == found(engine, q="emdr without rct") == everybody - {"t0004", "t0013"}
    assert found(engine, q="emdr but not online") == everybody - {"t0005", "t0007", "t0020"}
    assert found(engine, q="therapist who does not speak french") == {one.id for one, _ in PEOPLE} - {"t0012"}


@pytest.mark.parametrize(("miles", "expected"), [(5, {"t0008"}), (10, {"t0008", "t0009"})])
def test_miles_may_stand_in_the_question(engine: SearchEngine, miles: int, expected: set[str]) -> None:
    assert found(engine, q=f"therapist within {miles} miles of 78704") == expected
    assert found(engine, q=f"therapist {miles} miles from Austin, TX", near="78704", within=5) == {"t0008"}


def test_a_cursor_belongs_to_its_question(engine: SearchEngine) -> None:
    first = engine.search(Query(q="emdr", limit=2))
    assert engine.search(Query(q="emdr", limit=3, explain=True, facet=["state"], cursor=first.next)).hits
    with pytest.raises(BadParameter, match="another question"):
        engine.search(Query(q="emdr", state=["CA"], limit=2, cursor=first.next))


def test_a_facet_counts_what_its_filter_finds(engine: SearchEngine) -> None:
    for value in engine.search(Query(q="emdr", limit=1)).facets["state"]:
        assert engine.search(Query(q="emdr", state=[value.value])).total.value == value.count


def test_who_is_nearer_has_more(engine: SearchEngine) -> None:
    hits = engine.search(Query(q="therapist", near="78704", within=60, explain=True)).hits
    near = {hit.id: [(one.matched, one.worth) for one in hit.explanation or [] if one.part == "near"] for hit in hits}
    assert near == {"t0008": [("within 5 miles", 1.5)], "t0009": [("within 10 miles", 1.0)], "t0010": []}


def test_beside_what_few_claim(engine: SearchEngine) -> None:
    """Nobody claims brainspotting, six people the EMDR that stands beside it: so EMDR itself finds nobody else."""
    assert found(engine, q="brainspotting") == found(engine, approach=[EMDR])
    reasons = engine.search(Query(q="brainspotting", explain=True)).hits[0].explanation or []
    assert "beside it" in {one.part for one in reasons}
    assert found(engine, q="emdr") == found(engine, approach=[EMDR])


def test_an_exclusion_alone_finds_everybody_else(engine: SearchEngine) -> None:
    everybody = {one.id for one, _ in PEOPLE}
    assert found(engine, q="no emdr") == everybody - found(engine, approach=[EMDR])
    assert found(engine, q="-gardening") == everybody - {"t0010"}


def test_what_everyday_words_mean_is_told_and_can_be_switched_off(engine: SearchEngine) -> None:
    """The words of the question say nothing that a name does; that they may mean EMDR is the answer's own reading."""
    q = "near 97214 someone who moves two fingers back and forth"
    (part,) = [one for one in engine.search(Query(q=q)).understood if one.kind == "meaning"]
    assert (part.value, part.text) == (EMDR, "moves two fingers back and forth")
    assert q[part.start : part.end] == part.text
    plain = engine.search(Query(q=q, literal_part=[part.text], explain=True))
    assert [one.kind for one in plain.understood] == ["near"]
    assert not any("everyday" in reason.part for hit in plain.hits for reason in hit.explanation or [])


def test_what_is_near_shows_its_evidence(engine: SearchEngine) -> None:
    """One person writes of panic attacks; who ticked the anxiety beside it comes behind, and the answer says why."""
    first, second = engine.search(Query(q="panic attacks")).hits
    assert (first.id, first.evidence[0].text) == (
        "t0016",
        "I help with panic attacks, burnout and the quiet dread of Sundays.",
    )
    assert (second.id, [span.text for span in second.evidence]) == ("t0007", ["Anxiety"])


def test_who_has_the_approach_and_the_issue_too_goes_before_who_has_not(engine: SearchEngine) -> None:
    """Dee says how she does EMDR; of those who only ticked it or hold a certificate Gus lists anxiety, too."""
    assert [one.id for one in engine.search(Query(q="emdr for anxiety", limit=2)).hits] == ["t0004", "t0007"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("dr dubois", "t0012"),
        ("renee dubios", "t0012"),
        ("bo fenimore", "t0002"),
        ("harbour counseling", "t0001"),
        ("rene duboys", "t0012"),
        ("kestril", "t0015"),  # its stem is farther from that of Kestrel than the words are from each other
        ("rene dubois, in Portland, OR", "t0012"),  # of Chicago
        ("Quin Abernathy MA", "t0019"),  # a degree, and a state
    ],
)
def test_names_are_found_in_spite_of_letters(engine: SearchEngine, q: str, expected: str) -> None:
    assert found(engine, q=q) == {expected}


def test_sort_by_name(engine: SearchEngine) -> None:
    names = [one.therapist["name"] for one in engine.search(Query(q="therapist", sort="name", limit=100)).hits]
    assert names == sorted(names, key=lambda name: name.lower().replace("é", "e"))


def test_facets_are_counted_where_asked_and_searched_within(engine: SearchEngine) -> None:
    answer = engine.search(Query(q="therapist", facet=["city", "state"], facet_q="port"))
    assert list(answer.facets) == ["city", "state"]
    assert [value.label for value in answer.facets["city"]] == ["Portland"]
    assert answer.facets["state"] == []
    everything = engine.search(Query(q="therapist", facet=["age"]))
    assert {value.value for value in everything.facets["age"]} == {"child", "teen", "adult", "elder"}
    with pytest.raises(BadParameter, match="there is no facet 'cities'") as raised:
        engine.search(Query(q="therapist", facet=["cities"]))
    assert "city" in raised.value.nearest


# ---- suggestions


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("emd", ("approach", EMDR)),
        ("Parts wo", ("approach", "internal-family-systems")),
        ("anx", ("issue", "anxiety")),
        ("anxeity", ("issue", "anxiety")),
        ("gotman", ("approach", "gottman-method")),
        ("portl", ("city", "Portland, OR")),
        ("oreg", ("state", "OR")),
        ("78704", ("zip", "78704")),
        ("ada qui", ("person", "t0001")),
        ("quill ada", ("person", "t0001")),
        ("rene du", ("person", "t0012")),
        ("blue door", ("organization", "t0013")),
    ],
)
def test_suggestions(engine: SearchEngine, q: str, expected: tuple[str, str]) -> None:
    found = engine.suggest(SuggestQuery(q=q)).suggestions
    assert expected in [(one.kind, one.value) for one in found][:3]


def test_suggestions_of_a_kind_and_of_nothing(engine: SearchEngine) -> None:
    assert {one.kind for one in engine.suggest(SuggestQuery(q="a", kind=["person"])).suggestions} == {"person"}
    assert engine.suggest(SuggestQuery(q="zzqqy")).suggestions == []
    assert engine.suggest(SuggestQuery(q="?!")).suggestions == []
    for wrong in (SuggestQuery(q=" "), SuggestQuery(q="a", limit=0), SuggestQuery(q="a" * 101)):
        with pytest.raises(BadParameter):
            engine.suggest(wrong)
    with pytest.raises(BadParameter, match="kind takes approach"):
        engine.suggest(SuggestQuery(q="a", kind=["aproach"]))


# ---- explanations


@pytest.mark.parametrize(
    "q",
    ["emdr", "relational home", "grief and panic", '"relational home"', "therapist", "ada quill",
     "relational in spanish", "relational therapy portland", "somebody who talks about my parts",
     "emdr for anxiety in oregon"],
)  # fmt: skip
def test_an_explanation_adds_up_to_the_score(engine: SearchEngine, q: str) -> None:
    answer = engine.search(Query(q=q, explain=True, limit=100))
    assert answer.hits
    for one in answer.hits:
        assert one.explanation
        assert sum(reason.worth for reason in one.explanation) == pytest.approx(one.score, abs=1e-3), one.id
    assert not engine.search(Query(q=q)).hits[0].explanation


# ---- similar therapists


def test_similar_therapists_tell_of_the_same(engine: SearchEngine) -> None:
    found = engine.similar("t0001")
    assert found.id == "t0001"
    assert "t0001" not in {one.id for one in found.hits}
    assert found.hits[0].id in {"t0002", "t0009"}  # the others with words of their own about relational therapy
    assert found.hits[0].evidence[0].approach == RELATIONAL
    assert len(engine.similar("t0001", limit=2).hits) == 2
    with pytest.raises(BadParameter, match="there is no therapist 'nobody'"):
        engine.similar("nobody")


# ---- statements


def test_statements_show_their_words_in_the_middle(engine: SearchEngine) -> None:
    found = engine.statements(StatementsQuery(q="relational home"))
    (line,) = found.lines
    assert (found.total.value, line.therapist_id, line.approach) == (1, "t0001", RELATIONAL)
    assert (line.left, line.match) == ("Nobody heals alone. I think of our sessions as a ", "relational")
    assert line.right.startswith(" home: a place to be met.")
    assert (line.matches, line.last_seen) == (2, SEEN)
    (phrase,) = engine.statements(StatementsQuery(q='"relational home"')).lines
    assert (phrase.match, phrase.matches) == ("relational home", 1)
    assert engine.statements(StatementsQuery(q='"home relational"')).lines == []
    without = engine.statements(StatementsQuery(q="relational -home", limit=100))
    assert "t0001" not in {one.therapist_id for one in without.lines}
    assert without.total.value > 0


def test_statements_by_approach_state_and_license(engine: SearchEngine) -> None:
    by_approach = engine.statements(StatementsQuery(approach=["rct"], limit=100))
    assert {one.approach for one in by_approach.lines} == {RELATIONAL}
    assert by_approach.lines[0].match == ""
    in_oregon = engine.statements(StatementsQuery(approach=["rct"], state=["oregon"], limit=100))
    assert {one.therapist_id for one in in_oregon.lines} == {"t0002", "t0014"}
    assert {one.therapist_id for one in engine.statements(StatementsQuery(license=["lcsw"])).lines} == {"t0002"}
    assert engine.statements(StatementsQuery(q="?!")).lines == []


def test_pages_of_statements_hold_everything_once(engine: SearchEngine) -> None:
    query = StatementsQuery(approach=[RELATIONAL, EMDR], limit=100)
    whole = [one.id for one in engine.statements(query).lines]
    seen: list[str] = []
    cursor = None
    while True:
        page = engine.statements(StatementsQuery(approach=[RELATIONAL, EMDR], limit=2, cursor=cursor))
        seen += [one.id for one in page.lines]
        cursor = page.next
        if cursor is None:
            break
    assert seen == whole == sorted(whole)
    for wrong in (StatementsQuery(), StatementsQuery(q="a", limit=0), StatementsQuery(q="a", cursor="forged")):
        with pytest.raises(BadParameter):
            engine.statements(wrong)


# ---- evidence


def test_a_ticked_box_is_called_one(engine: SearchEngine) -> None:
    (evidence,) = hit(engine.search(Query(approach=["gestalt"])), "t0003").evidence
    assert (evidence.field, evidence.claim, evidence.approach) == ("approaches", "ticked", "gestalt-therapy")
    assert (evidence.text, evidence.highlights) == ("Gestalt Therapy", [])


def test_a_refusal_is_no_match_and_no_evidence(engine: SearchEngine) -> None:
    assert "t0010" not in found(engine, q="emdr")
    told = hit(engine.search(Query(q="stories gardening", approach=["narrative-therapy"])), "t0010")
    assert all("do not offer" not in span.text for span in told.evidence)
    words = hit(engine.search(Query(q="emdr offer stories", literal=True)), "t0010")
    assert "EMDR" not in marked(words)


def test_evidence_names_the_synonym(engine: SearchEngine) -> None:
    one = hit(engine.search(Query(q="internal family systems")), "t0015")
    assert one.evidence[0].matched == ["part of you", "parts work"]


def test_highlights_are_code_points_of_the_text(engine: SearchEngine) -> None:
    for q in ("relational", "quiet sunday", "emdr", "grief in waves"):
        for one in engine.search(Query(q=q, limit=100)).hits:
            assert len(one.evidence) <= 3
            for span in one.evidence:
                assert all(0 <= start < end <= len(span.text) for start, end in span.highlights)
                assert span.highlights == sorted(span.highlights)


# ---- pages


@pytest.mark.parametrize(
    "params", [{"q": "therapist"}, {"q": "counselor"}, {"q": "therapist", "sort": "name"}, {"telehealth": True},
               {"near": "78704", "within": 500.0, "sort": "distance"}]
)  # fmt: skip
def test_pages_hold_everybody_once(engine: SearchEngine, params: dict[str, object]) -> None:
    whole = ids(engine.search(Query(limit=100, **params)))  # type: ignore[arg-type]  # given just above
    seen, cursor = [], None
    while True:
        answer = engine.search(Query(limit=3, cursor=cursor, **params))  # type: ignore[arg-type]  # likewise
        seen += ids(answer)
        assert answer.total.value == len(whole)
        cursor = answer.next
        if cursor is None:
            break
    assert seen == whole


def test_a_page_goes_on_in_the_version_it_began_in(writer: IndexWriter, empty: SearchSettings) -> None:
    publish(writer, FIRST)
    engine = open_engine(empty)
    first = engine.search(Query(q="therapist", limit=5))
    publish(writer, SECOND, PEOPLE[:4])
    second = engine.search(Query(q="therapist", limit=5, cursor=first.next))
    assert (second.index.version, second.total.value) == (FIRST, 20)
    writer.delete(FIRST)
    with pytest.raises(BadParameter, match="moved on") as raised:
        open_engine(empty).search(Query(q="therapist", limit=5, cursor=first.next))
    assert raised.value.parameter == "cursor"
    engine.close()


@pytest.mark.parametrize("cursor", ["forged", "é", "AAAA", "WyJhIl0", "bnVsbA"])
def test_a_forged_cursor_is_refused(engine: SearchEngine, cursor: str) -> None:
    with pytest.raises(BadParameter):
        engine.search(Query(q="therapist", cursor=cursor))


def test_a_cursor_of_another_question_is_refused(engine: SearchEngine) -> None:
    by_name = engine.search(Query(q="therapist", sort="name", limit=3)).next
    with pytest.raises(BadParameter, match="another question"):
        engine.search(Query(q="therapist", cursor=by_name))


# ---- versions


def test_nothing_published(empty: SearchSettings) -> None:
    engine = open_engine(empty)
    assert engine.state() is None
    with pytest.raises(NothingPublished, match="nothing is published yet: run `therapyindex publish`"):
        engine.search(Query(q="emdr"))
    engine.close()
    assert not empty.index.exists()


def test_an_engine_opened_on_a_version_answers_from_it_live_or_not(writer: IndexWriter, empty: SearchSettings) -> None:
    build(writer, FIRST, PEOPLE[:7])
    pinned, current = open_engine(empty, version=FIRST), open_engine(empty)
    assert (pinned.search(Query(q="therapist")).total.value, current.state()) == (7, None)
    publish(writer, SECOND)
    assert current.search(Query(q="therapist", limit=2)).total.value == len(PEOPLE)
    page = pinned.search(Query(q="therapist", limit=2))
    state = pinned.state()
    assert state
    assert (page.total.value, page.index.version, state.version) == (7, FIRST, FIRST)
    assert pinned.search(Query(q="therapist", limit=2, cursor=page.next)).index.version == FIRST
    of_another = current.search(Query(q="therapist", limit=2)).next
    with pytest.raises(BadParameter, match="moved on"):
        pinned.search(Query(q="therapist", limit=2, cursor=of_another))
    writer.delete(FIRST)
    with pytest.raises(NothingPublished, match=f"there is no version {FIRST}"):
        pinned.search(Query(q="therapist"))
    pinned.close()
    current.close()


def test_a_version_appears_when_it_is_swapped_in(writer: IndexWriter, empty: SearchSettings) -> None:
    engine = open_engine(empty)
    build(writer, FIRST)
    assert (writer.live(), engine.state()) == (None, None)
    assert [writer.count(FIRST, index) for index in INDEXES] == [len(documents(index)) for index in INDEXES]
    before = datetime.now(UTC) - timedelta(days=30)
    writer.swap(FIRST, before)
    state = engine.state()
    assert state
    assert (writer.live(), state.version, state.published_at, state.stale) == (FIRST, FIRST, before, True)
    publish(writer, SECOND, PEOPLE[:3])
    assert eventually(lambda: engine.search(Query(q="therapist")).index.version == SECOND)
    assert engine.search(Query(q="therapist")).total.value == 3
    writer.swap(FIRST, SEEN)
    assert eventually(lambda: engine.search(Query(q="therapist")).total.value == 20)
    infos = {info.version: info.meta for info in writer.versions()}
    assert list(infos) == [FIRST, SECOND]
    assert infos[FIRST] == msgspec.structs.replace(META, published_at=SEEN)
    writer.delete(SECOND)
    writer.delete(SECOND)
    assert [info.version for info in writer.versions()] == [FIRST]
    with pytest.raises(EngineUnavailable, match="live"):
        writer.delete(FIRST)
    engine.close()


def test_an_unfinished_version_is_none(writer: IndexWriter, empty: SearchSettings) -> None:
    publish(writer, FIRST, PEOPLE[:5])
    writer.build(SECOND, META)
    writer.bulk(SECOND, "therapists", documents("therapists"))
    writer.close()  # as if killed
    again = open_writer(empty)
    assert [info.version for info in again.versions()] == [FIRST]
    with pytest.raises(EngineUnavailable, match="not finished"):
        again.swap(SECOND, SEEN)
    build(again, SECOND, PEOPLE[:7])
    assert again.count(SECOND, "therapists") == 7
    again.build(THIRD, META)
    again.delete(THIRD)
    assert again.live() == FIRST
    again.close()


def test_a_bad_document_becomes_a_dead_letter(writer: IndexWriter, empty: SearchSettings) -> None:
    good = documents("therapists")
    bad = [
        {**good[0], "id": "bad-field", "surprise": 1},
        {**good[0], "id": "bad-fee", "fee_min": "a lot"},
        {**good[0], "id": "bad-day", "last_seen": "yesterday"},
        {**good[0], "id": "bad-place", "location": [{"lat": "north", "lon": 1}]},
        {**good[0], "id": "bad-flag", "telehealth": "perhaps"},
        {**good[0], "id": "bad-keyword", "city": ["x" * 40_000]},
        {**good[0], "id": "bad-value", "name": object()},
    ]
    writer.build(FIRST, META)
    dead: list[DeadLetter] = []
    outcome = writer.bulk(FIRST, "therapists", iter([*bad, *good]), dead.append)
    assert (outcome.sent, outcome.dead) == (len(bad) + len(good), len(bad))
    assert {letter.id for letter in dead} == {document["id"] for document in bad}
    assert all(letter.reason and letter.document["id"] == letter.id for letter in dead)
    writer.finish(FIRST, {})
    assert writer.count(FIRST, "therapists") == len(good)


# ---- errors


@pytest.mark.parametrize(
    ("params", "parameter", "nearest"),
    [
        ({}, "q", None),
        ({"q": ["  "]}, "q", None),
        ({"approach": ["relatonal therapy"]}, "approach", "Relational Therapy"),
        ({"state": ["Oregno"]}, "state", "Oregon"),
        ({"near": ["nowhere at all"]}, "near", None),
        ({"near": ["00000"]}, "near", None),
        ({"q": ["x"], "limit": ["many"]}, "limit", None),
        ({"q": ["x"], "limit": ["0"]}, "limit", None),
        ({"q": ["x"], "limit": ["101"]}, "limit", None),
        ({"q": ["x"], "max_fee": ["cheap"]}, "max_fee", None),
        ({"q": ["x"], "max_fee": ["nan"]}, "max_fee", None),
        ({"near": ["78704"], "within": ["far"]}, "within", None),
        ({"near": ["78704"], "within": ["inf"]}, "within", None),
        ({"q": ["x"], "sort": ["best"]}, "sort", None),
        ({"q": ["x"], "telehealth": ["maybe"]}, "telehealth", "true"),
        ({"q": ["x"], "aproach": ["emdr"]}, "aproach", "approach"),
        ({"q": ["x", "y"]}, "q", None),
        ({"q": ["x" * 2000]}, "q", None),
        ({"city": ["\ud800"]}, "city", None),
    ],
)
def test_a_bad_parameter_is_named(params: dict[str, list[str]], parameter: str, nearest: str | None) -> None:
    with pytest.raises(BadParameter) as raised:
        query_from(params)
    assert raised.value.parameter == parameter
    assert "\n" not in str(raised.value)
    assert nearest is None or nearest in raised.value.nearest


def test_distance_needs_a_place(engine: SearchEngine) -> None:
    with pytest.raises(BadParameter, match="near"):
        engine.search(Query(q="emdr", sort="distance"))


SYNTAX = ['"open', "*:*", "a AND (", "name:x", "\\", "-", "[* TO *]", "/x(/", "\x00", "emdr", "or", '"rct in', "78704"]
WORDS = st.lists(st.text(max_size=12) | st.sampled_from(SYNTAX), max_size=5).map(" ".join)
MORE = st.dictionaries(
    st.sampled_from(Query.__struct_fields__[1:]), st.lists(st.text(max_size=8) | st.sampled_from(SYNTAX), max_size=2),
    max_size=2,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=WORDS, more=MORE)
def test_any_question_gets_an_answer_or_a_reason(engine: SearchEngine, q: str, more: dict[str, list[str]]) -> None:
    try:
        answer = engine.search(query_from({"q": [q], **more}))
    except BadParameter as error:
        if len(str(error).splitlines()) > 1:
            raise AssertionError("more than one line") from error
        return
    assert all(q.strip()[part.start : part.end] == part.text for part in answer.understood)


# ---- both alike


ALIKE = [
    {"q": "relational home"}, {"q": "rct"}, {"q": "emdr"}, {"q": "therapist"}, {"q": "counselor in oregon"},
    {"q": "home"}, {"q": "quiet sunday"}, {"q": "emdr online"}, {"state": ["OR"]}, {"approach": [RELATIONAL, EMDR]},
    {"near": "97214", "within": 100.0}, {"near": "97214", "within": 100.0, "sort": "distance"},
    {"telehealth": True, "sort": "name"}, {"q": "my own therapy", "literal": True}, {"max_fee": 300.0},
]  # fmt: skip


def test_both_engines_give_the_same_answers(new_settings: Settings, tmp_path: Path) -> None:
    engines = []
    for name in ENGINES:
        settings = new_settings(name)
        writer = open_writer(settings)
        publish(writer, FIRST)
        writer.close()
        engines.append(open_engine(settings))
    for params in ALIKE:
        embedded, elasticsearch = (engine.search(Query(**params)) for engine in engines)  # type: ignore[arg-type]  # given just above
        assert embedded == elasticsearch, params
    for engine in engines:
        engine.close()
