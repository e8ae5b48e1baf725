"""All checks at once, on whatever facts there may be; and those that look at the engine."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.checks import CHECKS, Before, Facts, IndexFacts, LastCrawl, Sample, checked
from records.figures import RunFigures, SourceFigures
from records.relevance import ApproachProbe, ProbeFigures, QueryFigures, RelevanceFigures, SetFigures
from tests.pipelines.checks.invented import NOW, facts, failed, judged, outcomes, results, run, source

COUNT = st.integers(0, 10_000)
MAYBE = st.none() | COUNT


def counted(*names: str) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(names), COUNT)


SOURCES = st.dictionaries(
    st.sampled_from(["therapyden", "jsonld", "saved", "operator"]),
    st.builds(
        SourceFigures,
        therapists=COUNT,
        statements=COUNT,
        filled=counted("phone", "website", "state", "described"),
        lookalikes=counted("phone", "website", "place"),
        set_aside=counted("unknown-title", "extractor-crash", "bad-phone"),
        pages=MAYBE,
        profiles=MAYBE,
        approach_pages=MAYBE,
        known=MAYBE,
        gone=MAYBE,
        attributions=MAYBE,
        named=counted("title", "organization"),
    ),
)
RUNS = st.builds(
    RunFigures,
    counts=counted("therapists", "statements", "approaches"),
    lookalikes=counted("phone", "website", "place"),
    sources=SOURCES,
)
TIMES = st.none() | st.integers(-40, 400).map(lambda days: NOW - timedelta(days=days))
CRAWLS = st.builds(
    LastCrawl,
    state=st.sampled_from([None, "complete", "budget", "blocked", "chain_broken", "failed"]),
    reason=st.none() | st.just("nothing led into the site"),
    ended_at=TIMES,
    good_at=TIMES,
)
SAMPLES = st.builds(Sample, st.text(max_size=4), st.just(b"{}"), st.sampled_from([None, b"{}", b"[]"]))
INDEXES = st.builds(
    IndexFacts, records=COUNT, held_back=COUNT, sent=COUNT, dead=COUNT, found=COUNT, samples=st.lists(SAMPLES)
)
MEASURED = st.builds(
    SetFigures,
    data=st.just("data"),
    digest=st.just("digest"),
    ndcg=st.floats(0, 1),
    recall=st.floats(0, 1),
    queries=st.lists(
        st.builds(
            QueryFigures,
            key=st.sampled_from(["one", "two"]),
            q=st.just("emdr"),
            ndcg=st.none() | st.floats(0, 1),
            recall=st.none(),
            forbidden=st.lists(st.just("t1"), max_size=1),
            found=st.just([]),
        ),
        max_size=2,
    ),
)
FACTS = st.builds(
    Facts,
    now=st.just(NOW),
    figures=RUNS,
    before=st.lists(
        st.builds(Before, figures=RUNS, accepted=st.frozensets(st.sampled_from(sorted(CHECKS)))), max_size=4
    ),
    crawls=st.dictionaries(st.sampled_from(["therapyden", "jsonld"]), CRAWLS),
    indexes=st.dictionaries(st.sampled_from(["therapists", "statements"]), INDEXES),
    relevance=st.none()
    | st.builds(
        RelevanceFigures,
        now=MEASURED,
        before=st.none() | MEASURED,
        probes=st.builds(
            ProbeFigures,
            approaches=st.lists(
                st.builds(ApproachProbe, approach=st.just("emdr"), found=COUNT, kept=st.none() | st.floats(0, 1)),
                max_size=2,
            ),
            asked=COUNT,
            nonsense=st.lists(st.just("zebra"), max_size=1),
        ),
    ),
)


@settings(max_examples=200)
@given(FACTS)
def test_whatever_the_facts_each_result_has_a_reason(given: Facts) -> None:
    for one in checked(given):
        assert one.check in CHECKS
        assert one.reason
        if one.outcome == "failed" and one.check != "crawl-states":
            assert one.figure is not None
            assert one.limit is not None


def test_a_night_like_the_last_one_passes_every_check() -> None:
    same = run(therapyden=source(300, share={"phone": 0.6}, pages=320, known=330, gone=2))
    assert not failed(checked(facts(same, same, same)))


def index(**given: Any) -> dict[str, IndexFacts]:
    return {"therapists": IndexFacts(**({"records": 10_000, "sent": 10_000, "found": 10_000} | given))}


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, set()),
        ({"found": 9_999}, {"documents"}),
        ({"found": 10_001}, {"documents"}),
        ({"dead": 1, "found": 9_999}, set()),  # one of 10,000 is kept as a dead letter
        ({"dead": 11, "found": 9_989}, {"dead-letters"}),
        ({"sent": 9_990, "found": 9_990}, {"records"}),
        ({"sent": 9_990, "found": 9_990, "held_back": 10}, set()),
        ({"sent": 14, "records": 14, "found": 13, "dead": 1}, {"dead-letters"}),
        ({"samples": [Sample("t1", b"{}", b"{}")]}, set()),
        ({"samples": [Sample("t1", b"{}", b"{}"), Sample("t2", b"{}", b'{"a":1}')]}, {"read-back"}),
        ({"samples": [Sample("t1", b"{}", None)]}, {"read-back"}),
    ],
)
def test_what_the_engine_holds(given: dict[str, Any], refused: set[str]) -> None:
    assert failed(checked(facts(run(therapyden=source(10_000)), indexes=index(**given)))) == refused


def test_an_empty_index_is_nothing_to_look_at() -> None:
    nothing = facts(run(), indexes={"statements": IndexFacts(records=0, sent=0, found=0)})
    for check in ("records", "documents", "dead-letters", "read-back"):
        assert outcomes(check, nothing) == {"statements": "not applicable"}


def test_the_records_that_came_back_otherwise_are_named() -> None:
    samples = [Sample("t1", b"{}", b"{}"), Sample("t2", b"{}", b"[]"), Sample("t3", b"{}", None)]
    (said,) = results("read-back", facts(run(therapyden=source(3)), indexes=index(samples=samples)))
    assert said.reason.startswith("1 of 3 records came back as they were sent; missing: t3; otherwise: t2")


def test_relevance_that_was_not_measured_is_not_passed() -> None:
    given = facts(run(therapyden=source(3)))
    assert {judged("relevance-set", given), judged("probes", given)} == {"not applicable"}
