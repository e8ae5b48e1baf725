"""The ledger: one database that remembers visits, runs, versions and identities."""

import sqlite3
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from records.errors import DataTooNew, LedgerUnavailable, TherapyIndexError, WrongUse
from store.files import nearest_existing
from store.settings import StoreSettings
from store.tables import SCHEMA_VERSION, meta, metadata

_VERSION = "schema_version"


def open_ledger(settings: StoreSettings, *, create: bool = True) -> Engine:
    """The ledger as an SQLAlchemy engine, with its tables made where absent.

    Raises DataTooNew when a newer version wrote it, LedgerUnavailable when it cannot be opened (as every later use of
    it may) or is lost, TherapyIndexError when there can be none; with `create=False` also when there is none yet.
    """
    url = settings.ledger_url
    place = nearest_existing(settings.data)
    if not place.is_dir():
        raise TherapyIndexError(f"{place} is no directory: choose another with --data.")
    if settings.ledger is None:
        if not (settings.data / "ledger.db").exists():
            _check_absence(settings.data, create=create)
        _make_directory(settings.data)
    try:
        engine = create_engine(_address(url), connect_args={"timeout": 30} if url.startswith("sqlite") else {})
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


def _check_absence(data: Path, *, create: bool) -> None:
    """A ledger that is not there is made where there is nothing yet; a lost one would take all opt-outs with it."""
    if any((data / "runs").glob("*/manifest.json")):
        raise LedgerUnavailable(
            f"{data / 'ledger.db'} is missing though there are runs: restore it from a backup, since opt-outs and ids "
            "stand only there. To begin anew move runs/ and index/ away."
        )
    if not create:
        raise TherapyIndexError(f"{data} holds no data yet: run `therapyindex crawl`, `import` or `demo` first.")


def _address(url: str) -> URL:
    """The parts of an address; a password must not be taken for another part, which errors would show."""
    try:
        found = make_url(url)
    except ValueError as error:
        raise ArgumentError("its port is no number") from error
    if "@" in (found.host or ""):
        raise ArgumentError("write %40 for an @ in the password")
    return found


def compact(ledger: Engine) -> bool:
    """Writes the file of an SQLite ledger anew, so that nothing of deleted rows stays in it or in its journal.

    False while others use it: something may stay.
    """
    if ledger.dialect.name != "sqlite":
        return True
    try:
        with ledger.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
            busy = connection.scalar(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    except LedgerUnavailable:
        return False
    return not busy


def _tell(context: ExceptionContext) -> None:
    """What the database cannot do, whoever asked it, as one line."""
    error, orig = context.sqlalchemy_exception, context.original_exception
    if isinstance(orig, sqlite3.DatabaseError) and any(word in str(orig) for word in ("not a database", "malformed")):
        raise LedgerUnavailable(f"the ledger is damaged ({orig}): restore it from a backup.")
    if isinstance(orig, sqlite3.OperationalError) and "locked" in str(orig):
        raise LedgerUnavailable(
            "another program holds the ledger (database is locked): end it (a copy, an open database browser), "
            "then run this again."
        )
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
    """Makes or renews the tables; one process at a time, however many open a ledger at once."""
    if _is_current(engine):
        return
    with engine.begin() as connection:
        connection.execute(CreateTable(meta, if_not_exists=True))
        sqlite = connection.dialect.name == "sqlite"
        connection.execute(text("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE meta IN EXCLUSIVE MODE"))
        if _version(connection) is None:
            connection.execute(insert(meta).values(key=_VERSION, value=str(SCHEMA_VERSION)))
        _add_what_is_new(connection)
        connection.execute(update(meta).where(meta.c.key == _VERSION).values(value=str(SCHEMA_VERSION)))


def _is_current(engine: Engine) -> bool:
    if not inspect(engine).has_table(meta.name):
        return False
    with engine.connect() as connection:
        found = _version(connection)
    if found is not None and found > SCHEMA_VERSION:
        raise DataTooNew(
            f"the data directory was written by a newer therapyindex (schema {found}, this one reads "
            f"{SCHEMA_VERSION}): update therapyindex, or choose another directory with --data."
        )
    return found == SCHEMA_VERSION


def _version(connection: Connection) -> int | None:
    found = connection.scalar(select(meta.c.value).where(meta.c.key == _VERSION))
    return None if found is None else int(found)


def _add_what_is_new(connection: Connection) -> None:
    """Tables, columns and indexes that are not there yet: all of a new ledger, some of one of an older version."""
    known, quote = inspect(connection), connection.dialect.identifier_preparer
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        held = {column["name"] for column in known.get_columns(table.name)}
        for column in table.columns:
            if column.name not in held:
                definition = CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(text(f"ALTER TABLE {quote.format_table(table)} ADD COLUMN {definition}"))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))


def _sqlite_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    # WAL: readers go on while the crawl writes. FULL (not NORMAL): a row never outlives a power cut that its
    # archived page did not survive in order.
    for patience in (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 0.0):  # a database being made is locked without a wait
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError:
            if not patience:
                raise
            sleep(patience)
    connection.execute("PRAGMA synchronous=FULL")
