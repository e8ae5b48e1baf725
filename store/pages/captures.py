"""The captures that the ledger knows: each distinct body of a url."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus

from sqlalchemy import Engine, and_, case, select

from store import tables
from store.archive import Capture

_ROWS = 5_000


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


def gone_pages(ledger: Engine) -> dict[tuple[str, str], datetime]:
    """The pages (source, url) that are gone from their sites, and since when they are taken for it."""
    page = tables.pages.c
    with ledger.connect() as connection:
        rows = connection.execute(select(page.source, page.url, page.gone_at).where(page.gone_at.is_not(None)))
        return {(row.source, row.url): row.gone_at for row in rows}
