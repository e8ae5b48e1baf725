"""Answers against the bare engine: `python -m benchmarks.answers [--therapists N] [--queries N]`. Times are in ms.

What an answer asks of the engine is noted once: searches, facet counts and loads of documents. Then our whole way
(understanding, planning, ranking, evidence) and these bare calls take turns, so that both meet the same machine. The
bare calls of Elasticsearch go through its asynchronous client. It is measured where ELASTICSEARCH_URL is set.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, cast

from elasticsearch import AsyncElasticsearch, Elasticsearch

from benchmarks.search import mixed_load, publish_invented
from records import Query, SuggestQuery
from search import SearchEngine, open_engine
from search.engines.elasticsearch import ElasticsearchBackend
from search.engines.tantivy import TantivyBackend
from search.settings import SearchSettings

THERAPISTS = 100_000
TARGETS = {"embedded": 1.5, "elasticsearch": 1.2}
TARGET_SUGGEST_MS = 10.0

TYPED = [
    "em",
    "emd",
    "rela",
    "relational th",
    "griff",
    "anx",
    "port",
    "portland, o",
    "787",
    "97214",
    "mar",
    "ilv",
    "parts w",
]

Call = Callable[[], Any]


class Notes:
    """Passes everything on to something and notes the calls of some of its methods."""

    def __init__(self, inner: Any, methods: Sequence[str]) -> None:
        self._inner, self._methods = inner, methods
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        """The same, noted when it is called."""
        found = getattr(self._inner, name)
        return partial(self._noted, name, found) if name in self._methods else found

    def _noted(self, name: str, found: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.calls.append((name, args, kwargs))
        return found(*args, **kwargs)


def run(therapists: int = THERAPISTS, queries: int = 1_000) -> dict[str, dict[str, float]]:
    """For each engine p50 and p95 of ours and of the bare calls, and the p95 of suggestions."""
    load = mixed_load(queries)
    with TemporaryDirectory() as folder:
        settings = publish_invented(SearchSettings(index=Path(folder) / "index"), therapists)
        found = {"embedded": _embedded(settings, load)}
    if url := os.environ.get("ELASTICSEARCH_URL"):
        settings = publish_invented(
            SearchSettings(engine="elasticsearch", elasticsearch_url=url, alias="bench-answers"), therapists
        )
        try:
            found["elasticsearch"] = asyncio.run(_elasticsearch(settings, url, load))
        finally:
            _removed(url, settings.alias)
    return found


def _embedded(settings: SearchSettings, load: list[Query]) -> dict[str, float]:
    engine, version = open_engine(settings), _version(settings)
    opened = cast(TantivyBackend, engine._backend)._opened(version)  # there is no public way to look on
    searcher = opened.searcher
    engine.search(load[0])
    bare: list[list[Call]] = []
    for query in load:
        opened.searcher = notes = Notes(searcher, ("search", "aggregate", "doc"))
        engine.search(query)
        bare.append([partial(getattr(searcher, name), *args, **kwargs) for name, args, kwargs in notes.calls])
    opened.searcher = searcher
    ours: list[float] = []
    theirs: list[float] = []
    for query, calls in zip(load, bare, strict=True):
        ours.append(_timed(partial(engine.search, query)))
        theirs.append(_timed(partial(_all, calls)))
    found = _figures(ours, theirs) | _suggestions(engine)
    engine.close()
    return found


async def _elasticsearch(settings: SearchSettings, url: str, load: list[Query]) -> dict[str, float]:
    engine = open_engine(settings)
    backend = cast(ElasticsearchBackend, engine._backend)  # as above
    client = backend._client
    engine.search(load[0])
    noted: list[list[tuple[str, tuple[Any, ...], dict[str, Any]]]] = []
    for query in load:
        notes = Notes(client, ("search", "mget"))
        backend._client = cast(Any, notes)
        engine.search(query)
        noted.append(notes.calls)
    backend._client = client
    ours: list[float] = []
    theirs: list[float] = []
    async with AsyncElasticsearch(url) as bare:
        for query, calls in zip(load, noted, strict=True):
            ours.append(_timed(partial(engine.search, query)))
            started = time.perf_counter()
            for name, args, kwargs in calls:
                await getattr(bare, name)(*args, **kwargs)
            theirs.append((time.perf_counter() - started) * 1000)
    found = _figures(ours, theirs) | _suggestions(engine)
    engine.close()
    return found


def _suggestions(engine: SearchEngine) -> dict[str, float]:
    times = [_timed(partial(engine.suggest, SuggestQuery(q=typed))) for _ in range(20) for typed in TYPED]
    return {"suggest": quantiles(times[len(TYPED) :], n=20)[-1]}


def _all(calls: list[Call]) -> None:
    for call in calls:
        call()


def _timed(call: Call) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _figures(ours: list[float], theirs: list[float]) -> dict[str, float]:
    p95, bare = quantiles(ours, n=20)[-1], quantiles(theirs, n=20)[-1]
    return {"p50": median(ours), "bare_p50": median(theirs), "p95": p95, "bare_p95": bare, "ratio": p95 / bare}


def _version(settings: SearchSettings) -> str:
    engine = open_engine(settings)
    state = engine.state()
    engine.close()
    if state is None:
        raise RuntimeError("nothing was published")
    return state.version


def _removed(url: str, alias: str) -> None:
    with Elasticsearch(url) as client:
        for name in client.indices.get(index=f"{alias}*"):
            client.indices.delete(index=name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--therapists", type=int, default=THERAPISTS)
    parser.add_argument("--queries", type=int, default=1_000)
    options = parser.parse_args()
    for engine, found in run(options.therapists, options.queries).items():
        print(f"{engine}, {options.therapists:,} therapists, {options.queries:,} queries")
        print(f"  ours p50 {found['p50']:.1f} ms, p95 {found['p95']:.1f} ms")
        print(f"  bare p50 {found['bare_p50']:.1f} ms, p95 {found['bare_p95']:.1f} ms; ratio {found['ratio']:.2f}")
        print(f"  suggest p95 {found['suggest']:.1f} ms")


if __name__ == "__main__":
    main()
