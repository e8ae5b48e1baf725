"""Export: the records behind the live version, as files for analysts."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal, cast, get_args

import msgspec
from msgspec import Struct

from pipelines.changes import Change, changes
from records import Approach, Statement, Therapist
from records.errors import BadParameter, TherapyIndexError
from store.files import whole_file
from store.ledger import open_ledger
from store.parquet import write_records
from store.runs import Run, latest_run, open_run
from store.settings import StoreSettings
from store.versions import Version, list_versions

Format = Literal["jsonl", "parquet", "csv"]
Profile = Literal["full", "private"]

# Names, contacts, addresses of pages and free text: what `private` empties, field by field.
_PRIVATE: dict[type[Struct], dict[str, Any]] = {
    Therapist: {"name": "", "prefix": None, "organization": None, "phone": None, "website": None, "about": None}
    | {"profile_urls": [], "pronouns": None},
    Statement: {"text": "", "source_url": ""},
    Approach: {"definition": None, "source_url": None},
    Change: {"values": "{}"},
}


class Exported(Struct, frozen=True, kw_only=True):
    """What was exported, as export.json says it."""

    run: str
    version: str | None
    published: bool
    profile: Profile
    format: Format
    counts: dict[str, int]


def export(
    settings: StoreSettings,
    directory: Path,
    *,
    file_format: Format = "jsonl",
    run_id: str | None = None,
    profile: Profile = "full",
) -> Exported:
    """Writes therapists, statements, approaches and changes, one file each, and export.json.

    The run is `run_id`, else the live version's, else the last one. Raises TherapyIndexError when there is none
    or the directory cannot be written.
    """
    ledger = open_ledger(settings, create=False)
    shown = [version for version in list_versions(ledger) if version.state in ("live", "kept")]
    run, version = _chosen(settings, shown, run_id)
    before = _run_before(settings, shown, run)
    rows: dict[str, tuple[type[Struct], Iterable[Struct]]] = {
        "therapists": (Therapist, run.therapists()),
        "statements": (Statement, run.statements()),
        "approaches": (Approach, run.approaches()),
        "changes": (Change, _changes(before, run)),
    }
    with ExitStack() as files:  # all of them appear at the end, export.json last, or none
        about = files.enter_context(whole_file(directory / "export.json"))
        counts = {
            name: _write(
                files.enter_context(whole_file(directory / f"{name}.{file_format}")),
                record,
                _shown(found, record, profile),
                file_format,
            )
            for name, (record, found) in rows.items()
        }
        exported = Exported(
            run=run.id,
            version=version.version if version else None,
            published=version is not None,
            profile=profile,
            format=file_format,
            counts=counts,
        )
        about.write_bytes(msgspec.json.format(msgspec.json.encode(exported)))
    return exported


def format_named(name: str) -> Format:
    """The format of that name. Raises BadParameter."""
    if name not in get_args(Format):
        raise _unknown("format", name, get_args(Format))
    return cast(Format, name)


def profile_named(name: str) -> Profile:
    """The profile of that name. Raises BadParameter."""
    if name not in get_args(Profile):
        raise _unknown("profile", name, get_args(Profile))
    return cast(Profile, name)


def _unknown(parameter: str, name: str, allowed: tuple[str, ...]) -> BadParameter:
    return BadParameter(parameter, f"unknown {parameter} {name!r}: one of {', '.join(allowed)}.", list(allowed))


def _chosen(settings: StoreSettings, shown: list[Version], run_id: str | None) -> tuple[Run, Version | None]:
    if run_id is None:
        live = next((version for version in shown if version.state == "live"), None)
        if live:
            return open_run(settings, live.run), live
        run = latest_run(settings)
        if run is None:
            raise TherapyIndexError("nothing to export: run `therapyindex normalize` first.")
        return run, None
    return open_run(settings, run_id), next((version for version in shown if version.run == run_id), None)


def _run_before(settings: StoreSettings, shown: list[Version], run: Run) -> Run | None:
    """The run published before this one; None when this is the first."""
    earlier = [version.run for version in shown if version.run < run.id]
    return open_run(settings, max(earlier)) if earlier else None


def _changes(before: Run | None, run: Run) -> Iterator[Change]:
    yield from changes("therapist", before.therapists() if before else [], run.therapists())
    yield from changes("statement", before.statements() if before else [], run.statements())
    yield from changes("approach", before.approaches() if before else [], run.approaches())


def _shown(rows: Iterable[Struct], record: type[Struct], profile: Profile) -> Iterable[Struct]:
    if profile == "full":
        return rows
    return (msgspec.structs.replace(row, **_PRIVATE[record]) for row in rows)


def _write(path: Path, record: type[Struct], rows: Iterable[Struct], file_format: Format) -> int:
    if file_format == "parquet":
        return write_records(path, record, rows)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        if file_format == "jsonl":
            encoder = msgspec.json.Encoder()
            for row in rows:
                file.write(encoder.encode(row).decode() + "\n")
                count += 1
            return count
        table = csv.writer(file)
        table.writerow(record.__struct_fields__)
        for row in rows:
            plain = msgspec.to_builtins(row)
            table.writerow([_cell(plain[name]) for name in record.__struct_fields__])
            count += 1
    return count


def _cell(value: Any) -> str:
    """One cell: lists and objects as JSON; what a spreadsheet would run as a formula is made text by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, int | float | bool):
        return msgspec.json.encode(value).decode()
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
