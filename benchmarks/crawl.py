"""Crawl + archive + ledger against stock Scrapy with an empty callback, on the same pages of the sample directory.

`python -m benchmarks.crawl [--therapists N] [--profile-kb N] [--repeats N]`. Each crawl is a fresh process that times
itself; the two take turns. Stock Scrapy is given the addresses, its log is off, and its time runs from its first
request to its end; ours has to find them, and its time runs from its order to the closed archive. The pages are
rendered before, so that neither waits for them.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from benchmarks.fast_site import ROOT, serve

TARGET = 1.0  # ours / stock


def run(therapists: int = 9_600, profile_kb: int = 20, repeats: int = 3) -> dict[str, Any]:
    """Medians in pages per second, and the median of the ratios ours / stock."""
    turns, fetched = [], 0
    with serve(f"--therapists={therapists}", f"--profile-kb={profile_kb}") as [url]:
        for _ in range(repeats):
            with tempfile.TemporaryDirectory() as data:
                ours = _child("ours", {"source": "therapyden", "data": data, "base_url": url})
            fetched = len(ours["urls"])
            turns.append((ours["seconds"], _child("stock", ours["urls"])["seconds"]))
    speeds = [statistics.median(fetched / turn[side] for turn in turns) for side in (0, 1)]
    ratio = statistics.median(stock / our for our, stock in turns)
    return {"pages": fetched, "ours": speeds[0], "stock": speeds[1], "ratio": ratio}


def _child(which: str, what: Any) -> Any:
    command = [sys.executable, "-m", "benchmarks.crawl", f"--{which}"]
    done = subprocess.run(command, input=msgspec.json.encode(what), stdout=subprocess.PIPE, cwd=ROOT, check=True)
    return msgspec.json.decode(done.stdout)


def _ours(order_json: bytes) -> dict[str, Any]:
    from sqlalchemy import select

    from crawlers.order import CrawlOrder
    from crawlers.run import run_crawl
    from store.ledger import open_ledger
    from store.tables import pages

    order = msgspec.json.decode(order_json, type=CrawlOrder)
    began = time.perf_counter()
    outcome = run_crawl(order, lambda _: None)
    seconds = time.perf_counter() - began
    if outcome.state != "complete":
        raise RuntimeError(f"the crawl ended {outcome.state}: {outcome.summary}")
    with open_ledger(order.store).connect() as connection:
        urls = connection.scalars(select(pages.c.url).where(pages.c.status == 200)).all()
    return {"seconds": seconds, "urls": [re.sub(r"^https://[^/]+", order.base_url or "", url) for url in urls]}


def _stock(urls_json: bytes) -> dict[str, Any]:
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    urls = msgspec.json.decode(urls_json, type=list[str])

    began = ended = 0.0

    class Stock(scrapy.Spider):
        name = "stock"

        async def start(self) -> AsyncIterator[Any]:
            """Every address."""
            nonlocal began
            began = time.perf_counter()
            for url in urls:
                yield scrapy.Request(url)

        def parse(self, response: Any) -> None:
            """Nothing."""

        def closed(self, reason: str) -> None:
            """The end."""
            nonlocal ended
            ended = time.perf_counter()

    process = AsyncCrawlerProcess(
        {"LOG_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "TELNETCONSOLE_ENABLED": False}
    )
    process.crawl(Stock)
    process.start()
    return {"seconds": ended - began}


def main(arguments: list[str]) -> None:
    """Runs a child, or the benchmark."""
    if arguments[:1] == ["--ours"] or arguments[:1] == ["--stock"]:
        child = _ours if arguments[0] == "--ours" else _stock
        sys.stdout.buffer.write(msgspec.json.encode(child(sys.stdin.buffer.read())))
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--therapists", type=int, default=9_600)
    parser.add_argument("--profile-kb", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args(arguments)
    for name, value in run(chosen.therapists, chosen.profile_kb, chosen.repeats).items():
        print(f"{name:>6} {value:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
