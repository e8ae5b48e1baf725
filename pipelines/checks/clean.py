"""Whether the records are as clean as before."""

from collections.abc import Iterator
from functools import partial

from pipelines.checks.facts import Facts
from pipelines.checks.limits import Limit, Limits
from pipelines.checks.result import CheckResult
from pipelines.checks.shares import Judged, Part, results
from pipelines.checks.usual import chance, former, lowest, may_rise
from records.figures import RunFigures

QUARANTINE, DUPLICATES = "quarantine-share", "duplicates"
SHARED = ("phone", "website", "place")  # by those who look alike


def quarantine_share(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """Pages set aside, by source and code: more than before, or more faults of ours than can be."""
    for source in facts.sources:
        codes, pages = sorted(facts.of(source).set_aside), facts.of(source).pages
        if pages and not codes:
            reason = f"none of {pages:,} pages was set aside"
            yield CheckResult(check=QUARANTINE, subject=source, outcome="passed", figure=0, reason=reason)
            continue
        judged = [one for code in codes if (one := _set_aside(source, code, facts, limits))]
        advice = "`quarantine.jsonl` of the run lists them, each with its reason"
        yield from results(QUARANTINE, source, judged, "codes", advice)


def duplicates(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """Therapists who look like another one, in all and by source."""
    for source in (None, *facts.sources):
        judged = [one for kind in SHARED if (one := _alike(source, kind, facts, limits))]
        advice = "`therapyindex explain` of two of them says why they are not one"
        yield from results(DUPLICATES, source, judged, "likenesses", advice)


def _set_aside(source: str, code: str, facts: Facts, limits: Limits) -> Judged | None:
    of = partial(_pages_with, source, code)
    now, before = of(facts.figures), former(facts, QUARANTINE, of)
    if now and code in limits.faults.codes:
        return Judged(code, now, max(limits.faults.share, limits.faults.few / now.of), is_most=True)
    return Judged(code, now, _most(now, before, limits.set_aside, limits), is_most=True) if now and before else None


def _alike(source: str | None, kind: str, facts: Facts, limits: Limits) -> Judged | None:
    of = partial(_lookalikes, source, kind)
    now, before = of(facts.figures), former(facts, DUPLICATES, of)
    if not now:
        return None
    limit = limits.lookalikes
    first = max(limit.first or 1.0, limit.few / now.of)
    most = _most(now, before, limit, limits) if before else first
    return Judged(f"same name and {kind}", now, most, is_most=True)


def _most(now: Part, before: list[Part], limit: Limit, limits: Limits) -> float:
    """The share that will just do: what it was, and so much more."""
    shares = [one.share for one in before]
    measured = lowest(shares)
    return measured + max(may_rise(shares, limit, limits), chance(measured, now.of, limit), limit.few / now.of)


def _pages_with(source: str, code: str, figures: RunFigures) -> Part | None:
    found = figures.sources.get(source)
    return Part(found.set_aside.get(code, 0), found.pages) if found and found.pages else None


def _lookalikes(source: str | None, kind: str, figures: RunFigures) -> Part | None:
    if source is None:
        everyone = figures.counts.get("therapists", 0)
        return Part(figures.lookalikes.get(kind, 0), everyone) if everyone else None
    found = figures.sources.get(source)
    return Part(found.lookalikes.get(kind, 0), found.therapists) if found and found.therapists else None
