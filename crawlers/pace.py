"""The pace that a server sets by 429 and 503: everything waits as long as it asks."""

import asyncio
import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any, Self

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

SLOW_DOWN = frozenset({429, 503})
MAX_TRIES = 5
MAX_WAIT = 900.0  # seconds; who asks for more does not want us now


class NotAsked(Exception):
    """A request that was still waiting for its turn when the crawl was ended."""


_log = logging.getLogger(__name__)


class PaceMiddleware:
    """Holds the whole crawl back after a 429 or 503, then tries the page again.

    It waits as long as Retry-After says, else a second, doubling.

    After five tries the page's answer stands; a server that asks for more than a quarter of an hour ends the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._until = 0.0
        self._ending = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    def end(self) -> None:
        """Nothing waits any longer."""
        self._ending.set()

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Waits and tries again where the server asks for it."""
        tries: int = request.meta.get("slowed_down", 0)
        if response.status not in SLOW_DOWN or tries >= MAX_TRIES:
            return response
        wait = retry_after(response) or 2.0**tries
        if wait > MAX_WAIT:
            spider: Any = self._crawler.spider  # a DirectorySpider, whose module imports this one
            spider.stop("blocked", f"the server asks to stay away for {wait:.0f} seconds")
            return response
        _log.warning("the server asks to slow down (%s): waiting %.0f s", response.status, wait)
        await self._hold(wait)
        if self._ending.is_set():
            return response
        return request.replace(meta={**request.meta, "slowed_down": tries + 1})

    async def _hold(self, wait: float) -> None:
        engine = self._crawler.engine
        self._until = max(self._until, monotonic() + wait)
        engine.pause()
        while (left := self._until - monotonic()) > 0 and not self._ending.is_set():
            try:
                await asyncio.wait_for(self._ending.wait(), left)
            except TimeoutError:
                continue
        engine.unpause()


def give_up_waiting(downloader: Downloader) -> None:
    """Ends the wait of requests whose turn has not come; a long delay would hold up the end of the crawl."""
    for slot in downloader.slots.values():
        slot.close()
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(Failure(NotAsked()))  # type: ignore[no-untyped-call]  # Twisted has types in part


def retry_after(response: Response) -> float | None:
    """The seconds that Retry-After names, as a number or as a date; None when it names none."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max((at - datetime.now(UTC)).total_seconds(), 0.0) if at.tzinfo else None
