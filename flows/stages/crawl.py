"""Crawl: one source, in a process of its own with a hard time limit."""

import subprocess
import sys
import threading
from typing import Any, cast

import msgspec
from msgspec import Struct, field

from crawlers.order import CrawlOrder, check_order, seconds_for
from crawlers.sources import load_source, source_names
from crawlers.summary import CrawlState
from flows.progress import Progress, silent
from records.errors import TherapyIndexError, WrongUse
from store.pages import GOOD_STATES
from store.settings import StoreSettings

GRACE = 120  # seconds that a crawl gets to finish when its time is over, before it is killed


class Crawled(Struct, frozen=True, kw_only=True):
    """How a crawl ended; `summary` counts what was found, fetched and refused."""

    source: str
    state: CrawlState
    crawl: str | None = None
    summary: dict[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of the summary, the errors by kind at its end."""
        numbers = {name: value for name, value in self.summary.items() if isinstance(value, int) and value}
        return numbers | {f"errors ({kind})": count for kind, count in self.summary.get("errors", {}).items()}

    @property
    def reason(self) -> str | None:
        """Why it ended so, where there is something to say."""
        return self.summary.get("reason")

    @property
    def ok(self) -> bool:
        """Whether the night may go on as planned."""
        return self.state in GOOD_STATES


def order_for(
    source: str,
    store: StoreSettings,
    *,
    contact: str | None = None,
    base_url: str | None = None,
    max_pages: int | None = None,
    max_seconds: float | None = None,
    full: bool = False,
) -> CrawlOrder:
    """The order to crawl a source, checked: raises WrongUse for an unknown source or what may not be crawled."""
    order = CrawlOrder(
        source=source,
        data=str(store.data),
        ledger=store.ledger,
        contact=contact,
        base_url=base_url,
        max_pages=max_pages,
        max_seconds=max_seconds,
        full=full,
    )
    check_order(order, load_source(source))
    return order


def nightly_orders(
    store: StoreSettings, *, contact: str | None = None, base_url: str | None = None
) -> tuple[list[CrawlOrder], list[Crawled]]:
    """The orders for the sources that every night visits, and those that may not be crawled, as failed.

    Raises WrongUse, with the first reason, when none may be.
    """
    orders: list[CrawlOrder] = []
    refused: list[Crawled] = []
    first: WrongUse | None = None
    for name in source_names():
        try:
            if load_source(name).nightly:
                orders.append(order_for(name, store, contact=contact, base_url=base_url))
        except WrongUse as error:
            first = first or error
            refused.append(Crawled(source=name, state="failed", summary={"reason": str(error)}))
    if first and not orders:
        raise first
    return orders, refused


def source_facts() -> tuple[list[dict[str, Any]], list[str]]:
    """The facts about every source, as its YAML gives them, and what is wrong with those that cannot be read."""
    facts: list[dict[str, Any]] = []
    faults: list[str] = []
    for name in source_names():
        try:
            facts.append(msgspec.to_builtins(load_source(name)))
        except WrongUse as error:
            faults.append(str(error))
    return facts, faults


def crawl(order: CrawlOrder, *, progress: Progress = silent) -> Crawled:
    """Crawls a source; what came is kept whatever the end.

    Raises TherapyIndexError with the crawler's own line when the crawl could not begin.
    """
    with subprocess.Popen(  # our own interpreter and module, no shell
        [sys.executable, "-m", "crawlers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        watchdog = threading.Timer(seconds_for(order, load_source(order.source)) + GRACE, process.kill)
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
    if end.crawl is None:
        raise TherapyIndexError(end.reason or "the crawl could not begin")
    return end


def _follow(process: "subprocess.Popen[str]", order: CrawlOrder, progress: Progress) -> Crawled | None:
    stdin, stdout = cast(Any, process.stdin), cast(Any, process.stdout)
    stdin.write(msgspec.json.encode(order).decode())
    stdin.close()
    end = None
    for line in stdout:
        event = msgspec.json.decode(line)
        if event["event"] == "progress":
            note = (
                f"{event['found']:,} found, {event['fetched']:,} fetched, {event['confirmed']:,} unchanged (304), "
                f"{event['errors']:,} errors"
            )
            progress(f"crawl {order.source}", event["visits"], max(event["due"], event["visits"]), note)
        elif event["event"] == "end":
            end = Crawled(source=order.source, state=event["state"], crawl=event["crawl"], summary=event["summary"])
    return end
