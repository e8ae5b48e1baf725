"""Search: engines (write and read), understanding of the words, ranking, evidence, HTTP API and web page.

Importing this package is cheap: what answers is imported when it is asked for, an engine's client when it is opened.
"""

from typing import TYPE_CHECKING, Any

from search.settings import SearchSettings

if TYPE_CHECKING:
    from search.engine import SearchEngine
    from search.writer import IndexWriter

__all__ = ["IndexWriter", "SearchEngine", "open_engine", "open_writer"]


def open_engine(settings: SearchSettings, version: str | None = None) -> "SearchEngine":
    """The read side of the engine that the settings name. Opening asks it nothing and creates nothing.

    It answers from the live version, or always from the finished `version`, live or not.
    """
    from search.engine import SearchEngine

    if settings.engine == "elasticsearch":
        from search.engines.elasticsearch import ElasticsearchBackend

        return SearchEngine(ElasticsearchBackend(settings), version)
    from search.engines.tantivy import TantivyBackend

    return SearchEngine(TantivyBackend(settings.index), version)


def open_writer(settings: SearchSettings) -> "IndexWriter":
    """The write side of the engine that the settings name. Raises EngineUnavailable when its version is too old."""
    if settings.engine == "elasticsearch":
        from search.engines.elasticsearch_client import require_version
        from search.engines.elasticsearch_writer import ElasticsearchWriter

        require_version(settings)
        return ElasticsearchWriter(settings)
    from search.engines.tantivy_writer import TantivyWriter

    return TantivyWriter(settings.index)


def __getattr__(name: str) -> Any:
    """The two types, when they are asked for."""
    if name == "SearchEngine":
        from search.engine import SearchEngine

        return SearchEngine
    if name == "IndexWriter":
        from search.writer import IndexWriter

        return IndexWriter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
