"""Whether the sources could be crawled."""

from collections.abc import Iterator
from datetime import datetime

from pipelines.checks.facts import Facts, LastCrawl
from pipelines.checks.limits import Limits
from pipelines.checks.result import CheckResult

GOOD = ("complete", "budget")
CHECK = "crawl-states"


def crawl_states(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """A source that could not be crawled keeps its records of the last good night, but not for ever."""
    for source in facts.sources:
        crawl = facts.crawls.get(source)
        if crawl is None:
            reason = "never crawled: its pages were imported"
            yield CheckResult(check=CHECK, subject=source, outcome="not applicable", reason=reason)
        elif not crawl.configured:
            reason = "it is configured no more; its people without a profile leave when they are unseen for 400 days"
            yield CheckResult(check=CHECK, subject=source, outcome="not applicable", reason=reason)
        elif crawl.state in GOOD:
            age = _days(facts.now, crawl.ended_at)
            yield CheckResult(check=CHECK, subject=source, outcome="passed", figure=age, reason=_ended(crawl, age))
        elif not facts.of(source).therapists and not any(source in one.figures.sources for one in facts.before):
            reason = f"{_how(crawl)}; the records hold nothing of it yet"
            yield CheckResult(check=CHECK, subject=source, outcome="not applicable", reason=reason)
        else:
            yield _kept(source, crawl, facts, limits)


def _kept(source: str, crawl: LastCrawl, facts: Facts, limits: Limits) -> CheckResult:
    age = _days(facts.now, crawl.good_at)
    if age is None:
        said = "it never had a good night: see what `therapyindex status` says of it, and crawl it again"
    elif age > limits.kept_days:
        said = f"its last good night was {age:.1f} days ago: too old to go on with; crawl it again"
    else:
        said = f"it keeps its records of {age:.1f} days ago"
    return CheckResult(
        check=CHECK,
        subject=source,
        outcome="failed" if age is None or age > limits.kept_days else "passed",
        figure=age,
        limit=limits.kept_days,
        reason=f"{_how(crawl)}; {said}",
    )


def _how(crawl: LastCrawl) -> str:
    if crawl.state is None:
        return "the last crawl is under way or was interrupted"
    return f"the last crawl ended {crawl.state}" + (f" ({crawl.reason})" if crawl.reason else "")


def _ended(crawl: LastCrawl, age: float | None) -> str:
    return f"the last crawl ended {crawl.state}" + ("" if age is None else f", {age:.1f} days ago")


def _days(now: datetime, then: datetime | None) -> float | None:
    return None if then is None else round((now - then).total_seconds() / 86_400, 2)
