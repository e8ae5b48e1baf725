"""Export: the records behind the live version, as files for analysts."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, cast, get_args

import msgspec
from msgspec import Struct

from flows.publishing.feed import Shown, between, shown_before, shown_now
from records import Approach, Change, Statement, Therapist
from records.change import TOLD
from records.errors import BadParameter, TherapyIndexError, Unreadable
from records.optouts import OptOuts
from store.files import whole_file
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.parquet import read_numbered, write_records
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
    """What was exported, as export.json says it. `since` is the version that the changes start from."""

    run: str
    version: str | None
    published: bool
    since: str | None
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
    """Writes therapists, statements, approaches, changes and seen, one file each, and export.json.

    The run is `run_id`, else the live version's, else the last one. Raises TherapyIndexError when there is none
    or the directory cannot be written.
    """
    ledger = open_ledger(settings, create=False)
    optouts = load_optouts(ledger)
    published = [version for version in list_versions(ledger) if version.state in ("live", "kept")]
    run, version = _chosen(settings, published, run_id)
    if version and run_id is None:
        shown = shown_now(ledger, settings, version, optouts)
        before = shown_before(ledger, settings, version.engine, version.version)
    else:
        # As in the version, whose people leave with age.
        at = version.built_at if version else datetime.now(UTC)
        shown = Shown(version.version if version else "", run, at, optouts)
        before = _run_before(settings, published, run, optouts)
    with ExitStack() as files:  # all of them appear at the end, export.json last, or none
        about = files.enter_context(whole_file(directory / "export.json"))
        told, since = files.enter_context(_told(directory, before, shown))
        rows: dict[str, tuple[type[Struct], Iterable[Struct]]] = {
            "therapists": (Therapist, (one for one, _ in shown.people())),
            "statements": (Statement, (one for _, said in shown.people() for one in said)),
            "approaches": (Approach, run.approaches()),
            "changes": (Change, (one for _, one in read_numbered(told, Change, ("op", TOLD)))),
            "seen": (Change, (one for _, one in read_numbered(told, Change, ("op", ["SEEN"])))),
        }
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
            since=since.version if since else None,
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


def _run_before(settings: StoreSettings, published: list[Version], run: Run, optouts: OptOuts) -> Shown | None:
    """The run published before this one; None when this is the first."""
    earlier = max((one for one in published if one.run < run.id), key=lambda one: one.run, default=None)
    return Shown(earlier.version, open_run(settings, earlier.run), earlier.built_at, optouts) if earlier else None


@contextmanager
def _told(directory: Path, before: Shown | None, shown: Shown) -> Iterator[tuple[Path, Shown | None]]:
    """All changes in a file of its own: compared once, read once for each file that tells of them.

    They start from nothing where what was shown before cannot be read.
    """
    with TemporaryDirectory(dir=directory, prefix=".") as folder:
        path = Path(folder) / "changes.parquet"
        try:
            since = before
            write_records(path, Change, _changes(since, shown))
        except Unreadable:
            since = None
            write_records(path, Change, _changes(since, shown))
        yield path, since


def _changes(before: Shown | None, shown: Shown) -> Iterator[Change]:
    yield from before.gone if before else ()
    yield from between(before, shown.people(), shown.run)


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
