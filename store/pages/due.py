"""Which pages are due: what a night finds, what lists and sitemaps say, and what is to be visited next."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Engine, and_, bindparam, case, func, or_, select, update

from store import tables
from store.pages.schedule import PageState
from store.pages.visits import portions, select_states, state_of
from store.upsert import upsert

_FIRST, _NEW = -1, 0  # nights before the first one: whatever is due in one goes before all that is due tonight


class Found(Struct, frozen=True, gc=False):
    """A page that was named somewhere: `depth` in links from a start page, `rank` in the order of visiting."""

    url: str
    rank: int
    depth: int = 0


def due_pages(ledger: Engine, source: str, night: int, limit: int) -> list[PageState]:
    """Pages due in `night`: start pages, then those never visited, the longest overdue, and the rest, by rank."""
    page = tables.pages.c
    query = select_states(source).where(page.due <= night).order_by(page.due, page.rank).limit(limit)
    with ledger.connect() as connection:
        return [state_of(row) for row in connection.execute(query)]


def due_count(ledger: Engine, source: str, night: int) -> int:
    """How many pages are due in `night`."""
    page = tables.pages.c
    with ledger.connect() as connection:
        query = select(func.count()).where(page.source == source, page.due <= night)
        return connection.scalar(query) or 0


def page_count(ledger: Engine, source: str) -> int:
    """How many pages are known of the source that are not gone."""
    page = tables.pages.c
    with ledger.connect() as connection:
        query = select(func.count()).where(page.source == source, page.gone_at.is_(None))
        return connection.scalar(query) or 0


def page_counts(ledger: Engine) -> dict[str, tuple[int, int]]:
    """How many pages are known of each source, and how many of them are gone."""
    page = tables.pages.c
    query = select(page.source, func.count().label("known"), func.count(page.gone_at).label("gone"))
    with ledger.connect() as connection:
        return {row.source: (row.known, row.gone) for row in connection.execute(query.group_by(page.source))}


def visit_counts(ledger: Engine, source: str) -> dict[int, int]:
    """How many pages are due in each night to come, by its number; overdue ones under the night they were due in."""
    page = tables.pages.c
    query = select(page.due, func.count().label("pages")).where(page.source == source).group_by(page.due)
    with ledger.connect() as connection:
        return {row.due: row.pages for row in connection.execute(query)}


def begin_night(
    ledger: Engine, source: str, crawl: str, night: int, starts: Sequence[Found], now: datetime, *, full: bool
) -> None:
    """Makes the start pages due before all others, and with `full` every known page that this crawl has not visited."""
    page = tables.pages.c
    not_yet = or_(page.crawl.is_(None), page.crawl != crawl)
    ours = and_(page.source == source, not_yet)
    with ledger.begin() as connection:
        add_found(connection, source, starts, now)
        for some in portions([start.url for start in starts]):
            connection.execute(update(tables.pages).where(ours, page.url.in_(some)).values(due=_FIRST))
        if full:
            connection.execute(update(tables.pages).where(ours, page.due > night).values(due=night))


def add_found(connection: Connection, source: str, found: Iterable[Found], now: datetime) -> None:
    """Enters pages met for the first time, due before all that are known; known ones stay as they are."""
    rows = [
        {
            "source": source,
            "url": one.url,
            "rank": one.rank,
            "depth": one.depth,
            "status": 0,
            "first_seen": now,
            "due": _NEW,
        }
        for one in found
    ]
    if rows:
        connection.execute(upsert(connection, tables.pages), rows)


def make_due(connection: Connection, source: str, urls: Sequence[str], night: int, *, gone: bool = False) -> None:
    """Makes known pages due that have not been visited tonight; with `gone` only those taken for gone."""
    page = tables.pages.c
    wanted = and_(page.source == source, _can_be_made_due(night))
    if gone:
        wanted = and_(wanted, page.gone_at.is_not(None))
    for some in portions(urls):
        connection.execute(update(tables.pages).where(wanted, page.url.in_(some)).values(due=night))


def record_mapped(
    ledger: Engine, source: str, entries: Sequence[tuple[Found, datetime | None]], night: int, now: datetime
) -> None:
    """What a sitemap names: new pages and those with a newer date (lastmod) are due."""
    page = tables.pages.c
    dates = {found.url: date for found, date in entries}
    with ledger.begin() as connection:
        add_found(connection, source, [found for found, _ in entries], now)
        newer = or_(
            bindparam("date") > page.lastmod,
            and_(page.lastmod.is_(None), bindparam("date") > func.coalesce(page.last_seen, page.first_seen)),
        )
        due = case((and_(newer, _can_be_made_due(night)), night), else_=page.due)
        newest: ColumnElement[Any] = func.coalesce(
            bindparam("date"), page.lastmod
        )  # noted once the page can be visited for it
        change = (
            update(tables.pages)
            .where(page.source == source, page.url == bindparam("address"))
            .values(mapped=night, due=due, lastmod=case((page.visited < night, newest), else_=page.lastmod))
        )
        if dates:
            connection.execute(change, [{"address": url, "date": date} for url, date in dates.items()])


def unmapped_due(ledger: Engine, source: str, night: int) -> None:
    """Makes the pages due that a sitemap named before and, read whole, no longer names. Absence asks, never deletes."""
    page = tables.pages.c
    left_out = and_(page.source == source, page.mapped < night)
    with ledger.begin() as connection:
        due = case((_can_be_made_due(night), night), else_=page.due)
        connection.execute(update(tables.pages).where(left_out).values(due=due, mapped=None))


def was_mapped(ledger: Engine, source: str) -> bool:
    """Whether a sitemap has ever named a page of the source."""
    page = tables.pages.c
    with ledger.connect() as connection:
        return (
            connection.scalar(select(page.url).where(page.source == source, page.mapped.is_not(None)).limit(1))
            is not None
        )


def _can_be_made_due(night: int) -> ColumnElement[bool]:
    """Whether a page is not due anyhow, and was not visited tonight."""
    page = tables.pages.c
    return and_(page.due > night, page.visited < night)
