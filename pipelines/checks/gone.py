"""Whether the pages of a source are still there."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from pipelines.checks.facts import Facts
from pipelines.checks.limits import Limits
from pipelines.checks.result import CheckResult
from pipelines.checks.usual import FIRST, former, may_differ
from records.figures import RunFigures

CHECK = "gone-share"


class Pages(NamedTuple):
    """How many pages are there, and how many are gone."""

    there: int
    gone: int


def gone_share(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """The pages of each source that became gone since the last publish, of those that were there."""
    for source in facts.sources:
        now, before = _pages(source, facts.figures), former(facts, CHECK, partial(_pages, source))
        if now and before and before[0].there:
            yield _judged(source, now, before, limits)
        else:
            reason = FIRST if now else "its pages were not counted"
            yield CheckResult(check=CHECK, subject=source, outcome="not applicable", reason=reason)


def _judged(source: str, now: Pages, before: list[Pages], limits: Limits) -> CheckResult:
    there, gone = before[0].there, max(now.gone - before[0].gone, 0)
    limit = max(may_differ([one.there for one in before], limits.gone, limits), limits.gone.few / there)
    failed = gone / there > limit
    return CheckResult(
        check=CHECK,
        subject=source,
        outcome="failed" if failed else "passed",
        figure=round(gone / there, 4),
        limit=round(limit, 4),
        reason=f"{gone:,} of {there:,} pages became gone"
        + (": open some of them in a browser; has the site moved?" if failed else ""),
    )


def _pages(source: str, figures: RunFigures) -> Pages | None:
    found = figures.sources.get(source)
    if found is None or found.known is None or found.gone is None:
        return None
    return Pages(max(found.known - found.gone, 0), found.gone)
