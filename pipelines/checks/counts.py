"""Whether there are as many records as before, and as many pages that they come from."""

import math
from collections.abc import Callable, Iterator
from functools import partial

from pipelines.checks.facts import Facts
from pipelines.checks.limits import Limit, Limits
from pipelines.checks.result import CheckResult
from pipelines.checks.usual import FIRST, former, highest, may_differ
from records.figures import RunFigures

KINDS = ("therapists", "statements", "approaches")
PAGES = {"approach_pages": "approach pages", "profiles": "profiles"}


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
        of = partial(_of_source, source, "therapists")
        yield _fewer(facts, limits.counts, limits, "source-counts", source, of, f"therapists; {advice}")


def total_counts(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """The records of all sources together."""
    advice = "`source-counts` may say of which source, `therapyindex diff` which ones are gone"
    for kind in KINDS:
        of = partial(_in_all, kind)
        yield _fewer(facts, limits.counts, limits, "total-counts", kind, of, f"{kind}; {advice}")


def shown_counts(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """Who is shown, beside whom the live version shows now: who is in a run may be held back.

    Approaches never are, and those of people who have left the live version stay in it.
    """
    advice = "is the clock right? Who has no profile and was not seen for 400 days leaves"
    for kind in ("therapists", "statements"):
        held = (facts.live or {}).get(kind, 0)
        sent = facts.indexes[kind].sent if kind in facts.indexes else 0
        if not held:
            reason = "nothing is live to compare with"
            yield CheckResult(check="shown-counts", subject=kind, outcome="not applicable", figure=sent, reason=reason)
        else:
            wavering = former(facts, "total-counts", partial(_in_all, kind)) or [held]
            may = may_differ(wavering, limits.counts, limits)
            yield _judged("shown-counts", kind, sent, held, max(may * held, limits.counts.few), f"{kind}; {advice}")


def page_counts(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """The pages of each source that were read as what they are: whom they no longer show may still be carried over."""
    advice = "open some in a browser: has the site changed?"
    for source in facts.sources:
        met = False
        for kind, name in PAGES.items():
            of = partial(_of_source, source, kind)
            if of(facts.figures) is not None and any(former(facts, "page-counts", of)):
                met = True
                subject = f"{source}: {name}"
                yield _fewer(facts, limits.pages, limits, "page-counts", subject, of, f"{name}; {advice}")
        if not met:
            reason = "its pages were not counted, or there were none before"
            yield CheckResult(check="page-counts", subject=source, outcome="not applicable", reason=reason)


def _fewer(
    facts: Facts,
    limit: Limit,
    limits: Limits,
    check: str,
    subject: str,
    of: Callable[[RunFigures], float | None],
    advice: str,
) -> CheckResult:
    now, before = of(facts.figures) or 0, former(facts, check, of)
    measured = highest(before) if before else 0
    if not measured:
        return CheckResult(check=check, subject=subject, outcome="not applicable", figure=now, reason=FIRST)
    return _judged(check, subject, now, measured, max(may_differ(before, limit, limits) * measured, limit.few), advice)


def _judged(check: str, subject: str, now: float, measured: float, missing: float, advice: str) -> CheckResult:
    """What so many say, of `measured` that there were, `missing` of which may be missing."""
    least = max(1, math.ceil(round(measured - missing, 6)))
    said = f"{now:,} instead of {measured:,.0f}"
    return CheckResult(
        check=check,
        subject=subject,
        outcome="failed" if now < least else "passed",
        figure=now,
        limit=least,
        reason=f"{said} {advice}" if now < least else f"{now:,}, before {measured:,.0f}",
    )


def _of_source(source: str, kind: str, figures: RunFigures) -> float | None:
    return getattr(figures.sources[source], kind) if source in figures.sources else None


def _in_all(kind: str, figures: RunFigures) -> float | None:
    return figures.counts.get(kind)
