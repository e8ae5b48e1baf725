"""Whatever is asked: an answer or an error that names the parameter, and never for long."""

import time

import pytest

from records import Query, StatementsQuery, SuggestQuery
from records.errors import BadParameter
from search import SearchEngine
from search.parameters import MAX_TYPED, MAX_VALUES, MAX_WORDS

LONGEST = 3.0  # seconds; far more than any of these takes

ODD = [
    "*:*",
    "*",
    "?",
    "/.*/",
    "/(a+)+$/ emdr",
    "name:ada AND _id:*",
    "emdr^1000 OR (anxiety",
    "[* TO *]",
    "emdr~9 && || !",
    '"unbalanced emdr',
    '"""""',
    '-"',
    "- - -",
    "-emdr -anxiety",
    "'; DROP TABLE therapists; --",
    "<script>alert(1)</script> emdr",
    "\x00\x01\x1b[31m emdr \x7f",
    "emdr\n\r\t\v therapy",
    "مرحبا emdr שלום",
    "\u202eemdr\u202c",
    "👩‍⚕️ emdr 🧠",
    "ﬁﬂ ǆ ß İstanbul",
    "e\u0301m\u0308dr" * 20,
    "心理療法 상담 จิตบำบัด",
    "a",
    "....",
    "%00%0a{{7*7}}${jndi:ldap://x}",
    "{" * 200,
    "((((((((((" * 50,
    " ".join(["emdr"] * 180),
    " ".join(f"word{n}" for n in range(130)),
    " ".join(["anxious", "grief", "trauma", "worry", "home"] * 30),
    "in in in near near from from",
    "oregon ohio texas maine in me or in hi ok",
    "x" * MAX_WORDS,
]


@pytest.mark.parametrize("q", ODD, ids=range(len(ODD)))
def test_an_odd_question_is_answered(engine: SearchEngine, q: str) -> None:
    started = time.monotonic()
    for literal in (False, True):
        answer = engine.search(Query(q=q, literal=literal, explain=True))
        assert answer.total.value >= len(answer.hits)
        assert all(q.strip()[part.start : part.end] == part.text for part in answer.understood)
    engine.statements(StatementsQuery(q=q))
    engine.suggest(SuggestQuery(q=q[:MAX_TYPED].strip() or "a"))
    assert time.monotonic() - started < LONGEST


@pytest.mark.parametrize("extra", [1, 9_000])
def test_an_endless_question_is_refused(engine: SearchEngine, extra: int) -> None:
    for ask in (
        lambda q: engine.search(Query(q=q)),
        lambda q: engine.statements(StatementsQuery(q=q)),
        lambda q: engine.suggest(SuggestQuery(q=q)),
    ):
        with pytest.raises(BadParameter) as raised:
            ask("x " * (MAX_WORDS // 2) + "x" * extra)
        assert raised.value.parameter == "q"


def test_filters_that_cannot_be(engine: SearchEngine) -> None:
    with pytest.raises(BadParameter, match=f"at most {MAX_VALUES} values") as raised:
        engine.search(Query(city=[f"city {n}" for n in range(1_000)]))
    assert raised.value.parameter == "city"
    for query, parameter in (
        (Query(approach=["no such approach"]), "approach"),
        (Query(state=["Atlantis"]), "state"),
        (Query(near="nowhere at all"), "near"),
        (Query(q="emdr", cursor="Zm9yZ2Vk"), "cursor"),
        (Query(q="half \ud800 a letter"), "q"),
        (Query(q="emdr", facet=["x"] * 51), "facet"),
    ):
        with pytest.raises(BadParameter) as raised:
            engine.search(query)
        assert raised.value.parameter == parameter
    assert engine.search(Query(q="emdr", city=["'; --"], title=["*"], language=["/.*/"])).total.value == 0


def test_many_filters_at_once(engine: SearchEngine) -> None:
    many = [f"value {n}" for n in range(MAX_VALUES)]
    answer = engine.search(Query(q="emdr", city=many, title=many, insurance=many, language=many, age=many))
    assert answer.total.value == 0
