"""Fields, pages set aside and look-alikes: shares against what was usual."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.checks import Before
from records.figures import SourceFigures
from tests.pipelines.checks.invented import facts, judged, outcomes, results, run, source


@pytest.mark.parametrize(
    ("now", "before", "therapists", "outcome"),
    [
        (0.03, [0.6], 3_000, "failed"),
        (0.6, [0.6], 3_000, "passed"),
        (0.45, [0.6], 3_000, "passed"),
        (0.40, [0.6], 3_000, "failed"),
        (0.0, [0.001], 3_000, "not applicable"),  # three ever had it
        (0.0, [0.6], 5, "not applicable"),  # three of five
        (0.2, [0.9], 20, "failed"),
        (0.0, [0.6], 24, "failed"),
        (0.35, [0.6, 0.4, 0.6, 0.4], 3_000, "passed"),  # it has always swung so
        (0.9, [0.6], 3_000, "passed"),
        (0.3, [0.6, 0.3], 3_000, "failed"),  # what has grown may not fall back
    ],
)
def test_a_field_that_fewer_have(now: float, before: list[float], therapists: int, outcome: str) -> None:
    known = [run(therapyden=source(therapists, share={"phone": share})) for share in before]
    given = facts(run(therapyden=source(therapists, share={"phone": now})), *known)
    assert set(outcomes("fill-rates", given).values()) == {outcome}


@pytest.mark.parametrize(("filled", "outcome"), [(66, "passed"), (30, "failed")])
def test_new_therapists_without_a_value_are_no_loss(filled: int, outcome: str) -> None:
    before = run(therapyden=source(100, share={"phone": 0.6}))
    now = run(therapyden=source(700, share={"phone": filled / 700}))
    assert set(outcomes("fill-rates", facts(now, before)).values()) == {outcome}


def test_a_source_that_has_grown_is_measured_against_what_it_is_now() -> None:
    small, large = run(therapyden=source(100, share={"phone": 0.6})), run(therapyden=source(700, share={"phone": 0.1}))
    assert set(outcomes("fill-rates", facts(large, large, small)).values()) == {"passed"}


def test_the_field_that_fell_is_named_and_only_it() -> None:
    before = run(therapyden=source(3_000, share={"phone": 0.6, "website": 0.5, "state": 1.0}))
    now = run(therapyden=source(3_000, share={"phone": 0.03, "website": 0.5, "state": 1.0}))
    (said,) = results("fill-rates", facts(now, before))
    assert (said.subject, said.figure, said.limit) == ("therapyden: phone", 0.03, 0.42)
    assert said.reason.startswith("phone 90 of 3,000 (3.0%; at least 42.0%); ")


def test_a_part_of_author_lines_that_fewer_have() -> None:
    before = run(therapyden=source(200, attributions=400, named={"title": 390}))
    now = run(therapyden=source(200, attributions=400, named={"title": 10}))
    assert outcomes("fill-rates", facts(now, before)) == {"therapyden: author line title": "failed"}
    assert judged("fill-rates", facts(before, before)) == "passed"


def aside(code: str, count: int, pages: int) -> SourceFigures:
    return source(pages, pages=pages, set_aside={code: count} if count else {})


@pytest.mark.parametrize(
    ("code", "now", "before", "outcome"),
    [
        ("unknown-title", 40, 30, "passed"),
        ("unknown-title", 400, 30, "failed"),
        ("unknown-title", 400, 390, "passed"),
        ("unknown-title", 0, 390, "passed"),
        ("extractor-crash", 400, 390, "failed"),  # our own fault, however usual
        ("extractor-crash", 10, 0, "passed"),
    ],
)
def test_pages_set_aside(code: str, now: int, before: int, outcome: str) -> None:
    given = facts(run(therapyden=aside(code, now, 1_000)), run(therapyden=aside(code, before, 1_000)))
    assert set(outcomes("quarantine-share", given).values()) == {outcome}


def test_a_cleaner_night_lets_nothing_back_in() -> None:
    before = [run(therapyden=aside("unknown-title", count, 1_000)) for count in (10, 300)]
    now = run(therapyden=aside("unknown-title", 250, 1_000))
    assert outcomes("quarantine-share", facts(now, *before)) == {"therapyden: unknown-title": "failed"}


def test_three_pages_set_aside_of_five_are_no_trouble() -> None:
    given = facts(run(therapyden=aside("unknown-title", 3, 5)), run(therapyden=aside("unknown-title", 0, 5)))
    assert judged("quarantine-share", given) == "passed"


def test_faults_of_ours_count_in_a_first_run_too() -> None:
    assert outcomes("quarantine-share", facts(run(therapyden=aside("extractor-error", 100, 1_000)))) == {
        "therapyden: extractor-error": "failed"
    }
    assert judged("quarantine-share", facts(run(therapyden=aside("unknown-title", 900, 1_000)))) == "not applicable"


@pytest.mark.parametrize(
    ("now", "before", "outcome"),
    [(12, 10, "passed"), (200, 10, "failed"), (200, None, "passed"), (900, None, "failed")],
)
def test_therapists_who_look_alike(now: int, before: int | None, outcome: str) -> None:
    def alike(count: int) -> SourceFigures:
        return source(3_000, lookalikes={"phone": count})

    known = [] if before is None else [run(therapyden=alike(before), alike={"phone": before})]
    found = outcomes("duplicates", facts(run(therapyden=alike(now), alike={"phone": now}), *known))
    assert set(found.values()) == {outcome}
    assert len(found) == 2  # in all, and of the source


@given(
    therapists=st.integers(1, 4_000),
    before=st.lists(st.floats(0, 1), min_size=1, max_size=10),
    now=st.floats(0, 1),
    less=st.floats(0, 1),
)
def test_fewer_values_never_mend_a_failure(therapists: int, before: list[float], now: float, less: float) -> None:
    known = [Before(figures=run(therapyden=source(therapists, share={"phone": share}))) for share in before]

    def fails(share: float) -> bool:
        return (
            "failed"
            in outcomes(
                "fill-rates", facts(run(therapyden=source(therapists, share={"phone": share})), *known)
            ).values()
        )

    assert not fails(now) or fails(now * less)
