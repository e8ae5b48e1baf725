"""Sitemaps (sitemaps.org): the addresses in one. Pure."""

import zlib
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from msgspec import Struct

MAX_BYTES = 50 * 1024 * 1024  # the protocol's own limits, unpacked
MAX_ENTRIES = 50_000
MAX_ADDRESS = 2_048
MAX_ELEMENTS = 1_000_000

_GZIP = b"\x1f\x8b"
_ROOTS = frozenset({"urlset", "sitemapindex"})


class Sitemap(Struct, frozen=True):
    """The pages that a sitemap names, with the date of their last change where it gives one, and further sitemaps.

    `is_whole` tells a sitemap read to its end from one that is damaged, too long, or none at all.
    """

    pages: list[tuple[str, datetime | None]]
    sitemaps: list[str]
    is_whole: bool


def read_sitemap(body: bytes) -> Sitemap:
    """Reads a sitemap or a sitemap index, as XML or as lines of text, packed or not; what is none names nothing."""
    is_whole = True
    if body.startswith(_GZIP):
        try:
            unpacker = zlib.decompressobj(31)
            body = unpacker.decompress(body, MAX_BYTES)
            is_whole = unpacker.eof
        except zlib.error:
            return Sitemap([], [], is_whole=False)
    if body.lstrip(b"\xef\xbb\xbf \r\n\t")[:4].lower() == b"http":
        return _from_lines(body, is_whole)
    return _from_xml(body, is_whole)


def _from_lines(body: bytes, is_whole: bool) -> Sitemap:
    lines = body.decode("utf-8-sig", "replace").split()
    pages: list[tuple[str, datetime | None]] = [
        (line, None) for line in lines[:MAX_ENTRIES] if len(line) <= MAX_ADDRESS
    ]
    return Sitemap(pages, [], is_whole=is_whole and len(lines) <= MAX_ENTRIES)


def _from_xml(body: bytes, is_whole: bool) -> Sitemap:
    pages: list[tuple[str, datetime | None]] = []
    sitemaps: list[str] = []
    root = None
    try:
        safe = {"recover": True, "resolve_entities": False, "no_network": True}
        events = etree.iterparse(BytesIO(body), events=("end",), **safe)
        for number, (_, element) in enumerate(events):
            if len(pages) + len(sitemaps) > MAX_ENTRIES or number > MAX_ELEMENTS:
                return Sitemap(pages[:MAX_ENTRIES], sitemaps, is_whole=False)
            if not _is_entry(element):
                continue
            name = _name(element)
            address = _text(element, "loc")
            if address and len(address) <= MAX_ADDRESS:
                if name == "url":
                    pages.append((address, _date(_text(element, "lastmod"))))
                elif name == "sitemap":
                    sitemaps.append(address)
            _forget(element)
        root = events.root
        is_whole = is_whole and not len(events.error_log)
    except (etree.XMLSyntaxError, ValueError, TypeError):
        is_whole = False
    return Sitemap(pages, sitemaps, is_whole=is_whole and root is not None and _name(root) in _ROOTS)


def _name(element: etree._Element) -> str:
    """The name without its namespace; "" of a comment and its like."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_entry(element: etree._Element) -> bool:
    """Whether it stands right below the root."""
    parent = element.getparent()
    return parent is not None and parent.getparent() is None


def _forget(element: etree._Element) -> None:
    """What was read needs no room any more."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _text(entry: etree._Element, name: str) -> str:
    element = entry.find(f"{{*}}{name}")
    return (element.text or "").strip() if element is not None else ""


def _date(text: str) -> datetime | None:
    """A W3C date: the year, the month, the day, or to the second; None for what is none."""
    try:
        date = datetime.fromisoformat(f"{text}-01-01"[:10] if len(text) in {4, 7} else text)
    except ValueError:
        return None
    if not 1970 <= date.year <= 9998:  # no page is of then, and no clock can tell
        return None
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
