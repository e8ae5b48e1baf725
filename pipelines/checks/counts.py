"""Whether there are as many records as before."""

import math
from collections.abc import Callable, Iterator
from functools import partial

from pipelines.checks.facts import Facts
from pipelines.checks.limits import Limits
from pipelines.checks.result import CheckResult
from pipelines.checks.usual import FIRST, former, highest, may_differ
from records.figures import RunFigures

KINDS = ("therapists", "statements", "approaches")


def empty(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """An index without anybody is never right."""
    index = facts.indexes.get("therapists")
    sent = index.sent if index else 0
    yield CheckResult(
        check="empty",
        outcome="passed" if sent else "failed",
        figure=sent,
        limit=1,
        reason=f"{sent:,} therapists" if sent else "no therapists at all: see what `therapyindex normalize` says",
    )


def source_counts(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """The therapists of each source."""
    advice = "see its pages in `quarantine.jsonl` of the run, and `therapyindex diff` for who is gone"
    for source in facts.sources:
        yield _fewer(facts, limits, "source-counts", source, partial(_of_source, source), f"therapists; {advice}")


def total_counts(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """The records of all sources together."""
    advice = "`source-counts` may say of which source, `therapyindex diff` which ones are gone"
    for kind in KINDS:
        yield _fewer(facts, limits, "total-counts", kind, partial(_in_all, kind), f"{kind}; {advice}")


def _fewer(
    facts: Facts, limits: Limits, check: str, subject: str, of: Callable[[RunFigures], float | None], advice: str
) -> CheckResult:
    now, before = of(facts.figures) or 0, former(facts, check, of)
    if not any(before):
        return CheckResult(check=check, subject=subject, outcome="not applicable", figure=now, reason=FIRST)
    measured = highest(before)
    missing = max(may_differ(before, limits.counts, limits) * measured, limits.counts.few)
    limit = max(1, math.ceil(round(measured - missing, 6)))
    said = f"{now:,} instead of {measured:,.0f}"
    return CheckResult(
        check=check,
        subject=subject,
        outcome="failed" if now < limit else "passed",
        figure=now,
        limit=limit,
        reason=f"{said} {advice}" if now < limit else f"{now:,}, before {measured:,.0f}",
    )


def _of_source(source: str, figures: RunFigures) -> float | None:
    return figures.sources[source].therapists if source in figures.sources else None


def _in_all(kind: str, figures: RunFigures) -> float | None:
    return figures.counts.get(kind)
