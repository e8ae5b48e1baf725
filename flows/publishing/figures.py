"""The figures of runs: as their manifests say, or counted from their files where they are older.

Nobody counts who is left out by now: not in a candidate, and not in what it is compared with.
"""

from collections import Counter
from collections.abc import Collection

from msgspec.structs import replace
from sqlalchemy import Engine

from flows.publishing.shown import left_out, left_out_by_id
from pipelines.checks import Before
from pipelines.checks.figures import record_figures, without
from records import Statement, Therapist
from records.errors import TherapyIndexError
from records.figures import RunFigures
from records.optouts import OptOuts, url_key
from store.parquet import read_records
from store.runs import Run, open_run
from store.settings import StoreSettings
from store.versions import list_versions

PUBLICATIONS = 10  # that a candidate is compared with
GOOD = ("live", "kept", "deleted")  # states of versions that nobody went back from


def figures_of(run: Run, optouts: OptOuts, *, by_id: bool = False) -> RunFigures:
    """The figures of a run without those who are left out. Raises TherapyIndexError when its files cannot be read.

    With `by_id` only without those whose ids the opt-outs hold: not without namesakes and those who went with others,
    who are few, but ten times as fast.
    """
    figures = run.manifest.figures or _counted(run)
    if not optouts.digests or run.manifest.optouts == optouts.revision:  # they are not in it
        return figures
    ids = left_out_by_id(run, optouts) if by_id else left_out(run, optouts)
    return without(figures, figures_of_some(run, ids, optouts)) if ids else figures


def figures_of_some(run: Run, ids: Collection[str], optouts: OptOuts) -> RunFigures:
    """The figures of those people of a run, who are left out; of their pages those that are not read any more."""
    people = list(read_records(run.directory / "therapists.parquet", Therapist, ("id", ids)))
    said = read_records(run.directory / "statements.parquet", Statement, ("therapist_id", ids))
    carried = {one.id for one in people if one.status == "carried"}  # whose pages were not read
    shown_on = {(one.source, one.source_url) for one in run.links(ids) if one.therapist_id not in carried}
    own = {(source, url) for source, url in shown_on if optouts.hold(url_key(url))}
    set_aside = ((row.source, row.url, row.code) for row in run.quarantine() if (row.source, row.url) in own)
    found = record_figures(people, said, set_aside, len(_only_theirs(run, people)))
    pages = Counter(source for source, _ in own)
    sources = {
        source: replace(one, pages=pages[source], profiles=pages[source], known=pages[source])
        for source, one in found.sources.items()
    }
    return replace(found, sources=sources)


def _counted(run: Run) -> RunFigures:
    set_aside = ((row.source, row.url, row.code) for row in run.quarantine())
    return record_figures(run.therapists(), run.statements(), set_aside, run.manifest.counts.get("approaches", 0))


def _only_theirs(run: Run, people: Collection[Therapist]) -> set[str]:
    """The approaches without a page that nobody else of the run claims: they leave with these people."""
    ids = {one.id for one in people}
    theirs = {name for one in people for name in (*(claim.id for claim in one.approaches), *one.issues)}
    only = theirs & {one.id for one in run.approaches() if one.source_url is None}
    for name, therapist in run.claimed():
        if not only:
            break
        if therapist not in ids:
            only.discard(name)
    return only


def published_before(ledger: Engine, store: StoreSettings, optouts: OptOuts) -> list[Before]:
    """The runs that were published, newest first, as far as they are still there and were not rejected.

    Their figures are those without whoever has been left out since.
    """
    found: dict[str, set[str]] = {}
    rows = [(row.published_at, row) for row in list_versions(ledger) if row.published_at and row.state in GOOD]
    for _, row in sorted(rows, key=lambda dated: dated[0], reverse=True):
        found.setdefault(row.run, set()).update(row.detail.get("accepted", ()))
    before: list[Before] = []
    for run, accepted in found.items():
        figures = _known_figures(store, run, optouts, newest=not before)
        if figures:
            before.append(Before(figures=figures, accepted=frozenset(accepted)))
        if len(before) == PUBLICATIONS:
            break
    return before


def _known_figures(store: StoreSettings, run_id: str, optouts: OptOuts, *, newest: bool) -> RunFigures | None:
    """None for a run that is gone or damaged. Only the newest is looked into closely: it takes time."""
    try:
        run = open_run(store, run_id)
        return figures_of(run, optouts, by_id=not newest) if newest or run.manifest.figures else None
    except TherapyIndexError:
        return None
