"""robots.txt (RFC 9309): what it allows, how fast, and where the sitemaps are."""

from collections.abc import Iterable
from typing import Self

from protego import Protego

TOKEN = "therapyindex"  # noqa: S105  the name robots.txt knows us by, no secret
MAX_BYTES = 512_000

_NOTHING = "User-agent: *\nDisallow: /"


class Robots:
    """The rules of one site for us."""

    def __init__(self, text: str, *, reachable: bool = True) -> None:
        self._rules = Protego.parse(text)
        self.reachable = reachable

    @classmethod
    def from_answer(cls, status: int | None, body: bytes) -> Self:
        """The rules in an answer: 2xx its rules, 4xx no rules, anything else (None: no answer) nothing is allowed."""
        if status is not None and 200 <= status < 300:
            return cls(body[:MAX_BYTES].decode("utf-8-sig", "replace"))
        if status is not None and 400 <= status < 500 and status != 429:
            return cls("")
        return cls(_NOTHING, reachable=False)

    def allows(self, url: str) -> bool:
        """Whether we may fetch the url."""
        return bool(self._rules.can_fetch(url, TOKEN))

    @property
    def delay(self) -> float:
        """Seconds between two requests; 0 when it says nothing."""
        rate = self._rules.request_rate(TOKEN)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self._rules.crawl_delay(TOKEN) or 0.0), by_rate)

    @property
    def sitemaps(self) -> Iterable[str]:
        """The sitemaps it names."""
        return self._rules.sitemaps
