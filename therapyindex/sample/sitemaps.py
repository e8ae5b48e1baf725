"""The files for robots: robots.txt and the sitemaps, some of them packed."""

import gzip
from collections.abc import Iterable
from datetime import datetime

from therapyindex.sample.pages import CANONICAL

ROBOTS = f"""User-agent: *
Disallow: /account/

Sitemap: {CANONICAL}/sitemap.xml
"""
PER_FILE = 10_000

_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_index(paths: Iterable[tuple[str, datetime]]) -> bytes:
    """An index of sitemaps, each with the time of its last change."""
    return _document("sitemapindex", "sitemap", paths)


def sitemap(paths: Iterable[tuple[str, datetime]], *, packed: bool) -> bytes:
    """A sitemap of pages, each with the time of its last change."""
    document = _document("urlset", "url", paths)
    return gzip.compress(document, 6, mtime=0) if packed else document


def _document(root: str, entry: str, paths: Iterable[tuple[str, datetime]]) -> bytes:
    entries = "".join(
        f"<{entry}><loc>{CANONICAL}{path}</loc><lastmod>{changed.isoformat()}</lastmod></{entry}>\n"
        for path, changed in paths
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_NAMESPACE}>\n{entries}</{root}>\n'.encode()
