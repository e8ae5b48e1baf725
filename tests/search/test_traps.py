"""Texts and questions that once were misread, or cost their square."""

import time
from datetime import UTC, datetime

import pytest

from search.evidence import evidence_of, wanted_of
from search.understanding import understand

SEEN = datetime(2026, 5, 30, tzinfo=UTC).isoformat()
NO_CLAIMS: dict[str, list[str]] = {"approaches": [], "issues": []}


def words(text: str) -> list[dict[str, object]]:
    return [{"field": "about", "approach": None, "claim": None, "text": text, "source_url": None, "last_seen": SEEN}]


@pytest.mark.parametrize("q", ["therapist near me", "emdr near me", "someone near me"])
def test_near_me_is_not_maine(q: str) -> None:
    assert understand(q).values("state") == []


@pytest.mark.parametrize(
    ("q", "kind", "values"),
    [
        ("ocd help but no exposure", "exclude", ["exposure-therapy", "exposure-and-response-prevention"]),
        ("couples counselor, not christian", "exclude", ["christian-counseling"]),
        ("drinking help that isnt aa", "exclude", ["twelve-step-facilitation"]),
        ("trauma but not grief", "exclude", ["grief"]),
        ("hardly sleep for weeks", "issue", ["sleep"]),
        ("i am not sleeping", "issue", ["sleep"]),
        ("i am not depressed but anxious", "issue", ["anxiety"]),
        ("job burnout therapist dallas area", "near", ["Dallas, TX"]),
        ("therapist in austin", "city", ["Austin"]),
        ("mi for drinking", "approach", ["motivational-interviewing"]),
        ("yungian therapist", "approach", ["jungian-therapy"]),
        ("eft for food cravings", "approach", ["emotional-freedom-techniques"]),
        ("eft for couples", "approach", ["emotionally-focused-therapy"]),
        ("help with drinking that isn't aa or 12 step", "exclude", ["twelve-step-facilitation"]),
        ("emdr therapist who doesn't rush", "approach", ["emdr"]),
        ("cbt and it should be online", "approach", ["cognitive-behavioral-therapy"]),
        ("i had a bad childhood, emdr", "approach", ["emdr"]),
        ("perfectionism therapist that doesnt do cbt", "exclude", ["cognitive-behavioral-therapy"]),
        ("my kid has turrets syndrome", "issue", ["tics-and-tourette-syndrome"]),
        ("post pardom depression", "issue", ["perinatal-mental-health"]),
        ("someone to talk to online", "telehealth", ["true"]),
        ("play therapist online", "telehealth", ["true"]),
        ("emdr not in texas", "exclude", ["TX"]),
        ("emdr -ifs", "exclude", ["ifs"]),
        ("emdr outside oregon", "exclude", ["OR"]),
        ("emdr outside austin", "near", ["Austin, TX"]),
        ("emdr except in portland", "exclude", ["Portland"]),
        ("cbt but not online", "exclude", ["true"]),
        ("therapist who doesn't speak spanish", "exclude", ["Spanish"]),
        ("emdr within 10 miles of austin", "near", ["Austin, TX"]),
    ],
)
def test_it_is_understood(q: str, kind: str, values: list[str]) -> None:
    assert set(values) <= set(understand(q).values(kind))


@pytest.mark.parametrize(
    ("q", "kind"),
    [
        ("her hearing is in spring", "city"),
        ("my parents act like i died", "issue"),
        ("hardly sleep for weeks", "exclude"),
        ("marriage counselor for a christian or religious couple", "exclude"),
        ("aa or 12 step program", "exclude"),
        ("i tried cbt and it did nothing", "approach"),
        ("did emdr and it wrecked me", "approach"),
        ("cant pay the rent", "approach"),
        ("he wont come out of his room", "issue"),
        ("our son plays online all night", "telehealth"),
        ("cbt but not online", "telehealth"),
        ("i don't have trauma", "issue"),
        ("she is not depressed", "issue"),
        ("emdr not in portland, or", "city"),
        ("no tengo ganas de nada", "exclude"),
        ("lost my savings to online poker", "telehealth"),
        ("what if they take the baby away from me", "state"),
        ("the sergeant on our street is called cedric", "approach"),
    ],
)
def test_it_is_not_understood(q: str, kind: str) -> None:
    assert understand(q).values(kind) == []


