"""Everything that one crawl works with."""

from collections.abc import Callable

from msgspec import Struct

from crawlers.frontier import Frontier
from crawlers.recorder import Recorder
from crawlers.scope import Scope
from crawlers.sources import Source
from crawlers.summary import Summary
from store.pages import Crawl, PageState
from store.settings import StoreSettings


class CrawlTask(Struct, frozen=True, kw_only=True):
    """Handed to a spider.

    `known` is what the ledger knew of each url when the crawl began or went on; `report` is called twice a second;
    `max_seconds` is the time the crawl has.
    """

    source: Source
    store: StoreSettings
    crawl: Crawl
    known: dict[str, PageState]
    scope: Scope
    frontier: Frontier
    recorder: Recorder
    summary: Summary
    report: Callable[[Summary], None]
    max_seconds: float | None = None
