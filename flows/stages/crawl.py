"""Crawl: one source, in a process of its own with a hard time limit."""

import subprocess
import sys
import threading
from typing import Any, Literal, cast

import msgspec
from msgspec import Struct, field

from crawlers.settings import CrawlOrder
from flows.progress import Progress, silent
from records.errors import TherapyIndexError

State = Literal["complete", "budget", "blocked", "chain_broken", "failed", "interrupted"]

GOOD_STATES = ("complete", "budget")
# A crawl without a budget of its own is ended after this many seconds; one with a budget gets a grace to finish.
HARD_LIMIT = 6 * 3600
GRACE = 120


class Crawled(Struct, frozen=True, kw_only=True):
    """How a crawl ended; `summary` counts what was found, fetched and refused."""

    source: str
    state: State
    crawl: str | None = None
    summary: dict[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of the summary."""
        return {name: value for name, value in self.summary.items() if isinstance(value, int) and value}

    @property
    def reason(self) -> str | None:
        """Why it ended so, where there is something to say."""
        return self.summary.get("reason")

    @property
    def ok(self) -> bool:
        """Whether the night may go on as planned."""
        return self.state in GOOD_STATES


def crawl(order: CrawlOrder, *, progress: Progress = silent) -> Crawled:
    """Crawls a source; what came is kept whatever the end.

    Raises WrongUse or TherapyIndexError with the crawler's own line when it refuses to start.
    """
    process = subprocess.Popen(  # our own interpreter and module, no shell
        [sys.executable, "-m", "crawlers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    limit = order.max_seconds + GRACE if order.max_seconds else HARD_LIMIT
    watchdog = threading.Timer(limit, process.kill)
    watchdog.start()
    try:
        end = _follow(process, order, progress)
        code = process.wait()
    finally:
        watchdog.cancel()
        if process.poll() is None:
            process.terminate()
            process.wait()
    if end is None:
        return Crawled(source=order.source, state="failed", summary={"reason": f"the crawler ended with code {code}"})
    return end


def _follow(process: "subprocess.Popen[str]", order: CrawlOrder, progress: Progress) -> Crawled | None:
    stdin, stdout = cast(Any, process.stdin), cast(Any, process.stdout)
    stdin.write(msgspec.json.encode(order).decode())
    stdin.close()
    end = None
    for line in stdout:
        event = msgspec.json.decode(line)
        if event["event"] == "progress":
            progress("crawl", event["fetched"], event["found"])
        elif event["event"] == "refused":
            raise _refusal(event)
        elif event["event"] == "end":
            end = Crawled(source=order.source, state=event["state"], crawl=event["crawl"], summary=event["summary"])
    return end


def _refusal(event: dict[str, Any]) -> TherapyIndexError:
    raise NotImplementedError
