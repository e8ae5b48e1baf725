"""One url for one page, however it was written."""

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, urlsplit

from w3lib.url import canonicalize_url

from crawlers.sources.source import Source, load_source
from records.errors import WrongUse

# Paths of this shape are canonical already, and nearly all are; w3lib takes forty times longer.
_PLAIN_PATH = re.compile(r"(?:/(?!\.)[A-Za-z0-9_.~-]+)*/?")
_PORTS = {None, 80, 443}


def canonical_url(name: str, url: str) -> str:
    """The url by which records name a page of the source called `name`. Raises WrongUse when it is not its page."""
    found = own_url(load_source(name), url)
    if found is None:
        raise WrongUse(f"{url} is no page of {name}: give the address as the browser shows it.")
    return found


def own_url(source: Source, url: str, mirrors: Collection[str] = ()) -> str | None:
    """The url by which records name a page; None when the page is not the source's.

    Scheme and host are the source's first, a trailing slash, the fragment and all query parameters but a listing's
    paging are dropped. `mirrors` are further "host:port" that stand for the source.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            return None
        if parts.netloc not in mirrors and (parts.hostname not in source.hosts or parts.port not in _PORTS):
            return None
        path = parts.path or "/"
        if not _PLAIN_PATH.fullmatch(path):
            path = urlsplit(canonicalize_url(f"https://host{path}")).path
    except ValueError:  # a broken port, a broken IPv6 address
        return None
    path = path.rstrip("/") or "/"
    return f"https://{source.hosts[0]}{path}{_paging(source, path, parts.query)}"


def _paging(source: Source, path: str, query: str) -> str:
    if not (query and source.paging and re.fullmatch(source.pages.get("listing", ""), path)):
        return ""
    number = dict(parse_qsl(query)).get(source.paging, "")
    if not (number.isascii() and number.isdigit() and len(number) < 6 and int(number) > 1):
        return ""
    return f"?{source.paging}={int(number)}"
