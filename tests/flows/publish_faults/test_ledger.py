"""A ledger that another program holds, and a clock that jumps."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer

from tests.flows.publish_faults.publishing import Publishing
from tests.repetitions import left_to_ci
from tests.therapyindex.running import REPOSITORY

CLOCK = Path(__file__).with_name("clock")
HOUR, YEAR = 3_600, 366 * 24 * 3_600


@contextmanager
def held(ledger: Path, seconds: float) -> Iterator[None]:
    """A write transaction that stays open for a while, or until the end of the block."""
    with closing(sqlite3.connect(ledger, check_same_thread=False)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        timer = Timer(seconds, connection.rollback)
        timer.start()
        yield
        timer.cancel()


def test_a_ledger_that_is_held_for_a_while(publishing: Publishing) -> None:
    publishing.records(50)
    publishing.publish()
    counts = publishing.records(51)
    began = time.monotonic()
    with held(publishing.data / "ledger.db", 5):
        publishing.run("publish")
        assert time.monotonic() - began >= 5
    publishing.is_whole(counts)


@left_to_ci("it waits for half a minute")
def test_a_ledger_that_is_held_for_good(on_embedded: Publishing) -> None:
    before = on_embedded.records(50)
    on_embedded.publish()
    after = on_embedded.records(51)
    with held(on_embedded.data / "ledger.db", 3_600):
        assert "another program holds the ledger" in on_embedded.line()
        live = on_embedded.live()
        assert {index: live[index] for index in before} == before
    on_embedded.publish()
    on_embedded.is_whole(after)


def test_a_clock_that_jumps(publishing: Publishing) -> None:
    """An hour back, a year on, and back again: versions keep their order, the last publish is live."""
    versions = []
    for number, shift in enumerate((0, -HOUR, YEAR, 0)):
        counts = publishing.records(50 + number)
        run = publishing.through(
            publishing.url, {"PYTHONPATH": f"{CLOCK}:{REPOSITORY}", "THERAPYINDEX_TEST_SHIFT": str(shift)}
        )
        assert run.json("publish")["outcome"] == "published"
        versions.append(publishing.is_whole(counts))
    assert versions == sorted(set(versions))
    assert publishing.run.json("rollback")["version"] == versions[-2]
    assert publishing.live()["version"] == versions[-2]
