"""robots.txt (RFC 9309): what it allows, how fast, and where the sitemaps are."""

import re
from collections.abc import Iterable
from typing import Self

from protego import Protego

TOKEN = "therapyindex"  # noqa: S105  the name robots.txt knows us by, no secret
MAX_BYTES = 512_000

_AGENT = re.compile(r"^([ \t]*user-agent[ \t]*:[ \t]*)([^\r\n#]*)", re.IGNORECASE | re.MULTILINE)
_TOKEN = re.compile(r"[A-Za-z_-]+")
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*<[a-z!?]", re.IGNORECASE | re.MULTILINE)
_NOTHING = "User-agent: *\nDisallow: /"


class Robots:
    """The rules of one site for us. `problem` says why there are none to go by: then nothing is allowed.

    `may_pass`: the problem is one that may be over in a moment.
    """

    def __init__(self, text: str, *, problem: str | None = None, may_pass: bool = False) -> None:
        self._rules = Protego.parse(_NOTHING if problem else _AGENT.sub(_exact, text))
        self.problem = problem
        self.may_pass = may_pass

    @classmethod
    def from_answer(cls, status: int | None, body: bytes, error: str | None = None) -> Self:
        """The rules in an answer: 2xx its rules, 4xx no rules.

        Nothing is allowed without an answer (`status` None, because of `error`), after one that asks to come back
        later (429, 5xx), and where rules may be hidden from us: a web page instead, or more than is read.
        """
        if status is None:
            return cls("", problem=error or "it cannot be reached", may_pass=True)
        if 400 <= status < 500 and status != 429:
            return cls("")
        if not 200 <= status < 300:
            return cls("", problem=f"the answer is {status}", may_pass=True)
        if len(body) > MAX_BYTES:
            return cls("", problem=f"it is {len(body):,} bytes long; at most {MAX_BYTES:,} are read")
        if b"\0" in body:
            return cls("", problem="it is no text")
        if _MARKUP.search(body):
            return cls("", problem="it is a web page, not rules for robots")
        return cls(body.decode("utf-8-sig", "replace"))

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


def _exact(line: re.Match[str]) -> str:
    """A User-agent line that our name fits exactly or not at all: "therapyindex/0.1" means us, "therapy" does not.

    RFC 9309, 2.2.1, compares product tokens; the parser would take any part of a name.
    """
    name = line[2].strip()
    token = _TOKEN.match(name)
    ours = token is not None and token[0].lower() == TOKEN
    return line[1] + (TOKEN if ours else "*" if name == "*" else "-")
