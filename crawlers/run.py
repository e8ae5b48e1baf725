"""A crawl from its order to its end."""

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from sqlalchemy import Engine
from twisted.logger import globalLogBeginner

from crawlers.frontier import Frontier
from crawlers.order import CrawlOrder, check_order, seconds_for
from crawlers.reading import read_archived_page
from crawlers.recorder import Recorder
from crawlers.scope import Scope
from crawlers.settings import scrapy_settings
from crawlers.sources import Source, load_source
from crawlers.spiders import SPIDERS, DirectorySpider
from crawlers.starts import broken_before
from crawlers.summary import CrawlState, Summary
from crawlers.task import CrawlTask
from crawlers.watch import count_pages
from records.errors import TherapyIndexError
from store.leases import lease
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.pages import (
    Crawl,
    PageState,
    begin_crawl,
    begin_night,
    end_crawl,
    night_of,
    page_states,
    unentered_pages,
)

Report = Callable[[Summary], None]


class Outcome(Struct, frozen=True):
    """How a crawl ended. `interrupted`: it has not; the next run goes on with it."""

    crawl: str
    state: CrawlState
    summary: Summary


def run_crawl(order: CrawlOrder, report: Report) -> Outcome:
    """Crawls; `report` is called twice a second. Once per process: the reactor cannot be started twice.

    Raises WrongUse for an order that may not be carried out, Busy when this source is being crawled, and
    TherapyIndexError when it is quiet or the data directory cannot be written.
    """
    source = load_source(order.source)
    check_order(order, source)
    if quiet := _quiet(order, source):
        raise TherapyIndexError(
            f"the quiet hours of {source.name} last until {quiet:%H:%M %Z}: run this again then, or change them in the "
            "source's description."
        )
    ledger = open_ledger(order.store)
    with lease(ledger, f"crawl-{source.name}"):
        crawl = begin_crawl(ledger, source.name)
        night = night_of(ledger, source.name)
        task = _task(order, source, ledger, crawl, night, report)
        try:
            _adopt_archived(ledger, task)
            scope, starts = task.scope, source.start_urls
            begin_night(
                ledger,
                source.name,
                crawl.id,
                night,
                [scope.found(url) for url in starts],
                datetime.now(UTC),
                full=order.full,
            )
            state = _crawl(scrapy_settings(order, source), task, ledger)
        finally:
            task.recorder.close()
        count_pages(task, ledger)
        if state != "interrupted":
            end_crawl(ledger, crawl, night, state, task.summary.plain())
    return Outcome(crawl.id, state, task.summary)


def _task(order: CrawlOrder, source: Source, ledger: Engine, crawl: Crawl, night: int, report: Report) -> CrawlTask:
    summary = Summary.continued(crawl.summary)
    scope = Scope(source, order.base_url, load_optouts(ledger))
    budget = source.budget
    return CrawlTask(
        source=source,
        store=order.store,
        crawl=crawl,
        night=night,
        scope=scope,
        frontier=Frontier(ledger, source.name, night, order.max_pages or budget.pages, summary.fetched),
        recorder=Recorder(ledger, order.store, crawl, night, scope, summary),
        summary=summary,
        user_agent=order.user_agent,
        report=report,
        max_bytes=budget.megabytes << 20 if budget.megabytes else None,
        max_seconds=seconds_for(order, source),
        quiet=lambda: _quiet(order, source),
    )


def _quiet(order: CrawlOrder, source: Source) -> datetime | None:
    if order.is_local or source.quiet_hours is None:
        return None
    return source.quiet_hours.until(datetime.now(UTC))


def _adopt_archived(ledger: Engine, task: CrawlTask) -> None:
    """Enters the pages that a killed part of this crawl archived, but did not come to enter in the ledger."""
    for location, page in unentered_pages(ledger, task.store, task.crawl):
        if task.scope.left_out(page.url):  # somebody asked meanwhile
            continue
        known = page_states(ledger, task.source.name, [page.url]).get(page.url)
        known = known or PageState(url=page.url, first_seen=page.fetched_at, rank=task.scope.found(page.url).rank)
        reading = read_archived_page(page, task.scope)
        task.recorder.adopt(reading.fetched(known), location)
    task.recorder.record_adopted()
    task.summary.resumed = task.summary.fetched


def _crawl(settings: dict[str, Any], task: CrawlTask, ledger: Engine) -> CrawlState:
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])  # else a record is made of every page, then dropped
    logging.getLogger("twisted").setLevel(logging.CRITICAL + 1)  # what it logs, we are told and count
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)  # else it writes to stderr
    crawler = process.create_crawler(SPIDERS[task.source.spider])
    starts = page_states(ledger, task.source.name, task.source.start_urls)
    broken = broken_before(starts.values(), task.crawl.id)
    crawling = process.crawl(crawler, task=task, ledger=ledger, broken=broken)

    def listen() -> None:
        _stop_on_signals(crawler)

    crawler.signals.connect(listen, signals.engine_started)
    process.start(install_signal_handlers=False)
    error = crawling.exception()
    if error:
        raise TherapyIndexError(f"the crawl broke off ({type(error).__name__}: {error}); run it again.") from error
    spider = crawler.spider
    assert isinstance(spider, DirectorySpider)  # noqa: S101  what was put in above
    if spider.stopped == "budget":
        return _spent(task, spider.broken)
    return spider.stopped or _natural_end(task, spider.broken)


def _spent(task: CrawlTask, broken: dict[str, str]) -> CrawlState:
    """How a crawl ended whose time or bytes are spent: `failed` before the first page, for that is no night."""
    task.summary.reason = "; ".join(filter(None, [task.summary.reason, *broken.values()]))
    if not _pages_seen(task.summary):
        return "failed"
    return "chain_broken" if broken else "budget"


def _natural_end(task: CrawlTask, broken: dict[str, str]) -> CrawlState:
    """`failed` when nothing led into the site, `chain_broken` when one of the ways did not."""
    if broken:
        task.summary.reason = "; ".join(broken.values())
        ways = len(task.source.start_urls) or 1
        return "failed" if len(broken) >= ways and _pages_seen(task.summary) <= len(broken) else "chain_broken"
    if task.frontier.over_budget:
        task.summary.reason = "its budget of pages is spent; the rest comes next time"
        return "budget"
    return "complete"


def _pages_seen(summary: Summary) -> int:
    return summary.new + summary.changed + summary.unchanged + summary.confirmed


def _stop_on_signals(crawler: Crawler) -> None:
    """The first SIGINT or SIGTERM ends the crawl in order, a second one ends the process."""
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        if isinstance(crawler.spider, DirectorySpider):
            crawler.spider.stop("interrupted", f"stopped by {number.name}; the next run goes on from here")

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
