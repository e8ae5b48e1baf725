"""Erasure in the archive: a file is written anew without some of its pages, with others in their place.

New file, one transaction, old file unlinked: killed in between, the next run goes on.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, Engine, delete, select, update

from records import Page
from records.errors import TherapyIndexError
from store import tables
from store.archive import ArchiveWriter, Location, body_digest, recover, rewritten
from store.archive.record import page_of
from store.archive.segment import members
from store.files import remove
from store.pages.imports import IMPORTS
from store.settings import StoreSettings


class Fate(Struct, frozen=True):
    """What becomes of an archived page: `page` stands in its place; None: it goes, when `forgotten` its url too."""

    page: Page | None = None
    forgotten: bool = False


class ArchiveFile(Struct, frozen=True):
    """A file of the archive with the rows that name it, by offset; each with its capture's number.

    `is_open`: what no row names may still be entered, by a crawl that goes on or an import under way.
    """

    source: str
    name: str
    rows: dict[int, int]
    is_open: bool

    @property
    def path(self) -> str:
        """Where it lies below archive/."""
        return f"{self.source}/{self.name}"


def archive_files(ledger: Engine, settings: StoreSettings, source: str) -> list[ArchiveFile]:
    """The files of a source, oldest first; those of dead writers are closed before.

    Only for the holder of the source's lease.
    """
    recover(settings, source)
    held, row = tables.captures.c, tables.crawls.c
    named: dict[str, dict[int, int]] = {}
    with ledger.connect() as connection:
        for one in connection.execute(select(held.id, held.file, held.offset).where(held.source == source)):
            named.setdefault(one.file, {})[one.offset] = one.id
        running = set(connection.scalars(select(row.id).where(row.source == source, row.ended_at.is_(None))))
    root = settings.data / "archive" / source
    files = [(path.parent.name, f"{path.parent.name}/{path.name}") for path in sorted(root.glob("*/*.warc.gz"))]
    return [
        ArchiveFile(source, name, rows, crawl in running or crawl.startswith(IMPORTS))
        for crawl, name in files
        for rows in [named.get(name, {})]
    ]


def pages_in(settings: StoreSettings, file: ArchiveFile) -> Iterator[tuple[Location, Page]]:
    """Every page in a file, also those that no row names. Raises TherapyIndexError where it is damaged."""
    path, end = path_of(settings, file), 0
    for offset, length, record in members(path):
        end = offset + length
        if page := page_of(record, file.source):
            yield Location(file.name, offset, length), page
    if end != path.stat().st_size:
        raise TherapyIndexError(f"the archive file {path} is damaged at byte {end}: restore it from a backup.")


def rewrite(ledger: Engine, settings: StoreSettings, file: ArchiveFile, fates: Mapping[int, Fate]) -> None:
    """Writes a file anew with these fates, by offset; without what no row names, unless it is still to be entered."""
    path = path_of(settings, file)
    crawl = file.name.partition("/")[0]
    kept: list[tuple[int, Location]] = []
    with path.open("rb") as old, ArchiveWriter(settings, file.source, crawl) as archive:
        for location, _ in pages_in(settings, file):
            capture, fate = file.rows.get(location.offset), fates.get(location.offset)
            if (capture is None and not file.is_open) or (fate and fate.page is None):
                continue
            old.seek(location.offset)
            member = old.read(location.length)
            place = archive.append(rewritten(member, fate.page) if fate and fate.page else member)
            if capture is not None:
                kept.append((capture, place))
    with ledger.begin() as connection:
        for capture, place in kept:
            connection.execute(
                update(tables.captures)
                .where(tables.captures.c.id == capture)
                .values(file=place.file, offset=place.offset, length=place.length)
            )
        for offset, fate in fates.items():
            if offset in file.rows:
                _enter(connection, file.rows[offset], fate)
    remove([path])


def forget_page(connection: Connection, source: str, url: str) -> None:
    """Removes what the ledger knows of a page: its state, and all captures that hold no place."""
    page, held = tables.pages.c, tables.captures.c
    connection.execute(delete(tables.pages).where(page.source == source, page.url == url))
    connection.execute(delete(tables.captures).where(held.source == source, held.url == url, held.file == ""))


def named_files(ledger: Engine) -> set[str]:
    """The files of the archive that any row names, as SOURCE/CRAWL/NAME."""
    held = tables.captures.c
    with ledger.connect() as connection:
        rows = connection.execute(select(held.source, held.file).where(held.file != "").distinct())
        return {f"{source}/{file}" for source, file in rows}


def all_files(settings: StoreSettings) -> frozenset[str]:
    """The files of the archive, as SOURCE/CRAWL/NAME."""
    root = settings.data / "archive"
    return frozenset(str(path.relative_to(root)) for path in root.glob("*/*/*.warc.gz"))


def _enter(connection: Connection, capture: int, fate: Fate) -> None:
    held, page = tables.captures.c, tables.pages.c
    row = connection.execute(select(held.source, held.url, held.digest).where(held.id == capture)).one()
    at = held.id == capture
    if fate.forgotten:
        connection.execute(delete(tables.captures).where(at))
        forget_page(connection, row.source, row.url)
        return
    if fate.page is None:
        connection.execute(update(tables.captures).where(at).values(file="", offset=0, length=0))
        return
    digest = body_digest(fate.page.body)
    same = select(held.id).where(held.source == row.source, held.url == row.url, held.digest == digest, ~at)
    if connection.execute(same).first():  # the site gave the same body again: what was made of it is there already
        connection.execute(delete(tables.captures).where(at))
    else:
        connection.execute(update(tables.captures).where(at).values(digest=digest))
    connection.execute(
        update(tables.pages)
        .where(page.source == row.source, page.url == row.url, page.digest == row.digest)
        .values(digest=digest, read_digest=None)
    )


def path_of(settings: StoreSettings, file: ArchiveFile) -> Path:
    """Where a file lies."""
    return settings.data / "archive" / file.path
