"""The entrance of a site: robots.txt and the sitemaps."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice

from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http.request import NO_CALLBACK
from sqlalchemy import Engine

from crawlers.failures import failure_name, failure_words
from crawlers.pace import NotAsked
from crawlers.reading import location_of
from crawlers.requests import request_for
from crawlers.robots import Robots
from crawlers.sitemaps import MAX_BYTES, Sitemap, read_sitemap
from crawlers.task import CrawlTask
from store.pages import record_mapped, unmapped_due, was_mapped

MAX_HOPS = 5
MAX_SITEMAPS = 1_000
ROBOTS_WAITS = (1.0, 4.0)  # seconds before each further try of a robots.txt that cannot be read

_AT_ONCE = 1_000  # entries of a sitemap


class Entrance:
    """Fetches what a crawl must know of a site before its first page."""

    def __init__(self, crawler: Crawler, task: CrawlTask, ledger: Engine, is_over: Callable[[], bool]) -> None:
        """`is_over` says whether the crawl has been ended meanwhile."""
        self._crawler = crawler
        self._is_over = is_over
        self._task = task
        self._ledger = ledger

    async def read_robots(self) -> Robots:
        """The site's rules; they hold for the pace from now on. One that cannot be read is waited for."""
        robots = await self._robots()
        for wait in ROBOTS_WAITS:
            if not robots.may_pass or self._is_over():
                break
            await asyncio.sleep(wait)
            robots = await self._robots()
        if robots.delay:
            self._slow_down(robots.delay)
        return robots

    async def read_sitemaps(self, robots: Robots) -> str | None:
        """Enters the pages that the sitemaps name in the ledger.

        Returns what is wrong when a sitemap names nothing that can be read, or those that named pages before cannot be
        read any more. A source without sitemaps, or with one that was never there, is none the worse.
        """
        night, source = self._task.night, self._task.source
        problem, named, all_read = None, 0, True
        waiting, read = [*source.sitemaps, *robots.sitemaps], set[str]()
        while waiting and len(read) < MAX_SITEMAPS and not self._is_over():
            address = self._task.scope.file(waiting.pop(0))
            if address is None or address in read or not robots.allows(address):
                continue
            read.add(address)
            sitemap = await self._sitemap(address, robots)
            if sitemap is None:
                all_read = False
                continue
            all_read = all_read and sitemap.is_whole
            waiting += sitemap.sitemaps[: MAX_SITEMAPS - len(waiting)]
            named += await self._enter(sitemap)
            if not sitemap.pages and not sitemap.sitemaps:
                problem = problem or f"the sitemap {address} names nothing"
        if all_read and not waiting and named:
            await asyncio.to_thread(unmapped_due, self._ledger, source.name, night)
        if not named and not problem:
            if await asyncio.to_thread(was_mapped, self._ledger, source.name):
                problem = "the sitemaps that named pages before cannot be read"
            elif not source.start_urls:  # nothing else leads into the site
                problem = "no sitemap can be read that names a page of the source"
        return problem

    async def _robots(self) -> Robots:
        return Robots.from_answer(*await self._fetch(self._task.scope.robots))

    async def _sitemap(self, address: str, robots: Robots) -> Sitemap | None:
        status, body, _ = await self._fetch(address, robots)
        return await asyncio.to_thread(read_sitemap, body) if status == 200 else None

    async def _enter(self, sitemap: Sitemap) -> int:
        """Returns how many of a sitemap's entries are pages of the source."""
        scope, named = self._task.scope, 0
        entries = iter(sitemap.pages)
        while some := list(islice(entries, _AT_ONCE)):
            pages = {page: date for address, date in some if (page := scope.page(address, ""))}
            found = [(scope.found(url), date) for url, date in pages.items() if not scope.left_out(url)]
            now = datetime.now(UTC)
            await asyncio.to_thread(record_mapped, self._ledger, self._task.source.name, found, self._task.night, now)
            named += len(pages)
        return named

    async def _fetch(self, address: str, robots: Robots | None = None) -> tuple[int | None, bytes, str | None]:
        """Status and body, redirects within the site and its rules followed; None when no answer came, and why."""
        for _ in range(MAX_HOPS):
            agent = self._task.user_agent
            meta = {} if robots else {"dont_retry": True}  # robots.txt is waited for by ourselves
            request = request_for(address, agent, {}, maxsize=MAX_BYTES, callback=NO_CALLBACK, priority=1000, meta=meta)
            try:
                response = await self._crawler.engine.download_async(request)
            except NotAsked:
                return None, b"", None
            except Exception as error:
                self._task.recorder.add_error(failure_name(error))
                return None, b"", failure_words(error)
            location = location_of(response)
            if not (300 <= response.status < 400 and location):
                return response.status, response.body, None
            target = self._task.scope.file(response.urljoin(location))
            if target is None:
                return None, b"", "it redirects to another site"
            if robots and not robots.allows(target):
                return None, b"", "it redirects to what robots.txt disallows"
            address = target
        return None, b"", "it redirects for ever"

    def _slow_down(self, delay: float) -> None:
        """Lets at most one request begin in `delay` seconds, from now on."""
        downloader = self._crawler.engine.downloader
        downloader.total_concurrency = 1  # what waits for its turn cannot be called back
        for host, slot in downloader.slots.items():
            slot.delay, slot.jitter, slot.concurrency = max(slot.delay, delay), 0.0, 1
            downloader.per_slot_settings[host] = {"delay": slot.delay, "jitter": 0.0, "concurrency": 1}
        if throttle := self._crawler.get_extension(AutoThrottle):  # it would shorten the delay to its own, or cap it
            throttle.mindelay = max(throttle.mindelay, delay)
            throttle.maxdelay = max(throttle.maxdelay, delay)