@pytest.mark.parametrize(
    ("q", "expected", "terms"),
    [
        ("not in Texas emdr", {("exclude", "TX"), ("approach", "emdr")}, []),
        ("therapist not in Texas who does emdr", {("exclude", "TX"), ("approach", "emdr")}, []),
        ("not in Texas, without emdr", {("exclude", "TX"), ("exclude", "emdr")}, []),
        ("no telehealth emdr", {("exclude", "true"), ("approach", "emdr")}, []),
        ("therapist who doesn't do emdr", {("exclude", "emdr")}, []),
        ("anything but emdr", {("exclude", "emdr")}, []),
        ("neither emdr nor cbt", {("exclude", "emdr"), ("exclude", "cognitive-behavioral-therapy")}, []),
        ("relational", {("approach", "relational-therapy")}, []),
        ("teens near 78704", {("issue", "teen-issues"), ("near", "78704")}, []),
        ("Maria de la Cruz", set(), ["maria", "de", "la", "cruz"]),
        ("nora in atlanta", {("city", "Atlanta")}, ["nora"]),
        ("emdr didn't work for me", set(), ["emdr", "didn't"]),
    ],
)
def test_what_is_asked_and_what_is_left_out(q: str, expected: set[tuple[str, str]], terms: list[str]) -> None:
    question = understand(q)
    assert {(one.kind, one.value) for one in question.understood} == expected
    assert question.terms == terms


def test_what_is_understood_stands_so_in_the_question() -> None:
    q = "i get panicky and dizzy 10 miles from home and cannot drive on the highway"
    parts = understand(q).understood
    assert parts
    assert all(q[one.start : one.end] == one.text for one in parts)


def test_grades_are_no_state() -> None:
    assert understand("straight A's and still not good enough").values("state") == []


@pytest.mark.parametrize(
    ("q", "plain", "kinds"),
    [
        ("emdr -ifs", "-ifs", ["approach"]),
        ("busco terapeuta para ansiedad", "busco", ["issue"]),
        ("i wash my hands until they bleed", "wash my hands until they bleed", []),
    ],
)
def test_each_part_can_be_switched_off(q: str, plain: str, kinds: list[str]) -> None:
    assert {one.text for one in understand(q).understood} >= {plain}
    assert [one.kind for one in understand(q, plain=[plain]).understood] == kinds


def test_letters_that_fold_to_two_move_nothing() -> None:
    found = understand("straße ﬁne ocd help but no exposure").understood
    assert {one.text for one in found if one.kind == "exclude"} == {"no exposure"}


def test_me_behind_a_city_is_maine() -> None:
    assert understand("therapist in Portland, ME").values("state") == ["ME"]


@pytest.mark.parametrize("mark", ["!", "?", "…", ".", "\n", '"'])
def test_a_text_of_marks_costs_no_more_than_its_length(mark: str) -> None:
    start = time.perf_counter()
    evidence_of(NO_CLAIMS, words("grief " + mark * 50_000 + " grief"), wanted_of([], ["grief"], []))
    assert time.perf_counter() - start < 2


def test_a_title_ends_no_sentence() -> None:
    text = "I learned it late. With Dr. Quill I move to music. It helps."
    (span,) = evidence_of(NO_CLAIMS, words(text), wanted_of([], ["music"], []))
    assert span.text == "With Dr. Quill I move to music."


def test_a_denied_name_is_not_marked() -> None:
    text = "I do not offer Eye Movement Desensitization and Reprocessing."
    assert evidence_of(NO_CLAIMS, words(text), wanted_of([], ["movement"], [])) == []
