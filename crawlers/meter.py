"""What a crawl costs the site: every request, and every byte that came over the wire, also of answers given up."""

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler


class MeterMiddleware:
    """Counts the requests next to the network, below retries."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Counts a request."""
        spider: Any = self._crawler.spider  # a DirectorySpider, whose module is read after this one
        spider.task.summary.requests += 1


class ByteMeter:
    """Counts what comes in at the connections; ends the crawl when its budget of bytes is spent."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    def count(self, received: int) -> None:
        """Counts bytes as they come."""
        spider: Any = self._crawler.spider  # as above
        task = spider.task
        task.summary.bytes += received
        if task.max_bytes is not None and task.summary.bytes >= task.max_bytes:
            spider.stop("budget", f"its budget of {task.max_bytes >> 20:,} MB is spent")
