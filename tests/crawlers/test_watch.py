"""The watch over a crawl, where the ledger fails it."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from crawlers.watch import Watch
from store.ledger import open_ledger
from store.settings import StoreSettings
from store.tables import metadata


def test_a_ledger_that_cannot_be_read_ends_the_crawl_instead_of_the_watch(tmp_path: Path) -> None:
    ledger, stopped = open_ledger(StoreSettings(data=tmp_path)), []
    metadata.drop_all(ledger)
    task: Any = SimpleNamespace(
        summary=SimpleNamespace(visits=0),
        source=SimpleNamespace(name="therapyden"),
        night=1,
        report=lambda _: None,
        recorder=SimpleNamespace(error=None),
        max_seconds=60,
        quiet=lambda: None,
    )

    async def watch() -> None:
        over = asyncio.create_task(Watch(task, ledger, lambda *end: stopped.append(end)).over())
        await asyncio.sleep(0.8)
        assert not over.done()
        over.cancel()

    asyncio.run(watch())
    [(state, reason)] = stopped
    assert state == "interrupted"
    assert "the ledger cannot be used" in str(reason)
