"""The figures of a crawl."""

from typing import Any, Literal

import msgspec
from msgspec import Struct, field

CrawlState = Literal["complete", "budget", "blocked", "chain_broken", "failed", "interrupted"]


class Summary(Struct):
    """Counts of pages.

    `found` urls, `fetched` answers, of which `confirmed` by a 304; bodies `new`, `changed` and `unchanged`; `gone`
    (404 and 410), `redirected`, `disallowed` by robots.txt, `unkept` because the page asks not to be archived;
    `errors` by kind. `resumed` is how many pages an earlier, interrupted part had fetched; `reason` says in words why
    the crawl did not end well.
    """

    found: int = 0
    fetched: int = 0
    confirmed: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    redirected: int = 0
    disallowed: int = 0
    unkept: int = 0
    resumed: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    reason: str | None = None

    def error(self, kind: str) -> None:
        """Counts an error."""
        self.errors[kind] = self.errors.get(kind, 0) + 1

    def plain(self) -> dict[str, Any]:
        """As a dictionary."""
        figures: dict[str, Any] = msgspec.to_builtins(self)
        return figures
