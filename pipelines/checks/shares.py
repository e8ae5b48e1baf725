"""Shares of many kinds against their limits, told in few lines."""

from collections.abc import Iterator
from typing import NamedTuple

from pipelines.checks.result import CheckResult
from pipelines.checks.usual import FIRST


class Part(NamedTuple):
    """So many of so many (at least one)."""

    some: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(self.some / self.of, 1.0)


class Judged(NamedTuple):
    """One share, and the limit it must not fall below, or (`is_most`) not rise above."""

    name: str
    part: Part
    limit: float
    is_most: bool

    @property
    def room(self) -> float:
        """How far it is from its limit; negative beyond it."""
        return self.limit - self.part.share if self.is_most else self.part.share - self.limit

    @property
    def said(self) -> str:
        """In words."""
        some, of = self.part
        kind = "at most" if self.is_most else "at least"
        return f"{self.name} {some:,} of {of:,} ({self.part.share:.1%}; {kind} {self.limit:.1%})"


def results(check: str, subject: str | None, judged: list[Judged], what: str, advice: str) -> Iterator[CheckResult]:
    """One result for each share beyond its limit; where there is none, one for them all."""
    bad = [one for one in judged if one.room < 0]
    for one in bad:
        name = f"{subject}: {one.name}" if subject else one.name
        yield _result(check, name, one, f"{one.said}; {advice}")
    if not judged:
        yield CheckResult(check=check, subject=subject, outcome="not applicable", reason=f"{FIRST}, or too few")
    elif not bad:
        nearest = min(judged, key=lambda one: one.room)
        yield _result(check, subject, nearest, f"{len(judged)} {what}; nearest to its limit: {nearest.said}")


def _result(check: str, subject: str | None, one: Judged, reason: str) -> CheckResult:
    return CheckResult(
        check=check,
        subject=subject,
        outcome="failed" if one.room < 0 else "passed",
        figure=round(one.part.share, 4),
        limit=round(one.limit, 4),
        reason=reason,
    )
