"""Addresses on a page: those of the same directory, in the form by which records name a page."""

import html
import re
from functools import lru_cache
from operator import ne
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser
from w3lib.url import canonicalize_url

# Paths of this shape are canonical already, and nearly all are; w3lib takes forty times longer.
_PLAIN_PATH = re.compile(r"(?:/(?!\.)[A-Za-z0-9_.~-]+)*/?")
_PORTS = {None, 80, 443}
_LONGEST = 2_000
_CANONICAL = b"canonical"
_CANONICAL_LINK = re.compile(rb"<link\s[^<>]*?\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(rb"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


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


def canonical_url(source: bytes, page_url: str) -> str | None:
    """The other address that a page names as its own, if it can be one: on the same host, one part of it another.

    A plain search: a selector costs as much as a good part of all the rest.
    """
    position = source.find(_CANONICAL)
    if position < 0:
        return None
    start = source.rfind(b"<", max(0, position - _LONGEST), position)
    tag = source[start : source.find(b">", position, position + _LONGEST)] if start >= 0 else b""
    href = _HREF.search(tag) if _CANONICAL_LINK.match(tag) else None
    address = html.unescape(next(filter(None, href.groups()), b"").decode(errors="replace")) if href else ""
    url = own_url(page_url, address, page_url) if address else None
    if url is None:
        return None
    own, other = (urlsplit(one).path.rstrip("/").split("/") for one in (page_url, url))
    return url if len(own) == len(other) and sum(map(ne, own, other)) == 1 else None


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
