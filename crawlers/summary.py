"""The figures of a crawl."""

from typing import Any, Literal, Self

import msgspec
from msgspec import Struct, field

CrawlState = Literal["complete", "budget", "blocked", "chain_broken", "failed", "interrupted"]


class Summary(Struct):
    """Counts, of the whole crawl, also where it was interrupted and continued.

    `found` pages are known of the source and not gone, `due` were to be visited tonight. `requests` includes
    robots.txt, sitemaps and repeated tries, `bytes` is what came over the wire, `visits` were made of pages, some in
    vain. `fetched` answers: `confirmed` by a
    304, or with a body that is `new`, `changed` or `unchanged`; `redirected`; `missing` tonight (404, or another page
    instead), of which `gone` for good (410, or missing for two nights); `unkept` because the page asks not to be kept,
    `undescribed` because it has no structured data. Not asked for: `disallowed` by robots.txt, `opted_out`. `errors` by
    kind. `resumed` is how many pages an earlier, interrupted part had fetched; `reason` says in words why the crawl
    ended as it did.
    """

    found: int = 0
    due: int = 0
    requests: int = 0
    bytes: int = 0
    visits: int = 0
    fetched: int = 0
    confirmed: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    redirected: int = 0
    missing: int = 0
    gone: int = 0
    unkept: int = 0
    undescribed: int = 0
    disallowed: int = 0
    opted_out: int = 0
    resumed: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    reason: str | None = None

    @classmethod
    def continued(cls, plain: dict[str, Any] | None) -> Self:
        """The summary of a crawl that goes on, from what it had written."""
        known = set(cls.__struct_fields__)
        summary = msgspec.convert({k: v for k, v in (plain or {}).items() if k in known}, cls)
        summary.reason = None
        return summary

    def error(self, kind: str) -> None:
        """Counts an error."""
        # A new dictionary each time: the thread that reports may be reading the old one.
        self.errors = {**self.errors, kind: self.errors.get(kind, 0) + 1}

    def plain(self) -> dict[str, Any]:
        """As a dictionary, with the requests that a new page cost."""
        figures: dict[str, Any] = msgspec.to_builtins(self)
        return {**figures, "requests_per_new_page": round(self.requests / self.new, 2) if self.new else None}
