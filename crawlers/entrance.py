"""The entrance of a site: robots.txt, the start pages, the sitemaps."""

from collections.abc import AsyncIterator, Iterable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from crawlers.robots import Robots
from crawlers.sitemaps import read_sitemap
from crawlers.sources import PageKind
from crawlers.task import CrawlTask

MAX_HOPS = 5
MAX_SITEMAPS = 100


class Entrance:
    """Fetches what a crawl must know of a site before its first page."""

    def __init__(self, crawler: Crawler, task: CrawlTask) -> None:
        self._crawler = crawler
        self._task = task

    async def read_robots(self) -> Robots:
        """The site's rules; they hold for the pace from now on."""
        status, body = await self._fetch(self._task.scope.robots)
        robots = Robots.from_answer(status, body)
        if robots.delay:
            self._slow_down(robots.delay)
        return robots

    async def first_pages(self, robots: Robots, kinds: Iterable[PageKind]) -> AsyncIterator[str]:
        """The start pages, then those that the sitemaps name, in the order of `kinds`."""
        scope = self._task.scope
        for url in self._task.source.start_urls:
            yield url
        named = [href async for href in self._sitemap_pages(robots)]
        pages = dict.fromkeys(page for href in named if (page := scope.page(href, "")))
        for kind in kinds:
            for url in pages:
                if scope.kind(url) == kind:
                    yield url

    async def _sitemap_pages(self, robots: Robots) -> AsyncIterator[str]:
        waiting, read = [*self._task.source.sitemaps, *robots.sitemaps], set[str]()
        while waiting and len(read) < MAX_SITEMAPS:
            address = self._task.scope.file(waiting.pop(0))
            if address is None or address in read or not robots.allows(address):
                continue
            read.add(address)
            status, body = await self._fetch(address)
            if status == 200:
                sitemap = read_sitemap(body)
                waiting += sitemap.sitemaps
                for href in sitemap.pages:
                    yield href

    async def _fetch(self, address: str) -> tuple[int | None, bytes]:
        """Status and body, redirects within the site followed; None when no answer came."""
        for _ in range(MAX_HOPS):
            request = Request(address, callback=NO_CALLBACK, priority=1000)
            try:
                response = await self._crawler.engine.download_async(request)
            except Exception as error:
                self._task.summary.error(type(error).__name__)
                return None, b""
            location = response.headers.get("Location")
            if not (300 <= response.status < 400 and location):
                return response.status, response.body
            target = self._task.scope.file(response.urljoin(location.decode("latin-1")))
            if target is None:
                break
            address = target
        return None, b""

    def _slow_down(self, delay: float) -> None:
        """Lets at most one request begin in `delay` seconds, from now on."""
        downloader = self._crawler.engine.downloader
        downloader.total_concurrency = 1  # what waits for its turn cannot be called back
        for host, slot in downloader.slots.items():
            slot.delay, slot.jitter, slot.concurrency = max(slot.delay, delay), 0.0, 1
            downloader.per_slot_settings[host] = {"delay": slot.delay, "jitter": 0.0, "concurrency": 1}
