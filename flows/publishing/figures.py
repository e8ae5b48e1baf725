"""The figures of runs: as their manifests say, or counted from their files where they are older."""

from sqlalchemy import Engine

from pipelines.checks import Before
from pipelines.checks.figures import record_figures
from records.errors import TherapyIndexError
from records.figures import RunFigures
from store.runs import Run, open_run
from store.settings import StoreSettings
from store.versions import list_versions

PUBLICATIONS = 10  # that a candidate is compared with
GOOD = ("live", "kept", "deleted")  # states of versions that nobody went back from


def figures_of(run: Run) -> RunFigures:
    """The figures of a run. Raises TherapyIndexError when it has none and its files cannot be read."""
    if run.manifest.figures:
        return run.manifest.figures
    set_aside = ((row.source, row.url, row.code) for row in run.quarantine())
    return record_figures(run.therapists(), run.statements(), set_aside, run.manifest.counts.get("approaches", 0))


def published_before(ledger: Engine, store: StoreSettings) -> list[Before]:
    """The runs that were published, newest first, as far as they are still there and were not rejected."""
    found: dict[str, set[str]] = {}
    rows = [(row.published_at, row) for row in list_versions(ledger) if row.published_at and row.state in GOOD]
    for _, row in sorted(rows, key=lambda dated: dated[0], reverse=True):
        found.setdefault(row.run, set()).update(row.detail.get("accepted", ()))
    before: list[Before] = []
    for run, accepted in found.items():
        figures = _known_figures(store, run, count=not before)
        if figures:
            before.append(Before(figures=figures, accepted=frozenset(accepted)))
        if len(before) == PUBLICATIONS:
            break
    return before


def _known_figures(store: StoreSettings, run_id: str, *, count: bool) -> RunFigures | None:
    """None for a run that is gone or damaged; an older one is counted only where `count` asks for it: it takes time."""
    try:
        run = open_run(store, run_id)
        return figures_of(run) if count else run.manifest.figures
    except TherapyIndexError:
        return None
