"""How a request looks: every one says who asks, and has a time for its whole answer."""

from typing import Any

from scrapy import Request

TIMEOUT = 30  # seconds; a page that takes longer is asked for again in the next night

_ACCEPTED = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "en"}


def request_for(address: str, user_agent: str, headers: dict[str, str], *, maxsize: int, **more: Any) -> Request:
    """A request for an address; `maxsize` is what its answer may be long, in bytes, unpacked.

    Scrapy's middlewares for these headers and the time cost each request more than the headers themselves.
    """
    meta = {**more.pop("meta", {}), "download_timeout": TIMEOUT, "download_maxsize": maxsize}
    return Request(address, headers={**_ACCEPTED, "User-Agent": user_agent, **headers}, meta=meta, **more)
