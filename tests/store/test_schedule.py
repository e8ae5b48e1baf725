"""When a page is visited again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.archive import Location
from store.pages import Outcome, PageState, Visit, after_visit

DAY = datetime(2026, 5, 30, tzinfo=UTC)
NEW = PageState(url="u", first_seen=DAY)


def visited(
    known: PageState,
    night: int,
    outcome: Outcome = "kept",
    digest: str = "a",
    shown: bytes | None = None,
    visits: int = 1,
) -> PageState:
    status = {"confirmed": 304, "missing": 404, "gone": 410, "moved": 301}.get(outcome, 200)
    new = outcome == "kept" and digest != known.digest
    visit = Visit(
        outcome=outcome,
        status=status,
        at=DAY + timedelta(days=night),
        location=Location("f", 0, 1) if new else None,
        digest=digest if outcome == "kept" else None,
        shown=shown,
    )
    return after_visit(known, visit, crawl=f"c{night}", night=night, visits_a_night=visits)


def test_an_unchanged_page_is_visited_ever_more_rarely() -> None:
    state, nights = visited(NEW, 1), []
    while state.due < 120:
        nights.append(state.interval)
        state = visited(state, state.due, "confirmed")
    assert nights == [1, 2, 4, 8, 16, 30, 30]
    assert visited(state, state.due, digest="b").interval == 1


def test_the_same_body_without_a_304_is_unchanged_too() -> None:
    assert visited(visited(NEW, 1), 2).interval == 2


def test_a_list_that_shows_the_same_has_not_changed() -> None:
    state = visited(NEW, 1, shown=b"aaaabbbb")
    assert visited(state, 2, digest="b", shown=b"aaaabbbb").interval == 2
    assert visited(state, 2, digest="b", shown=b"aaaacccc").interval == 1


def test_gone_after_two_nights_without_it() -> None:
    state = visited(visited(NEW, 1), 2, "missing")
    assert (state.missing, state.gone_at, state.due) == (1, None, 3)
    assert visited(state, 2, "missing").missing == 1  # the same night once more, after a crawl that failed
    state = visited(state, 3, "missing")
    assert state.gone_at == DAY + timedelta(days=3)
    assert (state.interval, state.due) == (1, 4)
    state = visited(state, 4, "missing")
    assert (state.gone_at, state.interval) == (DAY + timedelta(days=3), 2)
    back = visited(state, 6, digest="b")
    assert (back.gone_at, back.missing, back.interval) == (None, 0, 1)


def test_gone_at_once_when_the_site_says_so() -> None:
    assert visited(visited(NEW, 1), 2, "gone").gone_at == DAY + timedelta(days=2)


def test_a_page_that_comes_and_goes_is_not_gone() -> None:
    state = visited(visited(visited(NEW, 1), 2, "missing"), 3)
    assert visited(state, 4, "missing").gone_at is None


def test_a_failure_leaves_everything_as_it_was_and_asks_again() -> None:
    state = visited(visited(NEW, 1), 2)
    failed = after_visit(state, Visit(outcome="failed", status=0, at=DAY, error="timeout"), crawl="c", night=4)
    assert (failed.due, failed.error, failed.interval, failed.digest) == (5, "timeout", 2, "a")
    assert failed.visited == 2
    assert visited(failed, 5, "confirmed").interval == 4


def test_a_page_that_rotates_is_visited_again_in_the_same_night_until_two_visits_show_nothing_new() -> None:
    first = visited(NEW, 1, digest="a", visits=5)
    assert first.due == 2  # nothing says yet that it rotates
    state = visited(first, 2, digest="b", visits=5)
    assert (state.due, state.visits, state.rank) == (2, 1, 100)
    state = visited(state, 2, digest="c", visits=5)
    assert (state.due, state.visits, state.rank) == (2, 2, 200)
    state = visited(state, 2, "confirmed", visits=5)
    assert (state.due, state.repeats) == (2, 1)
    state = visited(state, 2, "confirmed", visits=5)
    assert (state.due, state.repeats, state.rank, state.interval) == (3, 2, 0, 1)


def test_no_more_visits_than_allowed() -> None:
    state = visited(NEW, 1)
    for number, digest in enumerate("bcd", 1):
        state = visited(state, 2, digest=digest, visits=3)
        assert (state.visits, state.due) == (number, 3 if number == 3 else 2)


OUTCOMES = st.sampled_from(["kept", "confirmed", "unkept", "moved", "missing", "gone", "failed"])


@given(st.lists(st.tuples(OUTCOMES, st.sampled_from("ab"), st.booleans()), max_size=40), st.integers(1, 4))
def test_whatever_happens_a_page_comes_back_within_thirty_nights(
    visits: list[tuple[Outcome, str, bool]], visits_a_night: int
) -> None:
    state, night = NEW, 1
    for outcome, digest, later in visits:
        night = max(night, state.due) if later else night
        visit = Visit(
            outcome=outcome,
            status=200,
            at=DAY,
            digest=digest if outcome == "kept" else None,
            error="x" if outcome == "failed" else None,
        )
        state = after_visit(state, visit, crawl="c", night=night, visits_a_night=visits_a_night)
        assert 1 <= state.interval <= 30
        assert night <= state.due <= night + 30
        assert state.due > night or state.visits < visits_a_night
        assert (state.gone_at is not None) <= (state.missing >= 2)


@pytest.mark.parametrize("outcome", ["unkept", "moved"])
def test_a_page_that_stays_as_it_is_doubles_whatever_it_is(outcome: Outcome) -> None:
    state = visited(visited(NEW, 1, outcome), 2, outcome)
    assert (state.interval, state.due) == (2, 4)
