"""Everything that one crawl works with."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from crawlers.frontier import Frontier
from crawlers.recorder import Recorder
from crawlers.scope import Scope
from crawlers.sources import Source
from crawlers.summary import Summary
from store.pages import Crawl
from store.settings import StoreSettings

REPORT_EVERY = 0.5  # seconds


class CrawlTask(Struct, frozen=True, kw_only=True):
    """Handed to a spider.

    `night` is the number of the night under way; `report` is called twice a second; `max_bytes` and `max_seconds` are
    its budget; `quiet` gives the end of the quiet hours while they last.
    """

    source: Source
    store: StoreSettings
    crawl: Crawl
    night: int
    scope: Scope
    frontier: Frontier
    recorder: Recorder
    summary: Summary
    user_agent: str
    report: Callable[[Summary], None]
    max_seconds: float
    max_bytes: int | None = None
    quiet: Callable[[], datetime | None] = lambda: None
