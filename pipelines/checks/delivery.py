"""Whether the engine holds what the run holds."""

from collections.abc import Iterator

from pipelines.checks.facts import Facts, IndexFacts
from pipelines.checks.limits import Limits
from pipelines.checks.result import CheckResult

_NAMED = 3  # ids in a reason


def records(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """The records read are those that the run's manifest counts: all were sent, or held back."""
    for name, index in facts.indexes.items():
        read = index.sent + index.held_back
        if not index.records and not read:
            yield _nothing("records", name)
            continue
        said = f"{index.sent:,} sent and {index.held_back:,} held back, {index.records:,} in the run's manifest"
        yield _equal("records", name, read, index.records, said, "a file of the run is not its own: normalize anew")


def documents(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """The engine holds every document that it took."""
    for name, index in facts.indexes.items():
        taken = index.sent - index.dead
        if not index.sent and not index.found:
            yield _nothing("documents", name)
            continue
        said = f"{index.found:,} documents in the engine, {index.sent:,} sent, {index.dead:,} not taken"
        yield _equal("documents", name, index.found, taken, said, "look at the engine's log, then publish again")


def dead_letters(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """Hardly a document was refused by the engine."""
    for name, index in facts.indexes.items():
        if not index.sent:
            yield _nothing("dead-letters", name)
            continue
        limit = int(limits.dead.share * index.sent)
        lost = f"{index.dead:,} of {index.sent:,} documents were not taken"
        advice = "`dead-letters-*.jsonl` of the run says why, `publish --retry-dead` sends them again"
        yield CheckResult(
            check="dead-letters",
            subject=name,
            outcome="failed" if index.dead > limit else "passed",
            figure=index.dead,
            limit=limit,
            reason=f"{lost}: {advice}" if index.dead else "every document was taken",
        )


def read_back(facts: Facts, limits: Limits) -> Iterator[CheckResult]:
    """A sample of the records comes back from the engine byte for byte."""
    for name, index in facts.indexes.items():
        if not index.samples:
            yield _nothing("read-back", name)
            continue
        same, of = sum(one.sent == one.found for one in index.samples), len(index.samples)
        said = f"{same:,} of {of:,} records came back as they were sent{_others(index)}"
        yield _equal("read-back", name, same, of, said, "look at the engine's log, then publish again")


def _others(index: IndexFacts) -> str:
    missing = [one.id for one in index.samples if one.found is None]
    other = [one.id for one in index.samples if one.found not in (None, one.sent)]
    parts = ((missing, "missing"), (other, "otherwise"))
    return "".join(f"; {how}: {', '.join(ids[:_NAMED])}" for ids, how in parts if ids)


def _equal(check: str, subject: str, figure: int, limit: int, said: str, advice: str) -> CheckResult:
    failed = figure != limit
    return CheckResult(
        check=check,
        subject=subject,
        outcome="failed" if failed else "passed",
        figure=figure,
        limit=limit,
        reason=f"{said}: {advice}" if failed else said,
    )


def _nothing(check: str, subject: str) -> CheckResult:
    return CheckResult(check=check, subject=subject, outcome="not applicable", reason="there are none")
