"""What the spiders of all directories have in common."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from sqlalchemy import Engine
from twisted.internet.task import deferLater
from twisted.python.failure import Failure

from crawlers.entrance import Entrance
from crawlers.failures import failure_name
from crawlers.pace import MAX_WAIT, NotAsked, PaceMiddleware, give_up_waiting
from crawlers.reading import Reading, read_answer, same_page
from crawlers.recorder import Fetched
from crawlers.requests import request_for
from crawlers.robots import Robots
from crawlers.starts import broken_start, checked_start
from crawlers.summary import CrawlState
from crawlers.task import CrawlTask
from crawlers.watch import Watch
from records import Page
from records.errors import TherapyIndexError
from records.page import LARGEST_PAGE
from store.archive import holds_page
from store.pages import PageState

MAX_HOPS = 3  # from one spelling of an address to another


class DirectorySpider(scrapy.Spider):
    """Visits the pages of a directory that are due, and those they lead to, each once.

    What is due stands in the ledger: the start pages, what the sitemaps, lists and pages name, what earlier nights
    left. A page known from earlier is asked for with its ETag.
    """

    # Spider
    name = "directory"

    # DirectorySpider
    def __init__(self, task: CrawlTask, ledger: Engine, broken: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.task = task
        self.robots = Robots("")
        self.stopped: CrawlState | None = None
        self.broken = broken  # start page or sitemap -> what is wrong with it
        self._ledger = ledger
        self._watch = Watch(task, ledger, self.stop, _sleep)
        self._watching: asyncio.Task[None] | None = None
        self._closing: asyncio.Future[None] | None = None
        self._room = asyncio.Semaphore(1)

    def may_keep(self, page: Page) -> bool:
        """Whether the archive wants a page of a known kind."""
        return True

    async def start(self) -> AsyncIterator[Any]:
        """Reads robots.txt and the sitemaps, then visits what is due."""
        task = self.task
        self._watching = asyncio.create_task(self._watch.over())
        # More than are under way at once, so that none waits for the ledger; few enough that memory stays flat.
        self._room = asyncio.Semaphore(2 * self.settings.getint("CONCURRENT_REQUESTS"))
        task.recorder.start(lambda: task.frontier.is_starving, self._settled(asyncio.get_running_loop()))
        try:
            await self._enter()
            await self._visit_what_is_due()
        except TherapyIndexError as error:
            self.stop("failed", str(error))
        except Exception as error:  # a fault of ours must not pass for a night
            self.logger.exception("the crawl broke off")
            self.stop("failed", f"the crawl broke off ({type(error).__name__}: {error}); run it again")
        for request in list[Request]():  # requests go to the engine; Scrapy wants a generator all the same
            yield request

    async def _enter(self) -> None:
        entrance = Entrance(self.crawler, self.task, self._ledger, lambda: self.stopped is not None)
        self.robots = await entrance.read_robots()
        if self.robots.problem:
            self.stop("failed", f"robots.txt cannot be read, so nothing may be fetched: {self.robots.problem}")
        elif self.robots.delay > MAX_WAIT:
            self.stop("blocked", f"robots.txt asks for {self.robots.delay:,.0f} seconds between two requests")
        elif problem := await entrance.read_sitemaps(self.robots):
            self.broken["sitemap"] = problem

    async def _visit_what_is_due(self) -> None:
        task = self.task
        while not self.stopped and (page := await task.frontier.next()):
            if why_not := self._why_not(page.url):
                self._record(Reading.failed(why_not).fetched(page))
                task.frontier.return_unasked()
                await asyncio.sleep(0)  # many in a row cost no waiting
                continue
            await self._room.acquire()
            self.crawler.engine.crawl(self._request(page))

    def parse(self, response: Response, known: PageState) -> Request | None:
        """Reads an answer and hands it to the recorder."""
        try:
            if again := self._same_page(response, known):
                return again
            reading = read_answer(response, known, self.task.scope, self.may_keep)
        except Exception as error:
            self.logger.exception("a page that cannot be read: %s", known.url)
            reading = Reading.failed(type(error).__name__)
        self._room.release()
        self._watch.saw(reading)
        self._record(reading.fetched(known))
        return None

    def failed(self, failure: Failure) -> None:
        """Counts a request that got no answer."""
        known: PageState = failure.request.cb_kwargs["known"]  # type: ignore[attr-defined]  # Scrapy adds the request
        self._room.release()
        if isinstance(failure.value, NotAsked):  # it stays due
            return
        reading = Reading.failed(failure_name(failure.value) if failure.value else "unknown")
        self._watch.saw(reading)
        self._record(reading.fetched(known))

    def stop(self, state: CrawlState, reason: str | None = None) -> None:
        """Ends the crawl: what is under way is still recorded, nothing new is asked for."""
        if self.stopped:
            return
        self.stopped = state
        self.task.summary.reason = reason
        self.task.frontier.end()
        if pace := self.crawler.get_downloader_middleware(PaceMiddleware):
            pace.end()
        give_up_waiting(self.crawler.engine.downloader)
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=state))

    def closed(self, reason: str) -> None:
        """Scrapy's call at the end."""
        if self._watching:
            self._watching.cancel()

    def _record(self, fetched: Fetched) -> None:
        if fetched.known.url in self.task.source.start_urls:
            fetched = checked_start(fetched)
            if error := fetched.visit.error:
                self.broken[fetched.known.url] = broken_start(fetched.known.url, error)
        self.task.recorder.add(fetched)
        if self.task.recorder.error:
            self.stop("interrupted")

    def _settled(self, loop: asyncio.AbstractEventLoop) -> Any:
        def settled(urls: list[str]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.task.frontier.settle, urls)

        return settled

    def _why_not(self, url: str) -> str | None:
        if self.task.scope.left_out(url):
            return "opted_out"
        return None if self.robots.allows(url) else "disallowed"

    def _request(self, known: PageState) -> Request:
        headers = {}
        if known.location and holds_page(self.task.store, self.task.source.name, known.location):
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
        return request_for(
            self.task.scope.fetch_url(known.url),
            self.task.user_agent,
            headers,
            maxsize=LARGEST_PAGE,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"known": known},
        )

    def _same_page(self, response: Response, known: PageState) -> Request | None:
        """A request for the same page under another spelling (a trailing slash), when a redirect leads there."""
        hops: int = response.meta.get("hops", 0)
        address = same_page(response, known, self.task.scope)
        if address is None or hops == MAX_HOPS or not self.robots.allows(address):
            return None
        request = self._request(known)
        return request.replace(url=address, meta={**request.meta, "hops": hops + 1})


def _sleep(seconds: float) -> "asyncio.Future[None]":
    """Waits by a timer of Twisted's: it drops cancelled timers, of which each request leaves two, when one is due."""
    from twisted.internet import reactor  # importing it makes one, which is for Scrapy to do

    return deferLater(reactor, seconds).asFuture(asyncio.get_running_loop())
