"""Which records of a run the public sees: not those who asked to be left out, nor those unseen for too long."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from pipelines.optouts import keys_of, verdict
from records import Statement, Therapist
from records.optouts import OptOuts
from store.runs import Run

LEAVES_AFTER = timedelta(days=400)  # a stale therapist unseen for so long leaves the index, not the records


def shown(
    run: Run, optouts: OptOuts, now: datetime, left_out: list[str] | None = None
) -> Iterator[tuple[Therapist, list[Statement]]]:
    """The therapists that are shown, each with their current statements, in the order of ids.

    The ids of those whom the opt-outs leave out are added to `left_out`.
    """
    for therapist, statements in with_statements(run):
        if therapist.status == "stale" and now - therapist.last_seen > LEAVES_AFTER:
            continue
        if optouts.digests and verdict(optouts, keys_of(therapist, statements)):
            if left_out is not None:
                left_out.append(therapist.id)
            continue
        yield therapist, statements


def with_statements(run: Run) -> Iterator[tuple[Therapist, list[Statement]]]:
    """All therapists of a run, each with their statements, one at a time: both files lie in the same order."""
    groups = groupby(run.statements(), key=lambda statement: statement.therapist_id)
    key, found = next(groups, (None, iter(())))
    for therapist in run.therapists():
        if key == therapist.id:
            yield therapist, list(found)
            key, found = next(groups, (None, iter(())))
        else:
            yield therapist, []
