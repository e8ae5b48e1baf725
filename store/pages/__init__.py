"""What the ledger knows of pages: visits, captures, crawls; and the import of saved files."""

from store.pages.captures import Capture, captures
from store.pages.crawls import Crawl, adopt_archived, begin_crawl, crawl_states, end_crawl
from store.pages.imports import record_import
from store.pages.visits import PageState, Visit, known_bodies, page_states, record_visits

__all__ = [
    "Capture",
    "Crawl",
    "PageState",
    "Visit",
    "adopt_archived",
    "begin_crawl",
    "captures",
    "crawl_states",
    "end_crawl",
    "known_bodies",
    "page_states",
    "record_import",
    "record_visits",
]
