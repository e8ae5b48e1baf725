"""Sitemaps (sitemaps.org): the addresses in one. Pure."""

import zlib

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from msgspec import Struct

MAX_BYTES = 50 * 1024 * 1024  # the protocol's own limit, unpacked
_GZIP = b"\x1f\x8b"


class Sitemap(Struct, frozen=True):
    """The pages and the further sitemaps that a sitemap names."""

    pages: list[str]
    sitemaps: list[str]


def read_sitemap(body: bytes) -> Sitemap:
    """Reads a sitemap or a sitemap index, packed or not; what is none names nothing."""
    try:
        if body.startswith(_GZIP):
            body = zlib.decompressobj(31).decompress(body, MAX_BYTES)
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
        root = etree.fromstring(body, parser)
    except (zlib.error, etree.XMLSyntaxError, ValueError):
        return Sitemap([], [])
    if root is None:
        return Sitemap([], [])
    return Sitemap(_locations(root, "url"), _locations(root, "sitemap"))


def _locations(root: etree._Element, entry: str) -> list[str]:
    found = root.iterfind(f"{{*}}{entry}/{{*}}loc")
    return [text for element in found if (text := (element.text or "").strip())]
