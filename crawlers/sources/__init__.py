"""Sources: the directories that can be crawled, one YAML file of facts each."""

from crawlers.sources.catalog import OWN_SOURCES, canonical_url, load_source, read_source, source_names, source_of
from crawlers.sources.source import PageKind, Source
from crawlers.sources.urls import own_url, page_kind, page_rank

__all__ = [
    "OWN_SOURCES",
    "PageKind",
    "Source",
    "canonical_url",
    "load_source",
    "own_url",
    "page_kind",
    "page_rank",
    "read_source",
    "source_names",
    "source_of",
]
