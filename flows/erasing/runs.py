"""Erasure in the runs: rows by ids, words by what they hold; the manifest first, what tells who is meant last."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from flows.erasing.people import People
from flows.publishing.figures import figures_of_some
from pipelines.checks.figures import without
from pipelines.optouts import url_key
from pipelines.resolve.digest import content_digest, dates_digest
from store.files import remove
from store.runs import Manifest, Run, rewrite_manifest
from store.sieve import count, rows, sift

# Therapists and statements last: they tell whose ids the others are, should this be killed.
TABLES = ("provenance", "claims", "meanings", "links", "statement_history", "statements", "therapists")
_REPORTS = ("report.json", "report.html")


class ErasedRun(Struct, frozen=True):
    """How many rows and files went, and the digests of the records before and after."""

    rows: int
    before: str
    after: str


def erase_run(run: Run, found: People) -> ErasedRun | None:
    """Takes everybody out of a run; None when nobody was in it. Raises TherapyIndexError when it cannot be read.

    The run opens at every moment, and whoever reads it goes on reading what it was.
    """
    if not any(rows_in(run.directory, found).values()):
        return None
    after = rewrite_manifest(run, _manifest(run, found))
    gone = sum(sift(path, lambda row: speaks_of_them(row, found)) for path in _lines_of(run.directory))
    reports = [path for path in _reports_of(run.directory) if found.named_in(path.read_text("utf-8", "replace"))]
    remove(reports)
    gone += sum(sift(path, found.is_theirs) for name in TABLES if (path := _table(run.directory, name)).exists())
    return ErasedRun(gone + len(reports), run.manifest.digest, after.manifest.digest)


def rows_in(run: Path, found: People) -> dict[str, int]:
    """How many rows of each file in the directory of a run, finished or not, are theirs."""
    tables = {path: count(path, found.is_theirs) for name in TABLES if (path := _table(run, name)).exists()}
    lines = {path: count(path, lambda row: speaks_of_them(row, found)) for path in _lines_of(run)}
    reports = {path: int(found.named_in(path.read_text("utf-8", "replace"))) for path in _reports_of(run)}
    return {path.name: number for path, number in (tables | lines | reports).items()}


def speaks_of_them(row: Mapping[str, Any], found: People) -> bool:
    """Whether a line of a quarantine or a dead letter is of one of them, or holds anything of them."""
    url = row.get("url")
    if isinstance(url, str) and found.optouts.hold(url_key(url)):
        return True
    return found.named_in(msgspec.json.encode(row).decode())


def _manifest(run: Run, found: People) -> Manifest:
    therapists = [one for one in run.therapists() if one.id not in found.ids]
    statements = [one for one in run.statements() if one.therapist_id not in found.ids]
    content = (therapists, statements, list(run.approaches()))
    kept = (row for row in rows(run.directory / "quarantine.jsonl") if not speaks_of_them(row, found))
    figures = run.manifest.figures
    if figures and figures.counts.get("therapists", 0) > len(therapists):  # else killed behind this, and done before
        theirs = [one.id for one in run.therapists() if one.id in found.ids]
        figures = without(figures, figures_of_some(run, theirs, found.optouts))
    return msgspec.structs.replace(
        run.manifest,
        digest=content_digest(*content),
        dates=dates_digest(*content),
        counts=run.manifest.counts | {"therapists": len(therapists), "statements": len(statements)},
        quarantine=dict(Counter(row["code"] for row in kept)),
        figures=figures,
    )


def _table(run: Path, name: str) -> Path:
    return run / f"{name}.parquet"


def _lines_of(run: Path) -> list[Path]:
    return sorted(run.glob("*.jsonl"))


def _reports_of(run: Path) -> list[Path]:
    return [path for name in _REPORTS if (path := run / name).exists()]
