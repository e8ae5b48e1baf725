"""Captures: each distinct body of a url, and where the archive holds it."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus

from msgspec import Struct
from sqlalchemy import Engine, and_, case, select

from store import tables

_ROWS = 5_000


class Capture(Struct, frozen=True, kw_only=True):
    """One body of a page.

    `digest` is its sha256 in hex; `fetched_at` its first fetch, `last_confirmed` the last time the site still gave
    this very body (a 200 or a 304); `file`, `offset`, `length` are for `read_page`. A body that was dropped from the
    archive for its age has no file ("").
    """

    source: str
    url: str
    digest: str
    fetched_at: datetime
    last_confirmed: datetime
    crawl: str
    file: str
    offset: int
    length: int


def captures(ledger: Engine) -> Iterator[Capture]:
    """Every capture, oldest first."""
    held, page = tables.captures.c, tables.pages.c
    current = and_(page.source == held.source, page.url == held.url, page.digest == held.digest)
    confirmed = case((page.last_confirmed > held.fetched_at, page.last_confirmed), else_=held.fetched_at)
    query = (
        select(
            held.source,
            held.url,
            held.digest,
            held.fetched_at,
            confirmed.label("last_confirmed"),
            held.crawl,
            held.file,
            held.offset,
            held.length,
        )
        .select_from(tables.captures.outerjoin(tables.pages, current))
        .order_by(held.fetched_at, held.id)
    )
    with ledger.connect() as connection:
        for row in connection.execution_options(yield_per=_ROWS).execute(query):
            yield Capture(**row._mapping)


def withdrawn_pages(ledger: Engine) -> set[str]:
    """The urls that were answered with a page asking not to be kept: earlier bodies of them count no longer."""
    page = tables.pages.c
    asks = and_(page.status == HTTPStatus.OK, page.visited > 0, page.digest.is_(None), page.error.is_(None))
    with ledger.connect() as connection:
        return set(connection.scalars(select(page.url).where(asks)))
