"""Whether the fields are as full as before."""

from collections.abc import Iterator
from functools import partial

from pipelines.checks.facts import Facts
from pipelines.checks.figures import FILLED, NAMED
from pipelines.checks.limits import Limits
from pipelines.checks.result import CheckResult
from pipelines.checks.shares import Judged, Part, results
from pipelines.checks.usual import chance, former, highest, may_differ
from records.figures import RunFigures

CHECK = "fill-rates"

_LINE = "author line "  # before the name of a part of one


def fill_rates(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """Fields of each source's therapists, and parts of its author lines, that fewer have than before."""
    names = [*FILLED, *(_LINE + name for name in NAMED)]
    for source in facts.sources:
        judged = [one for name in names if (one := _judged(source, name, facts, limits))]
        yield from results(CHECK, source, judged, "fields", "open some of its pages: does the site show it otherwise?")


def _judged(source: str, name: str, facts: Facts, limits: Limits) -> Judged | None:
    of = partial(_filled, source, name)
    now, before = of(facts.figures), former(facts, CHECK, of)
    if not now or not before:
        return None
    # Who is new may be known from elsewhere, say from author lines only: what those known before had must be there.
    known = [min(1.0, one.of / now.of) for one in before]
    shares = [one.share * part for one, part in zip(before, known, strict=True)]
    measured, last = highest(shares), before[0]
    fall = may_differ(shares, limits.filled, limits) * measured
    limit = measured - max(fall, chance(last.share, last.of, limits.filled) * known[0])
    return Judged(name, now, limit, is_most=False) if limit > 0 else None  # else too few ever had it


def _filled(source: str, name: str, figures: RunFigures) -> Part | None:
    found = figures.sources.get(source)
    if found is None:
        return None
    if name.startswith(_LINE):
        return Part(found.named.get(name.removeprefix(_LINE), 0), found.attributions) if found.attributions else None
    return Part(found.filled.get(name, 0), found.therapists) if found.therapists else None
