"""One url for one page, however it was written, and what kind of page it is."""

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import parse_qsl, quote_plus, urlsplit

from w3lib.url import canonicalize_url

from crawlers.sources.source import PageKind, Source

# Paths of this shape are canonical already, and nearly all are; w3lib takes forty times longer.
_PLAIN_PATH = re.compile(r"(?:/(?!\.)[A-Za-z0-9_.~-]+)*/?")
_PORTS = {None, 80, 443}
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/]*", re.IGNORECASE)
_LONGEST = 2_000
_MOST_ALIKE = 3  # equal parts in a path: relative links in a page below itself go on for ever


def own_url(source: Source, url: str, mirrors: Collection[str] = ()) -> str | None:
    """The url by which records name a page; None when the page is not the source's.

    Scheme and host are the source's first, a trailing slash is as the source wants it; session ids, the fragment and
    all query parameters but those of the source are dropped. `mirrors` are further "host:port" that stand for the
    source.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or len(url) > _LONGEST:
            return None
        if parts.netloc not in mirrors and (parts.hostname not in source.hosts or parts.port not in _PORTS):
            return None
        path = parts.path or "/"
        if not _PLAIN_PATH.fullmatch(path):
            path = urlsplit(canonicalize_url(f"https://host{_SESSION.sub('', path)}")).path
        query = _query(source, path.rstrip("/") or "/", parts.query)
    except ValueError:  # a broken port, a broken IPv6 address, hundreds of parameters
        return None
    path = path.rstrip("/") or "/"
    if path.count("/") > _MOST_ALIKE and max(Counter(path.split("/")[1:]).values()) > _MOST_ALIKE:
        return None
    slash = "/" if source.trailing_slash and path != "/" and "." not in path.rpartition("/")[2] else ""
    return f"https://{source.hosts[0]}{path}{slash}{query}"


def page_kind(source: Source, url: str) -> PageKind | None:
    """What a canonical url's page is; None when it is none that is gathered."""
    path = urlsplit(url).path.rstrip("/") or "/"
    return next((kind for kind, pattern in source.pages.items() if _pattern(pattern).fullmatch(path)), None)


def page_rank(source: Source, url: str) -> int:
    """The place of a page in the order of visiting: that of its kind in the source's description."""
    kind = page_kind(source, url)
    return list(source.pages).index(kind) if kind else len(source.pages)


def _query(source: Source, path: str, query: str) -> str:
    if not query or not (source.paging or source.parameters):
        return ""
    given = dict(parse_qsl(query, max_num_fields=1_000))
    kept = [(name, given[name]) for name in sorted(source.parameters) if given.get(name)]
    if source.paging and _pattern(source.pages.get("listing", "")).fullmatch(path):
        number = given.get(source.paging, "")
        if number.isascii() and number.isdigit() and len(number) < 6 and int(number) > source.paging_from:
            kept.append((source.paging, str(int(number))))
    return "?" + "&".join(f"{name}={quote_plus(value)}" for name, value in kept) if kept else ""


@lru_cache(maxsize=64)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)
