"""Which urls belong to a crawl: the source's own pages, of a known kind, under one name each; and who is left out."""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from crawlers.links import PageLinks
from crawlers.sources import PageKind, Source, own_url, page_kind, page_rank
from records.optouts import NOBODY, OptOuts, url_key
from store.pages import Found

_REMEMBERED = 4_096


class Scope:
    """The pages of one source, fetched from its own host or from the one that stands for it."""

    def __init__(self, source: Source, base_url: str | None, optouts: OptOuts = NOBODY) -> None:
        base = urlsplit(base_url) if base_url else None
        self.source = source.name
        self.max_depth = source.max_depth
        self._source = source
        self._optouts = optouts
        self._origin = f"https://{source.hosts[0]}"
        self._fetch_origin = f"{base.scheme}://{base.netloc}" if base else self._origin
        self._mirrors = frozenset({base.netloc} if base else ())
        # Most links of a page stand on the page before it too.
        self._page = lru_cache(maxsize=_REMEMBERED)(self._find_page)
        self._facts = lru_cache(maxsize=_REMEMBERED)(self._find_facts)
        self.left_out = lru_cache(maxsize=_REMEMBERED)(self._is_left_out)

    def page(self, href: str, base: str) -> str | None:
        """The canonical url of the page that a link leads to; None when it is none of this crawl."""
        if href.startswith("/") and not href.startswith("//"):
            return self._page(self._origin + href)
        if href.startswith(("http://", "https://")):
            return self._page(href)
        address = joined(base, href)
        return self._page(address) if address else None

    def targets(self, url: str, links: PageLinks) -> list[str]:
        """The pages that a page leads to, in its order; none where it asks that its links be left alone."""
        if not links.may_follow:
            return []
        pages = dict.fromkeys(self._links_to(url, links))
        return [page for page in pages if page and page != url]

    def _links_to(self, url: str, links: PageLinks) -> Iterator[str | None]:
        if links.base is None:
            return (self.page(href, url) for href in links.hrefs)
        base = joined(url, links.base) or url
        return (self.page(address, url) for href in links.hrefs if (address := joined(base, href)))

    def kind(self, url: str) -> PageKind | None:
        """What a canonical url's page is; None when it is none that is gathered."""
        return self._facts(url)[0]

    def visits_a_night(self, url: str) -> int:
        """How often a page may be visited in one night."""
        kind = self.kind(url)
        return self._source.visits.get(kind, 1) if kind else 1

    def found(self, url: str, depth: int = 0) -> Found:
        """A page that was named, with its place in the order of visiting."""
        return Found(url, self._facts(url)[1], depth)

    def fetch_url(self, url: str) -> str:
        """Where a canonical url is fetched from."""
        return self._fetch_origin + url.removeprefix(self._origin)

    def file(self, address: str) -> str | None:
        """Where a file of the site that is no page (a sitemap) is fetched from; None when it is elsewhere."""
        if own_url(self._source, address, self._mirrors) is None:
            return None
        parts = urlsplit(address)
        return f"{self._fetch_origin}{parts.path}{'?' * bool(parts.query)}{parts.query}"

    @property
    def robots(self) -> str:
        """Where robots.txt is fetched from."""
        return f"{self._fetch_origin}/robots.txt"

    def _is_left_out(self, url: str) -> bool:
        """Whether a page is one of somebody who has opted out: it is not fetched, and its address not stored anew."""
        return self._optouts.hold(url_key(url))

    def _find_facts(self, url: str) -> tuple[PageKind | None, int]:
        return page_kind(self._source, url), page_rank(self._source, url)

    def _find_page(self, url: str) -> str | None:
        canonical = own_url(self._source, url, self._mirrors)
        return canonical if canonical and self.kind(canonical) else None


def joined(base: str, href: str) -> str | None:
    """The address that a link means; None when it is none."""
    try:
        return urljoin(base, href)
    except ValueError:  # a broken IPv6 address
        return None
