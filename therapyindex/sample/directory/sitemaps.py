"""robots.txt and sitemaps (sitemaps.org)."""

import gzip
from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from therapyindex.sample.directory.pages import HOST

MOST = 50_000  # addresses in one sitemap
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

ROBOTS = f"User-agent: *\nDisallow: /account/\n\nSitemap: {HOST}/sitemap.xml\n".encode()


def sitemap(pages: Iterable[tuple[str, datetime]], kind: str = "urlset", *, packed: bool = False) -> bytes:
    """A sitemap of (path, last change); a sitemapindex with that `kind`."""
    entry = "url" if kind == "urlset" else "sitemap"
    lines = (
        f"<{entry}><loc>{escape(HOST + path)}</loc><lastmod>{modified:%Y-%m-%dT%H:%M:%S+00:00}</lastmod></{entry}>"
        for path, modified in pages
    )
    listed = "\n".join(lines)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_SPACE}">\n{listed}\n</{kind}>\n'.encode()
    return gzip.compress(body, 6, mtime=0) if packed else body
