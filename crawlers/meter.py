"""What a crawl costs the site: every request, and every byte that came over the wire."""

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response


class MeterMiddleware:
    """Counts next to the network, below retries and unpacking; ends the crawl when its budget of bytes is spent."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Counts a request."""
        self._task.summary.requests += 1

    def process_response(self, request: Request, response: Response) -> Response:
        """Counts the bytes of an answer."""
        task = self._task
        task.summary.bytes += len(response.body)
        if task.max_bytes is not None and task.summary.bytes >= task.max_bytes:
            self._spider.stop("budget", f"its budget of {task.max_bytes >> 20:,} MB is spent")
        return response

    @property
    def _spider(self) -> Any:
        return self._crawler.spider  # a DirectorySpider, whose module is read after this one

    @property
    def _task(self) -> Any:
        return self._spider.task
