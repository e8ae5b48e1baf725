"""Crawl + archive + ledger against stock Scrapy with an empty callback, on the same pages of the same sample site.

`python benchmarks/crawl.py [PAGES] [REPEATS]`. Each crawl is a fresh process that times itself; the two take turns.
Stock Scrapy is given the addresses, its log is off, and its time runs from its first request to its end; ours has to
find them, and its time runs from its order to the closed archive.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parent.parent


def run(pages: int = 2_000, repeats: int = 3, base_url: str | None = None) -> dict[str, Any]:
    """Medians in pages per second and the ratio ours / stock, on about `pages` pages."""
    ours, stock, fetched = [], [], 0
    with _site(pages, base_url) as url:
        for turn in range(repeats + 1):
            with tempfile.TemporaryDirectory() as data:
                outcome = _child("ours", {"source": "therapyden", "data": data, "base_url": url})
            fetched = len(outcome["urls"])
            other = _child("stock", outcome["urls"])
            if turn:  # the first turn only warms the site's cache of pages
                ours.append(fetched / outcome["seconds"])
                stock.append(fetched / other["seconds"])
    result = {"pages": fetched, "ours": statistics.median(ours), "stock": statistics.median(stock)}
    return {**result, "ratio": result["ours"] / result["stock"]}


@contextmanager
def _site(pages: int, base_url: str | None) -> Iterator[str]:
    if base_url:
        yield base_url
        return
    command = [sys.executable, "-m", "therapyindex.sample", "--port", "0", "--therapists", str(pages)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        yield _announced(process)
    finally:
        process.terminate()
        process.wait()


def _announced(process: "subprocess.Popen[str]") -> str:
    """The address that the sample site prints when it is ready."""
    for line in process.stdout or ():
        if found := re.search(r"http://[\w.:-]+", line):
            return found[0].rstrip("/")
    raise RuntimeError("the sample site did not start")


def _child(which: str, what: Any) -> Any:
    command = [sys.executable, __file__, f"--{which}"]
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
    parser = argparse.ArgumentParser(description="Crawl + archive + ledger against stock Scrapy.")
    parser.add_argument("pages", type=int, nargs="?", default=2_000)
    parser.add_argument("repeats", type=int, nargs="?", default=3)
    chosen = parser.parse_args(arguments)
    for name, value in run(chosen.pages, chosen.repeats).items():
        sys.stdout.write(f"{name:>6} {value:.2f}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
