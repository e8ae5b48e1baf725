"""Retention: bodies older than a set age leave the archive, except each page's last copy.

A page that asks not to be kept any more has no last copy.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy import Engine, and_, func, select, update

from records.errors import TherapyIndexError
from store import tables
from store.archive import ArchiveWriter, Location, read_member
from store.files import cannot_write
from store.pages.captures import withdrawn_pages
from store.settings import StoreSettings


class Dropped(Struct, frozen=True, kw_only=True):
    """What left the archive: bodies, files that were removed or written anew, and the bytes that became free.

    `damaged` are files that were left alone, because a page's last copy in them cannot be read.
    """

    source: str
    bodies: int = 0
    files: int = 0
    freed: int = 0
    damaged: int = 0


class _Held(Struct, frozen=True):
    id: int
    location: Location
    is_last: bool


def archived_sources(ledger: Engine) -> list[str]:
    """The sources of which the archive holds anything."""
    with ledger.connect() as connection:
        return sorted(connection.scalars(select(tables.captures.c.source).distinct()))


def drop_old(ledger: Engine, settings: StoreSettings, source: str, before: datetime, *, dry_run: bool) -> Dropped:
    """Drops what was fetched before a time, file by file; killed in between, the next run goes on.

    Last copies are written to a new file first; the ledger's rows change in one transaction; then the old file goes.
    The caller holds the leases of whoever reads or writes this source's archive. A dropped body keeps its row, without
    a place, so that what was extracted from it still counts.
    """
    total = Dropped(source=source)
    for file, held in _old_files(ledger, source, before):
        going = [one for one in held if not one.is_last]
        if not going:
            continue
        if dry_run:
            total = _sum(total, bodies=len(going), files=1, freed=sum(one.location.length for one in going))
            continue
        try:
            kept = _copied(settings, source, [one for one in held if one.is_last])
        except TherapyIndexError:
            total = _sum(total, damaged=1)
            continue
        path = settings.data / "archive" / source / file
        size = _size(path)
        _enter(ledger, going, kept)
        _remove(path)
        total = _sum(total, bodies=len(going), files=1, freed=size - sum(place.length for _, place in kept))
    for path in _orphans(ledger, settings, source, before):
        total = _sum(total, files=1, freed=_size(path))
        if not dry_run:
            _remove(path)
    return total


def _old_files(ledger: Engine, source: str, before: datetime) -> Iterator[tuple[str, list[_Held]]]:
    """Files that hold nothing younger, with what they hold."""
    held, page = tables.captures.c, tables.pages.c
    files = (
        select(held.file)
        .where(held.source == source, held.file != "")
        .group_by(held.file)
        .having(func.max(held.fetched_at) < before)
    )
    newest = func.row_number().over(partition_by=held.url, order_by=(held.fetched_at.desc(), held.id.desc()))
    is_current = and_(page.source == held.source, page.url == held.url, page.digest == held.digest)
    ranked = (
        select(
            held.id,
            held.url,
            held.file,
            held.offset,
            held.length,
            newest.label("age"),
            page.url.label("current"),
        )
        .select_from(tables.captures.outerjoin(tables.pages, is_current))
        .where(held.source == source, held.file != "")
        .subquery()
    )
    withdrawn = withdrawn_pages(ledger)
    with ledger.connect() as connection:
        old = set(connection.scalars(files))
        by_file: dict[str, list[_Held]] = {file: [] for file in sorted(old)}
        for row in connection.execute(select(ranked)):
            if row.file in old:
                location = Location(row.file, row.offset, row.length)
                is_last = (row.age == 1 or row.current is not None) and row.url not in withdrawn
                by_file[row.file].append(_Held(row.id, location, is_last))
    yield from by_file.items()


def _copied(settings: StoreSettings, source: str, last: list[_Held]) -> list[tuple[int, Location]]:
    """The last copies in a new file, on disk."""
    if not last:
        return []
    members = [(one.id, read_member(settings, source, one.location)) for one in last]
    with ArchiveWriter(settings, source, f"kept-{datetime.now(UTC):%Y%m%d}") as archive:
        return [(number, archive.append(member)) for number, member in members]


def _enter(ledger: Engine, going: list[_Held], kept: list[tuple[int, Location]]) -> None:
    capture = tables.captures
    with ledger.begin() as connection:
        for number, place in kept:
            values: dict[str, Any] = {"file": place.file, "offset": place.offset, "length": place.length}
            connection.execute(update(capture).where(capture.c.id == number).values(values))
        for one in going:
            connection.execute(update(capture).where(capture.c.id == one.id).values(file="", offset=0, length=0))


def _orphans(ledger: Engine, settings: StoreSettings, source: str, before: datetime) -> list[Path]:
    """Old files of ended crawls that no row names any more: a run was killed before it removed them."""
    row = tables.crawls.c
    with ledger.connect() as connection:
        open_crawls = set(connection.scalars(select(row.id).where(row.source == source, row.ended_at.is_(None))))
        named = set(connection.scalars(select(tables.captures.c.file).where(tables.captures.c.source == source)))
    root = settings.data / "archive" / source
    return [
        path
        for path in sorted(root.glob("*/*.warc.gz"))
        if path.parent.name not in open_crawls
        and f"{path.parent.name}/{path.name}" not in named
        and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    ]


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    except OSError as error:
        raise cannot_write(path, error) from error


def _sum(total: Dropped, *, bodies: int = 0, files: int = 0, freed: int = 0, damaged: int = 0) -> Dropped:
    return Dropped(
        source=total.source,
        bodies=total.bodies + bodies,
        files=total.files + files,
        freed=total.freed + freed,
        damaged=total.damaged + damaged,
    )
