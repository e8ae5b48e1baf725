"""Addresses on a page: those of the same directory, in the form by which records name a page."""

import re
from functools import lru_cache
from operator import ne
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.url import canonicalize_url

# Paths of this shape are canonical already, and nearly all are; w3lib takes forty times longer.
_PLAIN_PATH = re.compile(r"(?:/(?!\.)[A-Za-z0-9_.~-]+)*/?")
_PORTS = {None, 80, 443}
_LONGEST = 2_000


@lru_cache(maxsize=4_096)
def host_of(address: str) -> str:
    """The host of an address without its "www."; empty where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def base_of(tree: LexborHTMLParser, page_url: str) -> str:
    """What relative addresses start from: the page, or what it names, if that is of the same host."""
    node = tree.css_first("base[href]")
    base = _joined(page_url, node.attributes["href"] or "") if node is not None else None
    return base if base and host_of(base) == host_of(page_url) else page_url


@lru_cache(maxsize=4_096)
def own_url(page_url: str, address: str, base: str) -> str | None:
    """The other page of the same host that an address leads to; None for all others and for the page itself.

    Scheme, host and trailing slash are as in `page_url`; query and fragment are dropped.
    """
    url, page = _joined(base, address), urlsplit(page_url)
    if url is None or not page.hostname or host_of(url) != host_of(page_url):
        return None
    parts = urlsplit(url)
    path = (parts.path if _PLAIN_PATH.fullmatch(parts.path) else urlsplit(canonicalize_url(url)).path).rstrip("/")
    if path in ("", page.path.rstrip("/")):
        return None
    return f"{page.scheme}://{page.netloc}{path}{'/' if page.path.endswith('/') else ''}"


def canonical_url(links: list[LexborNode], page_url: str) -> str | None:
    """The other address that a page's <link>s name as its own, if it can be: on the same host, one part another."""
    for node in links:
        attributes = node.attributes
        if (attributes.get("rel") or "").lower() != "canonical":
            continue
        address = attributes.get("href")
        url = own_url(page_url, address, page_url) if address else None
        own, other = (urlsplit(one).path.rstrip("/").split("/") for one in (page_url, url or ""))
        return url if len(own) == len(other) and sum(map(ne, own, other)) == 1 else None
    return None


def _joined(base: str, address: str) -> str | None:
    """A whole web address without credentials or a port of its own, or None."""
    if len(address) > _LONGEST:
        return None
    try:
        url = urljoin(base, address.strip())
        parts = urlsplit(url)
        is_plain = parts.scheme in ("http", "https") and parts.port in _PORTS and parts.username is None
    except ValueError:  # a broken port or host
        return None
    return url if is_plain else None
