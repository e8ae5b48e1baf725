"""The checks of a candidate: what they look at is gathered here, what they say of it is decided in pipelines.checks."""

from flows.publishing.candidate import INDEXES, Candidate
from pipelines.checks import CheckResult
from search import IndexWriter


def check(writer: IndexWriter, candidate: Candidate) -> list[CheckResult]:
    """Every check of a candidate."""
    found = {index: writer.count(candidate.version, index) for index in INDEXES}
    results = [
        CheckResult(
            check="documents",
            subject=index,
            outcome="passed" if found[index] == candidate.sent[index] else "failed",
            figure=found[index],
            limit=candidate.sent[index],
            reason=f"{found[index]:,} documents in the engine, {candidate.sent[index]:,} records sent",
        )
        for index in INDEXES
    ]
    therapists = candidate.sent["therapists"]
    results.append(
        CheckResult(
            check="empty",
            outcome="passed" if therapists else "failed",
            figure=therapists,
            limit=1,
            reason=f"{therapists:,} therapists" if therapists else "the run holds no therapists",
        )
    )
    return results
