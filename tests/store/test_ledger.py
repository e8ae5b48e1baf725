"""The ledger opens, or says in one line why not."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, InternalError, OperationalError

from records.errors import DataTooNew, LedgerUnavailable, TherapyIndexError
from store.ledger import open_ledger
from store.settings import StoreSettings
from store.tables import meta


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    settings = StoreSettings(data=tmp_path)
    with open_ledger(settings).begin() as connection:
        connection.execute(update(meta).values(value="99"))
    with pytest.raises(DataTooNew, match="update therapyindex"):
        open_ledger(settings)


def test_no_data_yet(tmp_path: Path) -> None:
    with pytest.raises(TherapyIndexError, match="holds no data yet"):
        open_ledger(StoreSettings(data=tmp_path / "none"), create=False)
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"this is not a database, it is a text" * 100)
    with pytest.raises(TherapyIndexError, match="damaged"):
        open_ledger(StoreSettings(data=tmp_path))


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError, InternalError, DatabaseError])
def test_whatever_the_database_cannot_do_is_one_error(tmp_path: Path, kind: type[DBAPIError]) -> None:
    ledger = open_ledger(StoreSettings(data=tmp_path))

    def broken(*_: object) -> None:
        raise getattr(sqlite3, kind.__name__)("it went away")

    event.listen(ledger, "do_execute", broken)
    with pytest.raises(LedgerUnavailable, match="it went away"), ledger.begin() as connection:
        connection.execute(select(meta))
