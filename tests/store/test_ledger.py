"""The ledger opens, or says in one line why not."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, InternalError, OperationalError

from records.errors import DataTooNew, LedgerUnavailable, TherapyIndexError
from store.ledger import open_ledger
from store.pages import due_pages
from store.settings import StoreSettings
from store.tables import SCHEMA_VERSION, meta

ROOT = Path(__file__).parents[2]


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


def test_many_processes_open_a_new_ledger_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from store.ledger import open_ledger;"
        "from store.settings import StoreSettings; sys.stdin.readline();"
        "open_ledger(StoreSettings(data=Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "data")]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True) for _ in range(8)
    ]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in processes] == [""] * 8
    assert [process.returncode for process in processes] == [0] * 8


def test_a_ledger_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    settings = StoreSettings(data=tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as old, old:
        old.executescript(
            """
            CREATE TABLE meta ("key" VARCHAR NOT NULL PRIMARY KEY, value VARCHAR NOT NULL);
            INSERT INTO meta VALUES ('schema_version', '1');
            CREATE TABLE pages (source VARCHAR NOT NULL, url VARCHAR NOT NULL, crawl VARCHAR, status INTEGER NOT NULL,
              etag VARCHAR, last_modified VARCHAR, digest VARCHAR, first_seen DATETIME NOT NULL, last_seen DATETIME,
              last_confirmed DATETIME, PRIMARY KEY (source, url));
            INSERT INTO pages VALUES ('therapyden', 'https://www.therapyden.com/therapist/ada-quill', 'c', 200, 'e',
              NULL, 'd', '2026-05-30 00:00:00', '2026-05-30 00:00:00', '2026-05-30 00:00:00');
            """
        )
    for _ in range(2):
        ledger = open_ledger(settings)
        [page] = due_pages(ledger, "therapyden", 1, 9)  # every page is due once
        assert (page.url[-9:], page.etag, page.interval, page.visited) == ("ada-quill", "e", 1, 0)
        with ledger.connect() as connection:
            assert connection.scalar(select(meta.c.value)) == str(SCHEMA_VERSION)
