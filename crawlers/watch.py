"""The watch over a crawl: its time, its progress, and whether the site still wants to be asked."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import Engine

from crawlers.reading import Reading
from crawlers.summary import CrawlState
from crawlers.task import REPORT_EVERY, CrawlTask
from records.errors import TherapyIndexError
from store.pages import due_count, page_count

BLOCKS_IN_A_ROW = 3
REFUSALS_IN_A_ROW = 10
FAILURES_IN_A_ROW = 20
AWAY_IN_A_ROW = 20

_REFUSALS = frozenset({401, 403, 429, 451, 503})
_COUNT_EVERY = 4  # reports


class Watch:
    """Ends a crawl by `stop(state, reason)` when it has to; `sleep` waits for so many seconds."""

    def __init__(
        self,
        task: CrawlTask,
        ledger: Engine,
        stop: Callable[[CrawlState, str | None], None],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._task = task
        self._ledger = ledger
        self._stop = stop
        self._sleep = sleep
        self._blocks = self._refusals = self._failures = self._aways = 0
        self._away: str | None = None

    def saw(self, reading: Reading) -> None:
        """Counts what in a row is no page; a page begins anew."""
        self._count_away(reading)
        if reading.outcome != "failed":
            self._blocks = self._refusals = self._failures = 0
        elif reading.rule:
            self._blocks += 1
            if self._blocks >= BLOCKS_IN_A_ROW:
                self._stop("blocked", f"{self._blocks} block pages in a row (rule {reading.rule})")
        elif reading.status in _REFUSALS:
            self._refusals += 1
            if self._refusals >= REFUSALS_IN_A_ROW:
                self._stop("blocked", f"{self._refusals} pages in a row were refused ({reading.status})")
        elif not 400 <= reading.status < 500:
            self._failures += 1
            if self._failures >= FAILURES_IN_A_ROW:
                self._stop("failed", f"{self._failures} pages in a row could not be fetched ({reading.error})")

    def _count_away(self, reading: Reading) -> None:
        """Counts redirects in a row to one address that is no page of the source, as challenges do it."""
        self._aways = self._aways + 1 if reading.away and reading.away == self._away else 1
        self._away = reading.away
        if reading.away and self._aways >= AWAY_IN_A_ROW:
            self._stop("blocked", f"{self._aways} pages in a row were redirected to {reading.away}")

    async def over(self) -> None:
        """Reports and looks at the time until the crawl is over."""
        task, loop = self._task, asyncio.get_running_loop()
        started, turn = loop.time(), 0
        while True:
            await self._sleep(REPORT_EVERY)
            if turn % _COUNT_EVERY == 0:
                try:
                    await asyncio.to_thread(count_pages, task, self._ledger)
                except TherapyIndexError as error:  # else the watch ends, and with it the limit of time
                    self._stop("interrupted", str(error))
            turn += 1
            try:
                task.report(task.summary)
            except BrokenPipeError:
                self._stop("interrupted", "nobody reads what the crawl reports")
            if task.recorder.error:
                self._stop("interrupted", None)
            if loop.time() - started >= task.max_seconds:
                self._stop("budget", f"its budget of {task.max_seconds:,.0f} seconds is spent")
            if quiet := task.quiet():
                self._stop(
                    "budget", f"the quiet hours of {task.source.name} have begun; they last until {quiet:%H:%M %Z}"
                )


def count_pages(task: CrawlTask, ledger: Engine) -> None:
    """Brings the figures of the summary up to date that the ledger knows."""
    summary, source = task.summary, task.source.name
    summary.found = page_count(ledger, source)
    summary.due = summary.visits + due_count(ledger, source, task.night)
