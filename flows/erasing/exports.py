"""Erasure in exports and files of changes: rows by ids."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine

from flows.erasing.people import People
from records.errors import TherapyIndexError
from store.files import whole_file
from store.publications import change_files
from store.settings import StoreSettings
from store.sieve import SUFFIXES, count, rows, sift

_LEFT = ("DEL", "OUT")
_ABOUT = "export.json"


def files_with_rows(ledger: Engine, settings: StoreSettings) -> list[Path]:
    """Every file of an export below the data directory, and those of changes that publishes left.

    Those of changes come first, and statements before therapists: they tell whose ids the others are.
    """
    changes = {settings.data / name for name in change_files(ledger)}
    found = {path for path in (settings.data / "exports").rglob("*") if path.suffix in SUFFIXES}
    return sorted((path for path in found | changes if path.is_file()), key=lambda path: (path.stem, path))


def erase_exports(ledger: Engine, settings: StoreSettings, found: People) -> tuple[int, list[str]]:
    """Takes their rows out of every file; gives their number, and the files that cannot be read."""
    gone, unread = 0, []
    files = files_with_rows(ledger, settings)
    for path in files:
        try:
            learn(path, found)
        except TherapyIndexError:
            continue  # told below
    for path in files:
        try:
            going = sift(path, lambda row: is_theirs(row, found))
        except TherapyIndexError:
            unread.append(str(path.relative_to(settings.data)))
            continue
        gone += going
        _recount(path)
    return gone, unread


def count_rows(path: Path, found: People) -> int:
    """How many rows of a file are theirs. Raises TherapyIndexError when it cannot be read."""
    learn(path, found)
    return count(path, lambda row: is_theirs(row, found))


def learn(path: Path, found: People) -> None:
    """The ids of their statements, which files of changes know alone."""
    if path.stem == "statements":
        found.statements.update(str(row["id"]) for row in rows(path) if row.get("therapist_id") in found.ids)


def is_theirs(row: Mapping[str, Any], found: People) -> bool:
    """Whether a row is of one of them. That they left may be said: it is how readers of changes learn of it."""
    return row.get("op") not in _LEFT and found.is_theirs(row)


def version_of_export(path: Path) -> str | None:
    """The version whose records the export holds to which a file belongs; None: of none, or nobody says."""
    try:
        version = msgspec.json.decode(path.with_name(_ABOUT).read_bytes()).get("version")
    except (OSError, msgspec.DecodeError, AttributeError):
        return None
    return version if isinstance(version, str) else None


def _recount(path: Path) -> None:
    """Brings what export.json says of a file in line with it, also where an erasure was killed before."""
    about = path.with_name(_ABOUT)
    if not about.exists():
        return
    told = msgspec.json.decode(about.read_bytes())
    counts = told.get("counts") if isinstance(told, dict) else None
    if isinstance(counts, dict) and path.stem in counts and counts[path.stem] != (found := sum(1 for _ in rows(path))):
        counts[path.stem] = found
        with whole_file(about) as temporary:
            temporary.write_bytes(msgspec.json.format(msgspec.json.encode(told)))
