"""A crawl from its order to its end."""

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from sqlalchemy import Engine

from crawlers.frontier import Frontier
from crawlers.order import CrawlOrder, check_order
from crawlers.recorder import Recorder
from crawlers.scope import Scope
from crawlers.settings import scrapy_settings
from crawlers.sources import Source, load_source
from crawlers.spiders import SPIDERS, DirectorySpider
from crawlers.summary import CrawlState, Summary
from crawlers.task import CrawlTask
from records.errors import TherapyIndexError
from store.leases import lease
from store.ledger import open_ledger
from store.pages import Crawl, adopt_archived, begin_crawl, end_crawl, page_states

Report = Callable[[Summary], None]


class Outcome(Struct, frozen=True):
    """How a crawl ended. `interrupted`: it has not; the next run goes on with it."""

    crawl: str
    state: CrawlState
    summary: Summary


def run_crawl(order: CrawlOrder, report: Report) -> Outcome:
    """Crawls; `report` is called twice a second. Once per process: the reactor cannot be started twice.

    Raises WrongUse for an order that may not be carried out, Busy when this source is being crawled, and
    TherapyIndexError when the data directory cannot be written.
    """
    source = load_source(order.source)
    check_order(order, source)
    ledger = open_ledger(order.store)
    with lease(ledger, f"crawl-{source.name}"):
        crawl = begin_crawl(ledger, source.name)
        adopt_archived(ledger, order.store, crawl)
        state, summary = _gather(order, source, ledger, crawl, report)
        if state != "interrupted":
            end_crawl(ledger, crawl.id, state, summary.plain())
    return Outcome(crawl.id, state, summary)


def _gather(
    order: CrawlOrder, source: Source, ledger: Engine, crawl: Crawl, report: Report
) -> tuple[CrawlState, Summary]:
    summary, known = Summary(), page_states(ledger, source.name)
    recorder = Recorder(ledger, order.store, crawl, known, summary)
    task = CrawlTask(
        source=source,
        store=order.store,
        crawl=crawl,
        known=known,
        scope=Scope(source, order.base_url),
        frontier=Frontier(order.max_pages),
        recorder=recorder,
        summary=summary,
        report=report,
        max_seconds=order.max_seconds,
    )
    try:
        state = _crawl(scrapy_settings(order, source), task)
    finally:
        recorder.close()
    summary.found = task.frontier.found
    return state, summary


def _crawl(settings: dict[str, Any], task: CrawlTask) -> CrawlState:
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])  # else a record is made of every page, then dropped
    crawler = process.create_crawler(SPIDERS[task.source.name])
    crawling = process.crawl(crawler, task=task)

    def listen() -> None:
        _stop_on_signals(crawler)

    crawler.signals.connect(listen, signals.engine_started)
    process.start(install_signal_handlers=False)
    error = crawling.exception()
    if error:
        raise TherapyIndexError(f"the crawl broke off ({type(error).__name__}: {error}); run it again.") from error
    spider = crawler.spider
    assert isinstance(spider, DirectorySpider)  # noqa: S101  what was put in above
    return spider.stopped or _natural_end(task, spider.starts)


def _natural_end(task: CrawlTask, starts: dict[str, bool]) -> CrawlState:
    broken = [url for url, led_on in starts.items() if not led_on]
    if broken:
        task.summary.reason = f"no way on from {', '.join(broken)}"
        return "failed" if len(broken) == len(starts) else "chain_broken"
    return "budget" if task.frontier.over_budget else "complete"


def _stop_on_signals(crawler: Crawler) -> None:
    """The first SIGINT or SIGTERM ends the crawl in order, a second one ends the process."""
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        if isinstance(crawler.spider, DirectorySpider):
            crawler.spider.stop("interrupted", f"stopped by {number.name}; the next run goes on from here")

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
