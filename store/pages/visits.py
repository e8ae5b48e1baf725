"""Visits: what an answer to one url changes in the ledger, and what the ledger knew of it before."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Engine, Table, and_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from store import tables
from store.archive import Location

_PARAMETERS = 400  # of one query; databases set limits


class Visit(Struct, frozen=True, kw_only=True):
    """One answer to a request.

    A 200 carries the body's digest, or None when the page asked not to be kept; a 304 confirms the body known; any
    other status changes nothing but itself. `location` is given when the body is newly archived.
    """

    url: str
    status: int
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    location: Location | None = None


class PageState(Struct, frozen=True, gc=False):
    """What is known of a url: its last answer, and where the archive holds its current body (None: nowhere)."""

    status: int
    crawl: str | None
    etag: str | None
    last_modified: str | None
    digest: str | None
    location: Location | None


def page_states(ledger: Engine, source: str) -> dict[str, PageState]:
    """What is known of each url of a source."""
    page, held = tables.pages.c, tables.captures.c
    current = and_(page.source == held.source, page.url == held.url, page.digest == held.digest)
    query = (
        select(
            page.url,
            page.status,
            page.crawl,
            page.etag,
            page.last_modified,
            page.digest,
            held.file,
            held.offset,
            held.length,
        )
        .select_from(tables.pages.outerjoin(tables.captures, current))
        .where(page.source == source)
    )
    states = {}
    with ledger.connect() as connection:
        for url, status, crawl, etag, last_modified, digest, file, offset, length in connection.execute(query):
            location = None if file is None else Location(file, offset, length)
            states[url] = PageState(status, crawl, etag, last_modified, digest, location)
    return states


def known_bodies(connection: Connection, source: str, bodies: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the (url, digest) pairs that the archive holds."""
    held = tables.captures.c
    found: set[tuple[str, str]] = set()
    for start in range(0, len(bodies), _PARAMETERS):
        some = bodies[start : start + _PARAMETERS]
        query = select(held.url, held.digest).where(held.source == source, tuple_(held.url, held.digest).in_(some))
        found.update((url, digest) for url, digest in connection.execute(query))
    return found


def record_visits(connection: Connection, source: str, crawl: str, visits: Iterable[Visit]) -> None:
    """Brings pages and captures up to date. Newly archived bodies must be safely on disk before."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    captured = []
    for visit in visits:
        groups.setdefault(_changed_columns(visit.status), []).append(_page_row(source, crawl, visit))
        if visit.location:
            captured.append(capture_row(source, crawl, visit, visit.location))
    for columns, rows in groups.items():
        statement = _insert(connection, tables.pages)
        statement = statement.on_conflict_do_update(
            index_elements=["source", "url"], set_={name: statement.excluded[name] for name in columns}
        )
        connection.execute(statement, rows)
    add_captures(connection, captured)


def add_captures(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Adds capture rows; a body that is known keeps its first row."""
    if rows:
        connection.execute(_insert(connection, tables.captures).on_conflict_do_nothing(), rows)


def _changed_columns(status: int) -> tuple[str, ...]:
    if status == 200:
        return ("crawl", "status", "etag", "last_modified", "digest", "last_seen", "last_confirmed")
    if status == 304:
        return ("crawl", "status", "last_seen", "last_confirmed")
    return ("crawl", "status")


def _page_row(source: str, crawl: str, visit: Visit) -> dict[str, Any]:
    seen = visit.status in {200, 304}
    confirmed = visit.status == 304 or (visit.status == 200 and visit.digest is not None)
    return {
        "source": source,
        "url": visit.url,
        "crawl": crawl,
        "status": visit.status,
        "etag": visit.etag,
        "last_modified": visit.last_modified,
        "digest": visit.digest,
        "first_seen": visit.fetched_at,
        "last_seen": visit.fetched_at if seen else None,
        "last_confirmed": visit.fetched_at if confirmed else None,
    }


def capture_row(source: str, crawl: str, visit: Visit, location: Location) -> dict[str, Any]:
    """The row of a newly archived body."""
    return {
        "source": source,
        "url": visit.url,
        "digest": visit.digest,
        "fetched_at": visit.fetched_at,
        "crawl": crawl,
        "file": location.file,
        "offset": location.offset,
        "length": location.length,
    }


def _insert(connection: Connection, table: Table) -> Any:
    """An insert that knows ON CONFLICT, which SQL has in dialects only."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
