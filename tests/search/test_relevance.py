"""The metrics of relevance, by hand on a few people, and the shipped set on both engines."""

from collections.abc import Iterator
from math import log2
from pathlib import Path
from uuid import uuid4

import pytest

from flows.publishing.invented import apart, measure
from index_config.relevance import Judged
from pipelines.checks.relevance import relevance_limits
from records.relevance import QueryFigures, SetFigures
from search import SearchEngine, open_engine, open_writer
from search.relevance import finds, first_ten, kept_share, measured, most_claimed, probed
from search.settings import SearchSettings
from tests.search.people import EMDR, Known, build, person

VERSION = "20261120-031500-aaaaaaaa"

SAYS = {EMDR: "With EMDR we move old memories."}
# In this order for "emdr": one who says it, two who tick it and are alike, one who ticks it and was not seen for long.
FEW: list[Known] = [
    person(1, "Ada Quill", "Counselor", ["97214"], said=SAYS),
    person(2, "Bo Marsh", "Counselor", ["97214"], ticked=[EMDR]),
    person(3, "Cy Oakes", "Counselor", ["97214"], ticked=[EMDR]),
    person(4, "Dee Larkin", "Counselor", ["97214"], ticked=[EMDR], status="stale"),
    person(5, "Eli Vance", "Counselor", ["97214"], about="I do not offer EMDR."),
]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    settings = SearchSettings(index=tmp_path_factory.mktemp("few"))
    build(open_writer(settings), VERSION, FEW)
    engine = open_engine(settings, version=VERSION)
    yield engine
    engine.close()


def engine_of(people: list[Known], tmp_path: Path) -> SearchEngine:
    settings = SearchSettings(index=tmp_path / "index")
    build(open_writer(settings), VERSION, people)
    return open_engine(settings, version=VERSION)


def figures(engine: SearchEngine, *queries: Judged) -> SetFigures:
    return measured(engine, {str(n): query for n, query in enumerate(queries)}, data="d", digest="g")


def judged(engine: SearchEngine, q: str = "emdr", **relevant: int) -> QueryFigures:
    return figures(engine, Judged(q=q, kind="name", relevant=relevant)).queries[0]


def test_the_best_order_is_worth_one(few: SearchEngine) -> None:
    one = judged(few, t0001=3, t0002=2, t0003=2, t0004=1)
    assert (one.ndcg, one.recall, one.violations) == (1, 1, [])


def test_whoever_is_not_found_is_missing_in_both(few: SearchEngine) -> None:
    one = judged(few, t0005=3, t0001=1)
    assert one.ndcg == pytest.approx(1 / (7 + 1 / log2(3)), abs=1e-4)
    assert one.recall == 0.5


def test_equal_hits_share_their_places(few: SearchEngine) -> None:
    one = judged(few, t0002=3)  # half of the second and half of the third place
    assert one.ndcg == pytest.approx((1 / log2(3) + 1 / log2(4)) / 2, abs=1e-4)
    assert one.ndcg == judged(few, t0003=3).ndcg


def test_only_the_first_three_are_forbidden_also_those_who_take_turns_there(few: SearchEngine) -> None:
    def violations(id_: str) -> list[tuple[str, str]]:
        return figures(few, Judged(q="emdr", kind="name", relevant={"t0001": 3}, forbidden=[id_])).violations

    assert violations("t0003") == [("emdr", "t0003")]
    assert violations("t0004") == []


def test_everyone_of_a_tie_that_reaches_the_third_place_may_stand_there(tmp_path: Path) -> None:
    alike = [person(n, f"Ada {chr(64 + n)}", "Counselor", ["97214"], ticked=[EMDR]) for n in range(1, 26)]
    engine = engine_of(alike, tmp_path)
    query = Judged(q="emdr", kind="name", relevant={"t0001": 3}, forbidden=["t0025", "t0007"])
    found = figures(engine, query)
    assert found.violations == [("emdr", "t0007"), ("emdr", "t0025")]
    assert found.queries[0].recall == pytest.approx(20 / 25)
    engine.close()


