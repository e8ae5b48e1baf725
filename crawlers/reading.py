"""What an answer means: the outcome of the visit, what is kept of it, and where it leads. Pure but for the clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from scrapy.http import Response

from crawlers.blocks import block_rule, may_block
from crawlers.links import PageLinks, archived_links, page_links
from crawlers.lists import is_listing_instead, shown_by
from crawlers.recorder import Fetched
from crawlers.scope import Scope, joined
from records import Page
from store.pages import Outcome, PageState, Visit

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Reading(Struct, frozen=True, kw_only=True):
    """An answer, read: `page` is to be kept, `targets` are the pages it leads to, `shown` those of a listing.

    `rule` names the block page that it is, `away` is where a redirect leads to that leads to no page of the source.
    """

    outcome: Outcome
    status: int
    at: datetime
    error: str | None = None
    page: Page | None = None
    targets: list[str] = []
    shown: bytes | None = None
    rule: str | None = None
    away: str | None = None

    @classmethod
    def failed(cls, error: str, status: int = 0, rule: str | None = None) -> "Reading":
        """No answer, or one that is none."""
        return cls(outcome="failed", status=status, at=datetime.now(UTC), error=error, rule=rule)

    def fetched(self, known: PageState) -> Fetched:
        """The visit for the recorder."""
        page = self.page
        visit = Visit(
            outcome=self.outcome,
            status=self.status,
            at=self.at,
            error=self.error,
            shown=self.shown,
            etag=page.header("etag") if page else None,
            last_modified=page.header("last-modified") if page else None,
        )
        return Fetched(known=known, visit=visit, page=page, targets=self.targets)


def read_answer(response: Response, known: PageState, scope: Scope, may_keep: Callable[[Page], bool]) -> Reading:
    """Reads an answer to a request for the `known` page. `may_keep` is what the spider says of a page to be kept."""
    status, now = response.status, datetime.now(UTC)
    if status == 304 and known.location and _was_conditional(response):
        return Reading(outcome="confirmed", status=status, at=now, error=known.error)
    if status in REDIRECTS:
        address = location_of(response)
        target = scope.page(address, known.url)
        away = None if target else (joined(known.url, address) or address).partition("?")[0]
        targets = [target] if target and target != known.url else []
        return Reading(outcome="moved", status=status, at=now, targets=targets, away=away)
    page = Page(known.url, status, _headers(response), response.body, now, scope.source)
    if may_block(status):
        links = page_links(page.body, page.header("content-type"), _robots_lines(response))
        if rule := block_rule(page, links.titles):
            return Reading.failed("block_page", status, rule)
        if status == 200:
            return _read_page(page, links, scope, may_keep, is_held=known.digest is not None)
    if status == 404:
        return Reading(outcome="missing", status=status, at=now)
    if status == 410:
        return Reading(outcome="gone", status=status, at=now)
    return Reading.failed(str(status), status)


def read_archived_page(page: Page, scope: Scope) -> Reading:
    """Reads a page that the archive holds, and the ledger does not know of yet."""
    links = archived_links(page)
    return _kept(page, scope.targets(page.url, links), scope)


def same_page(response: Response, known: PageState, scope: Scope) -> str | None:
    """Where the very same page is to be asked for, when a redirect leads to another spelling of its url."""
    location = location_of(response)
    if response.status not in REDIRECTS or not location or scope.page(location, known.url) != known.url:
        return None
    return scope.file(response.urljoin(location))


def _read_page(
    page: Page, links: PageLinks, scope: Scope, may_keep: Callable[[Page], bool], *, is_held: bool
) -> Reading:
    if not page.body.strip():  # nothing was said: what is known stays
        return Reading.failed("empty", page.status)
    if "html" not in (page.header("content-type") or "html").lower():
        if is_held:  # one odd answer does not make another page of it
            return Reading.failed("not_html", page.status)
        return Reading(outcome="unkept", status=page.status, at=page.fetched_at, error="not_html")
    targets = scope.targets(page.url, links)
    if scope.kind(page.url) == "profile":
        canonical = scope.page(links.canonical, page.url) if links.canonical else None
        if is_listing_instead(page.url, links.titles, targets, canonical, scope.kind):
            return Reading(outcome="missing", status=page.status, at=page.fetched_at, targets=targets)
    if not links.may_keep:
        return Reading(outcome="unkept", status=page.status, at=page.fetched_at, targets=targets)
    if not may_keep(page):
        return Reading(outcome="unkept", status=page.status, at=page.fetched_at, targets=targets, error="undescribed")
    return _kept(page, targets, scope)


def _kept(page: Page, targets: list[str], scope: Scope) -> Reading:
    return Reading(
        outcome="kept",
        status=page.status,
        at=page.fetched_at,
        page=page,
        targets=targets,
        shown=shown_by(page.url, targets) if scope.kind(page.url) == "listing" else None,
    )


def _was_conditional(response: Response) -> bool:
    request = response.request
    return request is not None and ("If-None-Match" in request.headers or "If-Modified-Since" in request.headers)


def _robots_lines(response: Response) -> list[str]:
    return [line.decode("latin-1") for line in response.headers.getlist("X-Robots-Tag")]


def location_of(response: Response) -> str:
    """Where a redirect leads to, as written: UTF-8, as sites write it, else Latin-1, as the standard says."""
    value = response.headers.get("Location") or b""
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


def _headers(response: Response) -> dict[str, str]:
    pairs: Any = response.headers.items()
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in pairs}
