"""Sources: the directories that can be crawled, one YAML file of facts each."""

from crawlers.sources.source import PageKind, Source, load_source, read_source, source_names, source_of
from crawlers.sources.urls import canonical_url, own_url

__all__ = ["PageKind", "Source", "canonical_url", "load_source", "own_url", "read_source", "source_names", "source_of"]
