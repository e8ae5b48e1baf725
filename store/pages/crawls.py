"""Crawls: one row each; a row without an end is a crawl to be continued."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from msgspec import Struct
from sqlalchemy import Engine, func, insert, select, update

from store import tables
from store.archive import body_digest, read_archived, recover
from store.pages.visits import Visit, record_visits
from store.settings import StoreSettings


class Crawl(Struct, frozen=True, kw_only=True):
    """One crawl of one source.

    `state` is complete, budget, blocked, chain_broken or failed; None while it runs and when it was interrupted.
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


def end_crawl(ledger: Engine, crawl: str, state: str, summary: dict[str, Any]) -> None:
    """Writes how a crawl ended."""
    with ledger.begin() as connection:
        connection.execute(
            update(tables.crawls)
            .where(tables.crawls.c.id == crawl)
            .values(ended_at=datetime.now(UTC), state=state, summary=summary)
        )


def crawl_states(ledger: Engine) -> dict[str, Crawl]:
    """The latest crawl of each source, by source."""
    with ledger.connect() as connection:
        rows = connection.execute(select(tables.crawls).order_by(tables.crawls.c.started_at))
        return {row.source: Crawl(**row._mapping) for row in rows}


def adopt_archived(ledger: Engine, settings: StoreSettings, crawl: Crawl) -> int:
    """Gives the pages that a killed crawl archived, but did not come to enter in the ledger, their rows.

    Closes the dead writer's files first; returns the number of pages adopted.
    """
    recover(settings, crawl.source, crawl.id)
    known_end = _known_ends(ledger, crawl)
    adopted = 0
    for path in sorted((settings.data / "archive" / crawl.source / crawl.id).glob("*.warc.gz")):
        file = f"{crawl.id}/{path.name}"
        visits = [
            Visit(
                url=page.url,
                status=page.status,
                fetched_at=page.fetched_at,
                etag=page.header("etag"),
                last_modified=page.header("last-modified"),
                digest=body_digest(page.body),
                location=location,
            )
            for location, page in read_archived(settings, crawl.source, file, known_end.get(file, 0))
        ]
        if visits:
            with ledger.begin() as connection:
                record_visits(connection, crawl.source, crawl.id, visits)
        adopted += len(visits)
    return adopted


def _known_ends(ledger: Engine, crawl: Crawl) -> dict[str, int]:
    held = tables.captures.c
    query = (
        select(held.file, func.max(held.offset + held.length).label("end"))
        .where(held.source == crawl.source, held.crawl == crawl.id)
        .group_by(held.file)
    )
    with ledger.connect() as connection:
        return {row.file: row.end for row in connection.execute(query)}