def test_nonsense_must_find_nobody(few: SearchEngine) -> None:
    found = figures(
        few, Judged(q="zzyq", kind="nonsense", nothing=True), Judged(q="ada", kind="nonsense", nothing=True)
    )
    assert found.violations == [("ada", "t0001")]
    assert (finds(few, "zzyq"), finds(few, "ada")) == (False, True)


def test_known_failures_are_counted_apart(few: SearchEngine) -> None:
    good = Judged(q="emdr", kind="name", relevant={"t0001": 3})
    bad = Judged(q="zzyq", kind="name", relevant={"t0001": 3}, known_failure=True)
    denied = Judged(q="emdr", kind="name", relevant={"t0001": 3}, forbidden=["t0002"], known_failure=True)
    found = figures(few, good, bad, denied)
    assert (found.ndcg, found.recall, found.violations) == (0.6667, 0.6667, [])
    assert [(one.known_failure, one.ndcg) for one in found.queries] == [(False, 1), (True, 0), (True, 1)]
    assert found.queries[2].violations == [("emdr", "t0002")]


# ---- probes


def test_a_name_finds_those_who_claim_it(few: SearchEngine) -> None:
    probe = probed(few, EMDR)
    assert (probe.found, probe.unclaimed) == (4, [])
    assert probed(few, "hakomi").found == 0
    assert most_claimed(few) == [EMDR]


def test_a_live_answer_is_kept_when_nobody_lost_a_claim(few: SearchEngine, tmp_path: Path) -> None:
    before = first_ten(few, EMDR)
    assert next(iter(before)) == "t0001"
    assert kept_share(few, EMDR, before, 3) == 1
    newcomers = [person(n, f"New {n}", "Counselor", ["97214"], said=SAYS) for n in range(100, 230)]
    grown = engine_of([*FEW, *newcomers], tmp_path)
    assert kept_share(grown, EMDR, before, 3) == 1  # those who are not among the first hundred only made room
    grown.close()


def test_a_live_answer_is_lost_with_the_claim(few: SearchEngine, tmp_path: Path) -> None:
    before = first_ten(few, EMDR)
    weaker = engine_of([person(1, "Ada Quill", "Counselor", ["97214"], ticked=[EMDR]), *FEW[2:]], tmp_path)
    assert kept_share(weaker, EMDR, before, 3) == 0.5  # one ticks now, one is not found any more
    weaker.close()


# ---- the shipped set


@pytest.fixture(scope="module", params=["embedded", "elasticsearch"])
def shipped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SetFigures:
    """The figures of the shipped set; nothing may be left of it."""
    if request.param == "embedded":
        settings = SearchSettings(index=tmp_path_factory.mktemp("shipped") / "index")
    else:
        url = request.getfixturevalue("elasticsearch_url")
        settings = SearchSettings(engine="elasticsearch", elasticsearch_url=url, alias=f"test-{uuid4().hex[:12]}")
    found = measure(settings)
    writer = open_writer(apart(settings))
    assert (writer.versions(), writer.live()) == ([], None)
    writer.close()
    return found


def test_the_judged_queries_are_answered_as_they_should_be(shipped: SetFigures) -> None:
    limit = relevance_limits().relevance_set
    assert shipped.violations == []
    wrong = [
        one for one in shipped.queries if not one.known_failure and one.ndcg is not None and one.ndcg < limit.right
    ]
    assert wrong == []
    assert shipped.ndcg >= limit.ndcg


def test_a_known_failure_still_fails(shipped: SetFigures) -> None:
    """Whoever mends one takes its mark away."""
    right = relevance_limits().relevance_set.right
    mended = [
        one.key for one in shipped.queries if one.known_failure and not one.violations and (one.ndcg or 0) >= right
    ]
    assert mended == []


def test_both_engines_have_the_same_figures(elasticsearch_url: str, tmp_path: Path) -> None:
    other = SearchSettings(
        engine="elasticsearch", elasticsearch_url=elasticsearch_url, alias=f"test-{uuid4().hex[:12]}"
    )
    assert measure(SearchSettings(index=tmp_path)) == measure(other)
