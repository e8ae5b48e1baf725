"""Fewer records than before: what passes, what never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.checks import Before, IndexFacts, checked
from tests.pipelines.checks.invented import SOURCE, facts, failed, judged, outcomes, results, run, source


@pytest.mark.parametrize(
    ("now", "before", "outcome"),
    [
        (3, [3_000], "failed"),
        (2_990, [3_000], "passed"),
        (2_550, [3_000], "passed"),
        (2_549, [3_000], "failed"),
        (0, [3_000], "failed"),
        (2, [5], "passed"),  # three missing of a handful is an ordinary week
        (1, [5], "failed"),
        (0, [5], "failed"),
        (0, [1], "failed"),
        (9_000, [3_000], "passed"),
        (1_900, [2_900, 2_000, 2_900, 2_000, 2_900], "passed"),  # it has always swung so
        (1_900, [2_900, 2_900, 2_900, 2_900, 2_900], "failed"),
        (1_000, [2_900, 2_000, 2_900, 2_000, 2_900], "failed"),
        (2_000, [2_200, 2_400, 2_600, 2_800, 3_000], "failed"),  # less each time: seen against what was usual
        (1_000, [2_000, 1_000], "failed"),  # what has doubled may not fall by half
        (6_000, [8_000, 4_000, 2_000, 1_000], "failed"),
        (7_000, [8_000, 4_000, 2_000, 1_000], "passed"),
    ],
)
def test_the_therapists_of_a_source(now: int, before: list[int], outcome: str) -> None:
    known = [run(therapyden=source(count)) for count in before]
    assert judged("source-counts", facts(run(therapyden=source(now)), *known)) == outcome


def test_a_first_publish_has_nothing_to_compare_with() -> None:
    first = facts(run(therapyden=source(20)))
    for check in ("source-counts", "total-counts", "page-counts", "gone-share", "fill-rates", "quarantine-share"):
        assert set(outcomes(check, first).values()) == {"not applicable"}, check
    assert not failed(checked(first))


def test_a_new_source_beside_a_known_one() -> None:
    both = facts(run(therapyden=source(20), jsonld=source(4)), run(therapyden=source(20)))
    assert outcomes("source-counts", both) == {"therapyden": "passed", "jsonld": "not applicable"}


def test_a_source_that_is_gone_is_told_even_when_another_one_fills_its_place() -> None:
    swapped = facts(run(jsonld=source(4_000)), run(therapyden=source(4_000)))
    assert outcomes("source-counts", swapped) == {"therapyden": "failed", "jsonld": "not applicable"}
    assert outcomes("total-counts", swapped)["therapists"] == "passed"


def test_what_was_accepted_is_the_new_measure() -> None:
    large, small = run(therapyden=source(3_000)), run(therapyden=source(900))
    refused = facts(small, small, large, large)
    assert judged("source-counts", refused) == "failed"
    accepted = facts(small, Before(figures=small, accepted=frozenset({"source-counts"})), large, large)
    assert judged("source-counts", accepted) == "passed"


def test_nobody_at_all() -> None:
    assert judged("empty", facts(run())) == "failed"
    assert judged("empty", facts(run(therapyden=source(1)))) == "passed"


def test_a_reason_says_figure_limit_and_what_to_look_at() -> None:
    (said,) = results("source-counts", facts(run(therapyden=source(3)), run(therapyden=source(3_000))))
    assert (said.subject, said.figure, said.limit) == (SOURCE, 3, 2_550)
    assert said.reason.startswith("3 instead of 3,000 therapists; ")
    assert "quarantine.jsonl" in said.reason


@pytest.mark.parametrize(
    ("now", "before", "outcome"),
    [
        (40, [40], {"therapyden: approach pages": "passed"}),
        (34, [40], {"therapyden: approach pages": "passed"}),
        (5, [40], {"therapyden: approach pages": "failed"}),
        (0, [2], {"therapyden: approach pages": "failed"}),
        (20, [40, 20, 40, 20], {"therapyden: approach pages": "passed"}),  # it has always swung so
        (5, [None], {"therapyden": "not applicable"}),  # a run from before they were counted
        (5, [0], {"therapyden": "not applicable"}),
        (None, [40], {"therapyden": "not applicable"}),
        (5, [], {"therapyden": "not applicable"}),
    ],
)
def test_pages_of_a_kind(now: int | None, before: list[int | None], outcome: dict[str | None, str]) -> None:
    known = [run(therapyden=source(300, approach_pages=count)) for count in before]
    given = facts(run(therapyden=source(300, approach_pages=now)), *known)
    assert outcomes("page-counts", given) == outcome
    assert outcomes("source-counts", given).get(SOURCE) != "failed"


def test_each_kind_of_pages_is_counted_by_itself() -> None:
    before = run(therapyden=source(300, approach_pages=40, profiles=280))
    fewer = facts(run(therapyden=source(300, approach_pages=40, profiles=20)), before)
    assert outcomes("page-counts", fewer) == {
        "therapyden: approach pages": "passed",
        "therapyden: profiles": "failed",
    }


def test_what_was_small_before_it_was_nothing_is_no_measure() -> None:
    nobody, few = run(therapyden=source(0)), run(therapyden=source(2))
    assert judged("source-counts", facts(nobody, nobody, nobody, few)) == "not applicable"


@pytest.mark.parametrize(
    ("gone", "before", "outcome"),
    [
        (80, (1_000, 50), "passed"),  # 30 of 950 that were there
        (300, (1_000, 50), "failed"),
        (3, (5, 0), "passed"),
        (4, (5, 0), "failed"),
        (0, (1_000, 50), "passed"),  # they came back
        (0, None, "not applicable"),
    ],
)
def test_pages_that_became_gone(gone: int, before: tuple[int, int] | None, outcome: str) -> None:
    known = [run(therapyden=source(9, known=before[0], gone=before[1]))] if before else []
    now = run(therapyden=source(9, known=before[0] if before else 9, gone=gone))
    assert judged("gone-share", facts(now, *known)) == outcome


COUNTS = st.integers(0, 5_000)


@given(before=st.lists(COUNTS, min_size=1, max_size=10), now=COUNTS, fewer=st.integers(0, 5_000))
def test_fewer_records_never_mend_a_failure(before: list[int], now: int, fewer: int) -> None:
    known = [run(therapyden=source(count)) for count in before]
    less = run(therapyden=source(max(now - fewer, 0)))
    if failed(results("source-counts", facts(run(therapyden=source(now)), *known))):
        assert failed(results("source-counts", facts(less, *known)))


@given(before=st.lists(COUNTS, min_size=1, max_size=10), now=COUNTS, grown=st.integers(1, 5_000))
def test_growth_never_mends_a_failure(before: list[int], now: int, grown: int) -> None:
    known = [run(therapyden=source(count)) for count in (max(before), *before)]
    more = run(therapyden=source(max(before) + grown))
    if failed(results("source-counts", facts(run(therapyden=source(now)), *known))):
        assert failed(results("source-counts", facts(run(therapyden=source(now)), more, *known)))


@given(before=st.lists(st.integers(1, 5_000), min_size=1, max_size=10))
def test_none_never_pass_where_there_were_any(before: list[int]) -> None:
    known = [run(therapyden=source(count)) for count in before]
    assert judged("source-counts", facts(run(therapyden=source(0)), *known)) == "failed"


def test_whoever_is_held_back_is_missed_in_what_is_live() -> None:
    whole = run(therapyden=source(1_000))
    shown = {name: IndexFacts(records=1_000, held_back=200, sent=800, found=800) for name in whole.counts}
    nobody = {"therapists": "not applicable", "statements": "not applicable"}
    assert outcomes("shown-counts", facts(whole, whole, indexes=shown)) == nobody
    assert outcomes("shown-counts", facts(whole, whole, indexes=shown, live=whole.counts)) == {
        "therapists": "failed",
        "statements": "failed",
    }
    left = {"therapists": 900, "statements": 0}  # whoever asked to be left out has left
    assert outcomes("shown-counts", facts(whole, whole, indexes=shown, live=left)) == {
        "therapists": "passed",
        "statements": "not applicable",
    }
