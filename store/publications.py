"""Publications: whatever changed what is live, in order, each with the file of its changes."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, field
from sqlalchemy import Engine, func, insert, select

from records import Change
from records.change import Op
from records.errors import FeedGone
from records.optouts import Key, OptOuts
from store.parquet import count_records, read_numbered, write_records
from store.settings import StoreSettings
from store.tables import publications


class Publication(Struct, frozen=True, kw_only=True):
    """A version became live (`publish`, `rollback`), or people left the live one (`optout`).

    `before` is the version whose records the changes start from, None when they start from nothing. `changes` is their
    file, below the data directory; `counts` are its rows per operation. `id` is given by the ledger and only grows.
    """

    id: int = 0
    engine: str
    kind: Literal["publish", "rollback", "optout"]
    version: str
    before: str | None
    at: datetime
    changes: str
    counts: dict[str, int] = field(default_factory=dict)


def add_publication(ledger: Engine, publication: Publication) -> None:
    """Enters a publication; its file is in place. Times only grow with the ids, whatever the clock does."""
    row = msgspec.structs.asdict(publication)
    del row["id"]
    with ledger.begin() as connection:
        of_engine = publications.c.engine == publication.engine
        last = connection.scalar(select(func.max(publications.c.at)).where(of_engine))
        row["at"] = max(publication.at, last + timedelta(microseconds=1)) if last else publication.at
        connection.execute(insert(publications).values(**row))


def list_publications(ledger: Engine, engine: str) -> list[Publication]:
    """The publications of an engine, oldest first."""
    query = select(publications).where(publications.c.engine == engine).order_by(publications.c.id)
    with ledger.connect() as connection:
        return [Publication(**row._mapping) for row in connection.execute(query)]


def change_files(ledger: Engine) -> set[str]:
    """The files of all publications' changes, below the data directory."""
    with ledger.connect() as connection:
        return {name for name in connection.scalars(select(publications.c.changes)) if name}


def write_feed(path: Path, changes: Iterable[Change]) -> dict[str, int]:
    """Writes the file of a publication's changes; gives its rows per operation."""
    counts: dict[str, int] = {}

    def counted() -> Iterator[Change]:
        for one in changes:
            counts[one.op] = counts.get(one.op, 0) + 1
            yield one

    write_records(path, Change, counted())
    return counts


def read_feed(
    store: StoreSettings, publication: Publication, ops: Collection[Op], start: int = 0
) -> Iterator[tuple[int, Change]]:
    """The changes of a publication with one of these operations, from row `start` on, each with the row's number.

    Raises FeedGone when the file is not there any more.
    """
    return read_numbered(_file_of(store, publication), Change, ("op", ops), start)


def count_feed(store: StoreSettings, publication: Publication) -> int:
    """The rows of a publication's file, which only an erasure changes. Raises FeedGone."""
    return count_records(_file_of(store, publication))


def _file_of(store: StoreSettings, publication: Publication) -> Path:
    path = store.data / publication.changes
    if not path.is_file():
        raise FeedGone(f"the changes of version {publication.version} are gone: take a new export.")
    return path


def is_withheld(optouts: OptOuts, change: Change) -> bool:
    """Whether a change tells of somebody who has asked to be left out; that they are gone may be told."""
    return change.op != "DEL" and change.therapist_id is not None and optouts.hold(Key("id", change.therapist_id))
