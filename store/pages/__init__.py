"""What the ledger knows of pages: their states and captures, what is due, crawls; and the import of saved files."""

from store.pages.captures import captures, gone_pages, withdrawn_pages
from store.pages.crawls import (
    GOOD_STATES,
    Crawl,
    begin_crawl,
    crawl_states,
    end_crawl,
    last_nights,
    night_of,
    record_summary,
    unentered_pages,
)
from store.pages.due import (
    Found,
    add_found,
    begin_night,
    due_count,
    due_pages,
    make_due,
    page_count,
    page_counts,
    record_mapped,
    unmapped_due,
    visit_counts,
    was_mapped,
)
from store.pages.imports import imported_urls, record_import
from store.pages.schedule import Outcome, PageState, Visit, after_visit
from store.pages.texts import UnreadPage, record_lost, record_texts, unread_pages
from store.pages.visits import Body, add_captures, held_bodies, page_states, record_states

__all__ = [
    "GOOD_STATES",
    "Body",
    "Crawl",
    "Found",
    "Outcome",
    "PageState",
    "UnreadPage",
    "Visit",
    "add_captures",
    "add_found",
    "after_visit",
    "begin_crawl",
    "begin_night",
    "captures",
    "crawl_states",
    "due_count",
    "due_pages",
    "end_crawl",
    "gone_pages",
    "held_bodies",
    "imported_urls",
    "last_nights",
    "make_due",
    "night_of",
    "page_count",
    "page_counts",
    "page_states",
    "record_import",
    "record_lost",
    "record_mapped",
    "record_states",
    "record_summary",
    "record_texts",
    "unentered_pages",
    "unmapped_due",
    "unread_pages",
    "visit_counts",
    "was_mapped",
    "withdrawn_pages",
]
