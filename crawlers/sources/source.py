"""The facts about one source."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from crawlers.sources.quiet import QuietHours

PageKind = Literal["approach", "profile", "listing"]
SpiderName = Literal["directory", "jsonld"]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]


class Budget(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one night of a source may cost at most; absent is without limit."""

    pages: Count | None = None
    megabytes: Count | None = None
    seconds: Count | None = None


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A directory.

    `hosts` are its names, the canonical one first. `pages` maps a kind of page to a regular expression of its whole
    path (without a trailing slash), in the order in which they are visited. `nightly` is false for one that belongs to
    a night only when it is named. `paging` is the query parameter by which listings go on, `paging_from` the number of
    their first page, `parameters` are those that name a page; all others are dropped. `delay` is in seconds,
    `max_depth` in links from a start page or a sitemap. `visits` says how often in one night a kind of page may be
    visited whose content rotates. `terms_url`, `reviewed_on` and `basis` say where its terms stand, when they were
    read, and on what ground it is crawled.
    """

    name: str
    title: str
    hosts: Annotated[list[str], Meta(min_length=1)]
    start_urls: list[str]
    pages: dict[PageKind, str]
    spider: SpiderName = "directory"
    nightly: bool = True
    sitemaps: list[str] = field(default_factory=list)
    paging: str | None = None
    paging_from: Literal[0, 1] = 1
    parameters: list[str] = field(default_factory=list)
    trailing_slash: bool = False
    max_depth: Count = 30
    visits: dict[PageKind, Count] = field(default_factory=dict)
    delay: Annotated[float, Meta(ge=0, le=3_600)] = 1.0
    budget: Budget = field(default_factory=Budget)
    quiet_hours: QuietHours | None = None
    terms_url: str | None = None
    reviewed_on: date | None = None
    basis: str | None = None
