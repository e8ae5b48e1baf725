"""The download handler: Scrapy's own, bounded where a hostile server could make it grow or repeat itself."""

from collections.abc import Callable
from functools import partial
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.internet.protocol import Factory

from crawlers.meter import ByteMeter

MAX_HEAD = 256 * 1024  # bytes of a status line and its headers


class BoundedDownloadHandler(HTTP11DownloadHandler):
    """Ends a connection whose headers never end, and leaves every further try to us: each is counted, and waits.

    Both are set in names that Scrapy and Twisted keep to themselves: neither has a setting for them.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
        self._count = ByteMeter(crawler).count
        factory: Any = self._factory  # it is typed as a class; any callable will do
        self._pool._factory = factory

    def _factory(self, quiescent: Callable[[Any], None], _metadata: str) -> "Factory[_BoundedProtocol]":
        factory = Factory.forProtocol(partial(_BoundedProtocol, self._count, quiescent))
        factory.noisy = False
        return factory


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    _head = 0

    def __init__(self, count: Callable[[int], None], quiescent: Callable[[Any], None]) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]  # Twisted has types in part
        self._count = count

    def request(self, request: Any) -> Any:
        """Begins to count anew."""
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  Twisted's name
        """Counts what comes, and before the body sets it a limit."""
        self._count(len(data))
        if self._parser is not None and self._parser.state in {"STATUS", "HEADER"}:
            self._head += len(data)
            if self._head > MAX_HEAD:
                self.abort()  # type: ignore[no-untyped-call]  # Twisted has types in part
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted has types in part
