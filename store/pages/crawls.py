"""Crawls: one row each; a row without an end is a crawl to be continued."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from msgspec import Struct
from sqlalchemy import Connection, Engine, func, insert, select, update

from records import Page
from store import tables
from store.archive import Location, read_archived, recover
from store.settings import StoreSettings

GOOD_STATES = ("complete", "budget")
"""The ends of a crawl with which nothing is wrong."""

NIGHTS = (*GOOD_STATES, "chain_broken")
"""The ends of a crawl that make it a night: what was due has been visited, or is next in turn."""


class Crawl(Struct, frozen=True, kw_only=True):
    """One crawl of one source.

    `state` is complete, budget, blocked, chain_broken or failed; None while it runs and when it was interrupted.
    `summary` is brought up to date with every batch of visits.
    """

    id: str
    source: str
    started_at: datetime
    ended_at: datetime | None = None
    state: str | None = None
    summary: dict[str, Any] | None = None


def begin_crawl(ledger: Engine, source: str) -> Crawl:
    """The source's interrupted crawl, to be continued; a new one where there is none."""
    row = tables.crawls.c
    unfinished = select(tables.crawls).where(row.source == source, row.ended_at.is_(None)).order_by(row.started_at)
    with ledger.begin() as connection:
        found = connection.execute(unfinished).first()
        if found:
            return Crawl(**found._mapping)
        now = datetime.now(UTC)
        crawl = Crawl(id=f"{now:%Y%m%d-%H%M%S}-{uuid4().hex[:6]}", source=source, started_at=now)
        connection.execute(insert(tables.crawls).values(id=crawl.id, source=source, started_at=now))
        return crawl


def night_of(ledger: Engine, source: str) -> int:
    """The number of the source's next night, or of the one under way: 1 for the first."""
    row = tables.crawls.c
    query = select(func.count()).where(row.source == source, row.state.in_(NIGHTS))
    with ledger.connect() as connection:
        return 1 + (connection.scalar(query) or 0)


def record_summary(connection: Connection, crawl: str, summary: dict[str, Any]) -> None:
    """Writes the figures of a crawl so far, beside the visits that they count."""
    connection.execute(update(tables.crawls).where(tables.crawls.c.id == crawl).values(summary=summary))


def end_crawl(ledger: Engine, crawl: Crawl, night: int, state: str, summary: dict[str, Any]) -> None:
    """Writes how a crawl ended. Where it was no night, what it could not fetch is due in the next one."""
    page, row = tables.pages.c, tables.crawls.c
    with ledger.begin() as connection:
        connection.execute(
            update(tables.crawls)
            .where(row.id == crawl.id)
            .values(ended_at=datetime.now(UTC), state=state, summary=summary)
        )
        if state not in NIGHTS:
            connection.execute(
                update(tables.pages)
                .where(page.source == crawl.source, page.crawl == crawl.id, page.error.is_not(None))
                .where(page.due == night + 1)
                .values(due=night)
            )


def crawl_states(ledger: Engine) -> dict[str, Crawl]:
    """The latest crawl of each source, by source."""
    with ledger.connect() as connection:
        rows = connection.execute(select(tables.crawls).order_by(tables.crawls.c.started_at))
        return {row.source: Crawl(**row._mapping) for row in rows}


def last_nights(ledger: Engine) -> dict[str, Crawl]:
    """The latest crawl of each source that was a night, by source."""
    row = tables.crawls.c
    query = select(tables.crawls).where(row.state.in_(GOOD_STATES)).order_by(row.started_at)
    with ledger.connect() as connection:
        return {found.source: Crawl(**found._mapping) for found in connection.execute(query)}


def unentered_pages(ledger: Engine, settings: StoreSettings, crawl: Crawl) -> Iterator[tuple[Location, Page]]:
    """The pages that a killed crawl archived, but did not come to enter in the ledger.

    Closes the dead writer's files first.
    """
    recover(settings, crawl.source, crawl.id)
    known_end = _known_ends(ledger, crawl)
    for path in sorted((settings.data / "archive" / crawl.source / crawl.id).glob("*.warc.gz")):
        file = f"{crawl.id}/{path.name}"
        yield from read_archived(settings, crawl.source, file, known_end.get(file, 0))


def _known_ends(ledger: Engine, crawl: Crawl) -> dict[str, int]:
    held = tables.captures.c
    query = (
        select(held.file, func.max(held.offset + held.length).label("end"))
        .where(held.source == crawl.source, held.crawl == crawl.id)
        .group_by(held.file)
    )
    with ledger.connect() as connection:
        return {row.file: row.end for row in connection.execute(query)}
