"""Scrapy's settings for a crawl: lean, quiet, and polite where the host is public."""

from importlib.util import find_spec
from typing import Any

from crawlers.order import CrawlOrder
from crawlers.sources import Source

# What a crawl of one host needs; scope, robots.txt, redirects and duplicates are decided before a request is made.
# These stand for Scrapy's own lists: what is switched off in those is imported all the same, at half a second a crawl.
_DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    "crawlers.pace.PaceMiddleware": 560,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "crawlers.meter.MeterMiddleware": 900,
}
_WORTH_ANOTHER_TRY = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectionLost",
]
_HANDLER = "crawlers.download.BoundedDownloadHandler"
_EXTENSIONS = {"scrapy.extensions.throttle.AutoThrottle": 0}


def scrapy_settings(order: CrawlOrder, source: Source) -> dict[str, Any]:
    """The settings of one crawl."""
    return {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "ASYNCIO_EVENT_LOOP": "uvloop.Loop" if find_spec("uvloop") else None,
        "DOWNLOADER_MIDDLEWARES_BASE": _DOWNLOADER_MIDDLEWARES,
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": _EXTENSIONS,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
        "DOWNLOAD_HANDLERS_BASE": {},
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "CONCURRENT_ITEMS": 1,
        "RETRY_EXCEPTIONS": _WORTH_ANOTHER_TRY,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_WARNSIZE": 0,
        "RETRY_HTTP_CODES": [408, 500, 502, 504, 522, 524],
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "LOG_LEVEL": "ERROR",
        **(_local() if order.is_local else _polite(source)),
    }


def _local() -> dict[str, Any]:
    return {"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "HTTPPROXY_ENABLED": False}


def _polite(source: Source) -> dict[str, Any]:
    return {
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": source.delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": source.delay,
    }
