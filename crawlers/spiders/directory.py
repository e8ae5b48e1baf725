"""What the spiders of all directories have in common."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import scrapy
from scrapy import Request, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.entrance import Entrance
from crawlers.links import PageLinks, page_links
from crawlers.pace import PaceMiddleware
from crawlers.recorder import Fetched
from crawlers.robots import Robots
from crawlers.sources import PageKind
from crawlers.summary import CrawlState
from crawlers.task import CrawlTask
from records import Page
from records.errors import TherapyIndexError
from store.archive import Location, read_page
from store.pages import PageState, Visit

REPORT_EVERY = 0.5  # seconds

_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_HOPS = 3  # from one spelling of an address to another


class DirectorySpider(scrapy.Spider):
    """Follows a directory from its start pages and sitemaps to every page of a known kind, each once.

    A page known from earlier is asked for with its ETag; what has not changed, and what an interrupted part of this
    crawl had fetched, is read from the archive instead.
    """

    # Spider
    name = "directory"

    # DirectorySpider
    first: ClassVar[tuple[PageKind, ...]] = ("approach", "listing", "profile")
    """The order in which the pages that a sitemap names are fetched."""

    def __init__(self, task: CrawlTask, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.task = task
        self.robots = Robots("")
        self.stopped: CrawlState | None = None
        self.starts: dict[str, bool] = {}  # start page -> whether it led on
        self._watch: asyncio.Task[None] | None = None
        self._closing: asyncio.Future[None] | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Reads robots.txt, then goes through the start pages and the sitemaps."""
        self._watch = asyncio.create_task(self._watch_over())
        entrance = Entrance(self.crawler, self.task)
        self.robots = await entrance.read_robots()
        if not self.robots.reachable:
            self.stop("failed", "robots.txt cannot be read, so nothing may be fetched")
            return
        async for url in entrance.first_pages(self.robots, self.first):
            for request in self._visit([url]):
                yield request
            if url not in self.task.source.start_urls and self.crawler.engine.needs_backout():
                # A sitemap may name very many pages: they wait here, as addresses, until there is room for them.
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            await asyncio.sleep(0)  # pages from the archive cost no waiting

    def parse(self, response: Response, url: str) -> Iterable[Request]:
        """Records an answer and goes where it leads."""
        task, known = self.task, self.task.known.get(url)
        task.summary.fetched += 1
        now, status, targets = datetime.now(UTC), response.status, None
        if status == 200:
            targets = self._keep(url, response, now)
        elif status == 304 and known and known.location:
            try:
                targets = self._archived_targets(url, known.location)
            except TherapyIndexError as error:  # its archive is damaged: fetched anew
                self.logger.warning("%s", error)
                return [self._request(url, None)]
            task.summary.confirmed += 1
            task.recorder.add(Fetched(Visit(url=url, status=status, fetched_at=now)))
        elif status in _REDIRECTS:
            location = (response.headers.get("Location") or b"").decode("latin-1").strip()
            if again := self._same_page(url, response, location):
                return [again]
            task.summary.redirected += 1
            task.recorder.add(Fetched(Visit(url=url, status=status, fetched_at=now)))
            target = task.scope.page(location, url)
            targets = [target] if target else []
        elif status in _GONE:
            task.summary.gone += 1
            task.recorder.add(Fetched(Visit(url=url, status=status, fetched_at=now)))
        else:  # no visit: a crawl that goes on tries again
            task.summary.error(str(status))
        if url in task.source.start_urls:
            self.starts[url] = bool(targets)
        return () if self.stopped else self._visit(targets or ())

    def failed(self, failure: Failure) -> None:
        """Counts a request that got no answer."""
        url = failure.request.cb_kwargs["url"]  # type: ignore[attr-defined]  # Scrapy adds the request
        self.task.summary.error(failure.type.__name__ if failure.type else "unknown")
        if url in self.task.source.start_urls:
            self.starts[url] = False

    def stop(self, state: CrawlState, reason: str | None = None) -> None:
        """Ends the crawl: what is under way is still recorded, nothing new is asked for."""
        if self.stopped:
            return
        self.stopped = state
        self.task.summary.reason = reason
        if pace := self.crawler.get_downloader_middleware(PaceMiddleware):
            pace.end()
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=state))

    def closed(self, reason: str) -> None:
        """Scrapy's call at the end."""
        if self._watch:
            self._watch.cancel()

    async def _watch_over(self) -> None:
        started = asyncio.get_running_loop().time()
        while not self.stopped:
            await asyncio.sleep(REPORT_EVERY)
            task = self.task
            task.summary.found = task.frontier.found
            try:
                task.report(task.summary)
            except BrokenPipeError:
                self.stop("interrupted", "nobody reads what the crawl reports")
            if task.recorder.error:
                self.stop("interrupted")
            if task.max_seconds and asyncio.get_running_loop().time() - started >= task.max_seconds:
                self.stop("budget")

    def _visit(self, urls: Iterable[str]) -> Iterator[Request]:
        """Requests for the pages met for the first time; those this crawl has fetched already lead on at once."""
        waiting = list(urls)
        while waiting:
            url = waiting.pop()
            if not self.task.frontier.is_new(url):
                continue
            if not self.robots.allows(url):
                self.task.summary.disallowed += 1
                continue
            known = self.task.known.get(url)
            if known and self._is_done(known):
                try:
                    waiting += self._archived_targets(url, known.location) if known.location else ()
                except TherapyIndexError as error:
                    self.logger.warning("%s", error)
                else:
                    self.task.summary.resumed += 1
                    continue
            if self.task.frontier.take():
                yield self._request(url, known)

    def _is_done(self, known: PageState) -> bool:
        if known.crawl != self.task.crawl.id:
            return False
        return known.status in _GONE or (known.status in {200, 304} and known.location is not None)

    def _request(self, url: str, known: PageState | None) -> Request:
        headers = {}
        if known and known.location:
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
        return Request(
            self.task.scope.fetch_url(url),
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"url": url},
            headers=headers or None,
        )

    def _keep(self, url: str, response: Response, now: datetime) -> list[str]:
        page = Page(url, response.status, _headers(response), response.body, now, self.task.source.name)
        if "html" not in (page.header("content-type") or "html").lower():
            self.task.summary.error("not_html")
            return []
        links = page_links(page.body, page.header("x-robots-tag"))
        if links.may_keep:
            visit = Visit(
                url=url,
                status=200,
                fetched_at=now,
                etag=page.header("etag"),
                last_modified=page.header("last-modified"),
            )
            self.task.recorder.add(Fetched(visit, page))
        else:
            self.task.summary.unkept += 1
            self.task.recorder.add(Fetched(Visit(url=url, status=200, fetched_at=now)))
        return self._targets(url, links)

    def _same_page(self, url: str, response: Response, location: str) -> Request | None:
        """A request for the same page under another spelling (a trailing slash), when a redirect leads there."""
        hops: int = response.meta.get("hops", 0)
        if self.task.scope.page(location, url) != url or hops == _MAX_HOPS:
            return None
        address = self.task.scope.file(response.urljoin(location))
        request = self._request(url, self.task.known.get(url))
        return request.replace(url=address, meta={"hops": hops + 1}) if address else None

    def _archived_targets(self, url: str, location: Location) -> list[str]:
        task = self.task
        page = read_page(task.store, task.source.name, location.file, location.offset, location.length)
        return self._targets(url, page_links(page.body, page.header("x-robots-tag")))

    def _targets(self, url: str, links: PageLinks) -> list[str]:
        """The pages that a page leads to."""
        if not links.may_follow:
            return []
        scope, base = self.task.scope, links.base or url
        targets = [target for href in links.hrefs if (target := scope.page(href, base))]
        if not any("?" in target for target in targets):
            return targets
        profiles = [target for target in targets if scope.kind(target) == "profile"]
        goes_on = self.task.frontier.goes_on(url, profiles)
        return [target for target in targets if goes_on or "?" not in target]


def _headers(response: Response) -> dict[str, str]:
    pairs = response.headers.items()
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in pairs}
