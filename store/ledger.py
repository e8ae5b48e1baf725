"""The ledger: one database that remembers visits, runs, versions and identities."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, ExceptionContext, create_engine, event, insert, inspect, select
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from records.errors import DataTooNew, LedgerUnavailable, TherapyIndexError, WrongUse
from store.files import nearest_existing
from store.settings import StoreSettings
from store.tables import SCHEMA_VERSION, meta, metadata


def open_ledger(settings: StoreSettings, *, create: bool = True) -> Engine:
    """The ledger as an SQLAlchemy engine, with its tables made where absent.

    Raises DataTooNew when a newer version wrote it, LedgerUnavailable when it cannot be opened (as every later use of
    it may), TherapyIndexError when there can be none; with `create=False` also when there is none yet.
    """
    url = settings.ledger_url
    place = nearest_existing(settings.data)
    if not place.is_dir():
        raise TherapyIndexError(f"{place} is no directory: choose another with --data.")
    if settings.ledger is None:
        if not create and not (settings.data / "ledger.db").exists():
            raise TherapyIndexError(
                f"{settings.data} holds no data yet: run `therapyindex crawl`, `import` or `demo` first."
            )
        _make_directory(settings.data)
    try:
        engine = create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
    except (ArgumentError, ImportError) as error:
        raise WrongUse(
            f"THERAPYINDEX_LEDGER is no database that can be used here ({error}): write postgresql+psycopg://..., with "
            "the package psycopg installed, or leave it out."
        ) from error
    if url.startswith("sqlite"):
        event.listen(engine, "connect", _sqlite_pragmas)
    event.listen(engine, "handle_error", _tell)
    _prepare(engine)
    return engine


def _tell(context: ExceptionContext) -> None:
    """What the database cannot do, whoever asked it, as one line."""
    error, orig = context.sqlalchemy_exception, context.original_exception
    if isinstance(orig, sqlite3.DatabaseError) and any(word in str(orig) for word in ("not a database", "malformed")):
        raise LedgerUnavailable(f"the ledger is damaged ({orig}): restore it from a backup.")
    # All but a conflict of rows, which whoever wrote them understands.
    if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError):
        raise LedgerUnavailable(
            f"the ledger cannot be used ({orig}): make room or mend the permissions, or choose another "
            "directory with --data."
        )


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TherapyIndexError(
            f"the data directory {path} cannot be made ({error.strerror}): choose another with --data."
        ) from error


def _prepare(engine: Engine) -> None:
    if not inspect(engine).has_table("meta"):
        metadata.create_all(engine)
    with engine.begin() as connection:
        found = connection.scalar(select(meta.c.value).where(meta.c.key == "schema_version"))
        if found is None:
            connection.execute(insert(meta).values(key="schema_version", value=str(SCHEMA_VERSION)))
        elif int(found) > SCHEMA_VERSION:
            raise DataTooNew(
                f"the data directory was written by a newer therapyindex (schema {found}, this one reads "
                f"{SCHEMA_VERSION}): update therapyindex, or choose another directory with --data."
            )


def _sqlite_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    # WAL: readers go on while the crawl writes. FULL (not NORMAL): a row never outlives a power cut that its
    # archived page did not survive in order.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
