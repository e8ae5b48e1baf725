"""Visits in the ledger: the state of each page, and the bodies that the archive holds."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, Row, Select, and_, select, tuple_

from store import tables
from store.archive import Location
from store.pages.schedule import PageState
from store.upsert import upsert

PARAMETERS = 400  # of one query; databases set limits

_T = TypeVar("_T")
_STATE = [field.name for field in msgspec.structs.fields(PageState) if field.name != "location"]
_COLUMNS = tuple(name for name in _STATE if name != "url")


class Body(msgspec.Struct, frozen=True, gc=False):
    """A body that is newly archived: the row of its capture."""

    url: str
    digest: str
    fetched_at: datetime
    location: Location


def select_states(source: str) -> Select[Any]:
    """The states of a source's pages, each with the location of its current body; for `state_of`."""
    page, held = tables.pages.c, tables.captures.c
    current = and_(page.source == held.source, page.url == held.url, page.digest == held.digest)
    return (
        select(*(page[name] for name in _STATE), held.file, held.offset, held.length)
        .select_from(tables.pages.outerjoin(tables.captures, current))
        .where(page.source == source)
    )


def state_of(row: Row[Any]) -> PageState:
    """A row of `select_states`."""
    *values, file, offset, length = tuple(row)
    location = Location(file, offset, length) if file else None
    return PageState(**dict(zip(_STATE, values, strict=True)), location=location)


def page_states(ledger: Engine, source: str, urls: Collection[str] | None = None) -> dict[str, PageState]:
    """What is known of each url of a source, or of these."""
    query, page = select_states(source), tables.pages.c
    queries = [query] if urls is None else [query.where(page.url.in_(some)) for some in portions(list(urls))]
    with ledger.connect() as connection:
        return {row.url: state_of(row) for one in queries for row in connection.execute(one)}


def held_bodies(
    connection: Connection, source: str, bodies: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Location]:
    """Those of the (url, digest) pairs that the archive holds, and where."""
    held = tables.captures.c
    found: dict[tuple[str, str], Location] = {}
    for some in portions(bodies):
        query = select(held.url, held.digest, held.file, held.offset, held.length).where(
            held.source == source, tuple_(held.url, held.digest).in_(some), held.file != ""
        )
        for url, digest, file, offset, length in connection.execute(query):
            found[url, digest] = Location(file, offset, length)
    return found


def record_states(connection: Connection, source: str, states: Iterable[PageState]) -> None:
    """Brings pages up to date. Newly archived bodies must be safely on disk before."""
    rows = [{"source": source, **{name: getattr(state, name) for name in _STATE}} for state in states]
    if rows:
        connection.execute(upsert(connection, tables.pages, ("source", "url"), _COLUMNS), rows)


def add_captures(connection: Connection, source: str, crawl: str, bodies: Iterable[Body]) -> None:
    """Adds the captures of newly archived bodies; one that was archived anew is from now on read from there."""
    rows = [
        {
            "source": source,
            "url": body.url,
            "digest": body.digest,
            "fetched_at": body.fetched_at,
            "crawl": crawl,
            "file": body.location.file,
            "offset": body.location.offset,
            "length": body.location.length,
        }
        for body in bodies
    ]
    if rows:
        place = ("crawl", "file", "offset", "length")
        connection.execute(upsert(connection, tables.captures, ("source", "url", "digest"), place), rows)


def portions(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """The values in portions that a query may carry."""
    for start in range(0, len(values), PARAMETERS):
        yield values[start : start + PARAMETERS]
