"""Nightly: the stages in order as a Prefect flow. Paths, ids and counts travel through it, never pages or people."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import Struct, field

from crawlers.order import CrawlOrder
from flows.erase import Erased
from flows.optouts import erase_what_came
from flows.progress import Progress, silent
from flows.stages.crawl import Crawled, crawl
from flows.stages.normalize import Normalized, normalize
from flows.stages.prune import Pruned, prune
from flows.stages.publish import Published, publish
from records.errors import STOPPED, TherapyIndexError
from search.settings import SearchSettings
from store.ledger import open_ledger
from store.settings import StoreSettings

_ROOM = 32 << 20  # bytes that Prefect's own files need


class Night(Struct, frozen=True, kw_only=True):
    """How the night went: each source's crawl, the run, and what was published (None when it came to nothing).

    `erased` is what came again of people of whom nothing may be kept; None when nobody has asked for that.
    """

    crawls: list[Crawled] = field(default_factory=list)
    normalized: Normalized | None = None
    published: Published | None = None
    erased: Erased | None = None
    pruned: Pruned | None = None

    @property
    def ok(self) -> bool:
        """Whether every source and the publish ended well, and nothing is kept that may not be."""
        return (
            all(crawled.ok for crawled in self.crawls)
            and self.published is not None
            and self.published.outcome != "refused"
            and (self.erased is None or self.erased.complete)
        )

    def lines(self) -> list[str]:
        """The night in a few lines, the crawls first."""
        lines = [f"crawl {one.source}: {one.state}" + (f" ({one.reason})" if one.reason else "") for one in self.crawls]
        if self.normalized:
            lines.append(self.normalized.run.line())
        if self.published:
            lines.append(f"{self.published.outcome}: version {self.published.version}")
            lines.extend(f"  {reason}" for reason in self.published.reasons)
            if self.published.lost:
                lines.append(f"  {self.published.lost}")
        if self.erased and self.erased.people:
            lines.extend(self.erased.lines())
        if self.pruned:
            lines.extend(self.pruned.lines())
        return lines


def nightly(
    orders: Sequence[CrawlOrder],
    store: StoreSettings,
    search: SearchSettings,
    *,
    refused: Sequence[Crawled] = (),
    archive_days: int | None = None,
    progress: Progress = silent,
) -> Night:
    """Crawls every source, all at once, normalizes and publishes. A source that fails leaves the others alone.

    `refused` are the sources that may not be crawled: they belong to the night as failed ones.

    At last what is older than `archive_days` leaves the archive, where a number is given.

    Runs on the Prefect server of PREFECT_API_URL where set, else on Prefect's own temporary one.
    """
    _prepare_prefect(store)
    # Prefect takes seconds to import and reads its settings then: only a night pays for it, and only now.
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE
    from prefect.task_runners import ThreadPoolTaskRunner

    # The settings go round Prefect, not through it: parameters are stored on its server, and they hold a key.
    @task(name="crawl", persist_result=False, cache_policy=NO_CACHE)
    def crawl_source(source: str) -> Crawled:
        try:
            return crawl(next(order for order in orders if order.source == source), progress=progress)
        except TherapyIndexError as error:  # one source's trouble leaves the others alone
            return Crawled(source=source, state="failed", summary={"reason": str(error)})

    @task(name="normalize", persist_result=False, cache_policy=NO_CACHE)
    def normalize_pages() -> Normalized:
        return normalize(store, progress=progress)

    @task(name="publish", persist_result=False, cache_policy=NO_CACHE)
    def publish_run() -> Published:
        return publish(store, search, progress=progress)

    @task(name="erase", persist_result=False, cache_policy=NO_CACHE)
    def erase_again() -> Erased | None:
        return erase_what_came(store, search, progress=progress)

    @task(name="prune", persist_result=False, cache_policy=NO_CACHE)
    def prune_archive(days: int) -> Pruned:
        return prune(store, days, progress=progress)

    # A thread for each source: it only waits for the crawler's process, and politeness bounds each site by itself.
    threads = ThreadPoolTaskRunner[Any](max_workers=max(len(orders), 1))

    @flow(name="nightly", persist_result=False, task_runner=threads)  # type: ignore[arg-type]  # Prefect: invariant in its futures
    def night(sources: list[str]) -> Night:
        with _ended_at_once():  # once more: a flow run has a handler of its own
            under_way = [crawl_source.submit(source) for source in sources]
            crawls = [future.result() for future in under_way]
            normalized, published = normalize_pages(), publish_run()
            erased = erase_again()
            pruned = prune_archive(archive_days) if archive_days else None
            return Night(
                crawls=[*crawls, *refused],
                normalized=normalized,
                published=published,
                erased=erased,
                pruned=pruned,
            )

    try:
        with _ended_at_once():
            return night([order.source for order in orders])
    except RuntimeError as error:
        raise TherapyIndexError(
            f"the Prefect server did not answer ({error}): set PREFECT_API_URL to one that runs, or run the steps "
            "crawl, normalize and publish one by one, which need none."
        ) from error


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Lets a signal end the night at once, as `kill -9` may.

    Prefect would wait for the stage at work, and ask for minutes for its temporary server, which the same Ctrl-C ended.
    """

    def end(number: int, _frame: object) -> None:
        if module := sys.modules.get("prefect.server.api.server"):
            module.SubprocessASGIServer().stop()
        shown = "\x1b[?25h\n" if sys.stderr.isatty() else ""  # the cursor that the progress bar hides
        os.write(sys.stderr.fileno(), f"{shown}error: {STOPPED}\n".encode())
        os._exit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _prepare_prefect(store: StoreSettings) -> None:
    open_ledger(store).dispose()  # makes the data directory, or says in one line why it cannot be made
    home = (store.data / "prefect").absolute()
    home.mkdir(exist_ok=True)
    if shutil.disk_usage(home).free < _ROOM:  # Prefect would try for minutes, and not say why
        raise TherapyIndexError(
            f"less than {_ROOM >> 20} MB are free for {store.data}: make room, then run this again."
        )
    defaults = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # A stage's error is ours to tell, in one line; nothing a stage says belongs on Prefect's server.
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
