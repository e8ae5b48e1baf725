"""Invented figures of runs, and facts made of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.checks import CHECKS, Before, CheckResult, Facts, IndexFacts, LastCrawl
from pipelines.checks.limits import load_limits
from records.figures import RunFigures, SourceFigures

NOW = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
SOURCE = "therapyden"


def source(therapists: int, *, share: Mapping[str, float] | None = None, **counts: Any) -> SourceFigures:
    """A source with so many therapists, of whom a share have a field."""
    filled = {name: round(therapists * part) for name, part in (share or {}).items()}
    return SourceFigures(therapists=therapists, filled=filled, **counts)


def run(*, alike: Mapping[str, int] | None = None, **sources: SourceFigures) -> RunFigures:
    """A run of these sources."""
    therapists = sum(one.therapists for one in sources.values())
    counts = {"therapists": therapists, "statements": therapists, "approaches": 1}
    return RunFigures(counts=counts, lookalikes=dict(alike or {}), sources=sources)


def facts(
    now: RunFigures,
    *before: RunFigures | Before,
    crawls: Mapping[str, LastCrawl] | None = None,
    indexes: Mapping[str, IndexFacts] | None = None,
    live: Mapping[str, int] | None = None,
) -> Facts:
    """The facts of a candidate whose crawls went well, and that the engine took whole."""
    whole = {name: IndexFacts(records=count, sent=count, found=count) for name, count in now.counts.items()}
    known = [one if isinstance(one, Before) else Before(figures=one) for one in before]
    return Facts(
        now=NOW,
        figures=now,
        before=known,
        crawls=dict(crawls or {}),
        indexes=dict(indexes or whole),
        live=dict(live) if live else None,
    )


def crawl(state: str | None, *, ended: float = 0, good: float | None = None, reason: str | None = None) -> LastCrawl:
    """A crawl that ended so many days ago; the last good one `good` days ago."""
    return LastCrawl(
        state=state,
        reason=reason,
        ended_at=NOW - timedelta(days=ended) if state else None,
        good_at=None if good is None else NOW - timedelta(days=good),
    )


def results(check: str, given: Facts) -> list[CheckResult]:
    """What one check says."""
    return list(CHECKS[check](given, load_limits()))


def outcomes(check: str, given: Facts) -> dict[str | None, str]:
    """Subject -> outcome of one check."""
    return {one.subject: one.outcome for one in results(check, given)}


def judged(check: str, given: Facts) -> str:
    """The outcome of a check that says one thing."""
    (one,) = results(check, given)
    return one.outcome


def failed(found: Sequence[CheckResult]) -> set[str]:
    """The names of the checks that failed."""
    return {one.check for one in found if one.outcome == "failed"}
