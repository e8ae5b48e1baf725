"""What is usual: the figures of the runs published before, and how far a new one may go from them."""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import TypeVar

from pipelines.checks.facts import Before, Facts
from pipelines.checks.limits import Limit, Limits
from records.figures import RunFigures

Value = TypeVar("Value")

FIRST = "nothing published before to compare with"


def former(facts: Facts, check: str, value: Callable[[RunFigures], Value | None]) -> list[Value]:
    """A value of the runs published before, newest first, where they have it.

    None older than the newest for which the operator overrode this check: what was accepted is the new measure.
    """
    found = (value(one.figures) for one in _since_accepted(facts.before, check))
    return [one for one in found if one is not None]


def highest(values: Sequence[float]) -> float:
    """What a figure that must not fall is measured against: the last value or the median, whichever is higher."""
    return max(values[0], median(values))


def lowest(values: Sequence[float]) -> float:
    """What a figure that must not rise is measured against: the last value or the median, whichever is lower."""
    return min(values[0], median(values))


def may_differ(values: Sequence[float], limit: Limit, limits: Limits) -> float:
    """By what share of itself a figure may fall: the limit's, or more where it has wavered more from run to run."""
    changes = [abs(new - old) / max(new, old) for old, new in _wavering(values) if max(new, old) > 0]
    return _widened(changes, limit, limits)


def may_rise(shares: Sequence[float], limit: Limit, limits: Limits) -> float:
    """By how much a share may rise: the limit's, or more where it has wavered more from run to run."""
    return _widened([abs(new - old) for old, new in _wavering([-share for share in shares])], limit, limits)


def chance(share: float, of: int, limit: Limit) -> float:
    """How far a share of so many may fall or rise by chance."""
    likely = (share * of + 1) / (of + 2)  # not quite 0 or 1, however few there are
    return limit.noise * math.sqrt(likely * (1 - likely) / of)


def _wavering(values: Sequence[float]) -> Iterator[tuple[float, float]]:
    """From run to run, oldest first, the old and the new value; of a new one only what had been there before.

    More than there ever was is growth, and says nothing of how much may be lost.
    """
    oldest_first = values[::-1]
    for most, (old, new) in zip(accumulate(oldest_first, max), pairwise(oldest_first), strict=False):
        yield old, min(new, most)


def _widened(changes: list[float], limit: Limit, limits: Limits) -> float:
    usual = median(changes) if changes else 0.0
    return max(limit.share, min(limits.times_usual * usual, limit.widest))


def _since_accepted(before: Sequence[Before], check: str) -> Iterator[Before]:
    for one in before:
        yield one
        if check in one.accepted:
            return
