"""Which records of a run the public sees: not those who asked to be left out, nor those unseen for too long."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from pipelines.optouts import Verdict, keys_of, verdict
from records import Statement, Therapist
from records.optouts import OptOuts
from store.runs import Run

LEAVES_AFTER = timedelta(days=400)  # who has no profile and is unseen for so long leaves the index, not the records


def shown(
    run: Run, optouts: OptOuts, now: datetime, left_out: list[str] | None = None
) -> Iterator[tuple[Therapist, list[Statement]]]:
    """The therapists that are shown, each with their current statements, in the order of ids.

    The ids of those whom the opt-outs hide are added to `left_out`.
    """
    for therapist, statements in with_statements(run):
        if not therapist.profile_urls and now - therapist.last_seen > LEAVES_AFTER:
            continue
        if hidden(run, optouts, therapist, statements):
            if left_out is not None:
                left_out.append(therapist.id)
            continue
        yield therapist, statements


def not_hidden(run: Run, optouts: OptOuts) -> Iterator[tuple[Therapist, list[Statement]]]:
    """The therapists whom the opt-outs do not hide, each with their current statements, in the order of ids."""
    for therapist, statements in with_statements(run):
        if hidden(run, optouts, therapist, statements) is None:
            yield therapist, statements


def hidden(run: Run, optouts: OptOuts, therapist: Therapist, statements: list[Statement]) -> Verdict | None:
    """Why a therapist of a run is not shown by the opt-outs; a suspect whom the operator has let go is."""
    found = verdict(optouts, keys_of(therapist, statements))
    return None if found == "suspect" and therapist.id in run.manifest.released else found


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
