"""Publishing against the engines alone, on the same documents: `python -m benchmarks.publish [THERAPISTS] [REPEATS]`.

Ours goes from documents to a live version. The yardsticks are a bare tantivy writer with the same schema and one
commit, and the client's own `helpers.bulk` with the same mapping and one refresh, neither with any care for bad
documents, retries or versions. Elasticsearch is measured where ELASTICSEARCH_URL is set. The two take turns.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from benchmarks.invented import SEEN, documents, people
from index_config.mappings import INDEXES, index_body
from index_config.versions import version_name
from search import open_writer
from search.settings import SearchSettings
from search.writer import IndexName, VersionMeta

TARGETS = {"embedded": 0.6, "elasticsearch": 0.7}  # ours / bare

Documents = dict[IndexName, list[dict[str, Any]]]


def run(therapists: int = 10_000, repeats: int = 3) -> dict[str, dict[str, float]]:
    """Engine -> medians in documents per second (ours, bare) and their ratio."""
    known = list(people(therapists))
    made: Documents = {index: documents(index, known) for index in INDEXES}
    count = sum(map(len, made.values()))
    result = {"embedded": _compared(count, repeats, lambda: _ours_embedded(made), lambda: _bare_tantivy(made))}
    if url := os.environ.get("ELASTICSEARCH_URL"):
        result["elasticsearch"] = _compared(
            count, repeats, lambda: _ours_elasticsearch(made, url), lambda: _bare_bulk(made, url)
        )
    return result


def _compared(count: int, repeats: int, ours: Callable[[], float], bare: Callable[[], float]) -> dict[str, float]:
    seconds = [(ours(), bare()) for _ in range(repeats)]
    speeds = [statistics.median(count / one[side] for one in seconds) for side in (0, 1)]
    ratio = statistics.median(bare_seconds / our_seconds for our_seconds, bare_seconds in seconds)
    return {"ours": speeds[0], "bare": speeds[1], "ratio": ratio}


def _ours_embedded(made: Documents) -> float:
    with TemporaryDirectory() as folder:
        return _published(SearchSettings(index=Path(folder) / "index"), made)


def _ours_elasticsearch(made: Documents, url: str) -> float:
    from elasticsearch import Elasticsearch

    settings = SearchSettings(engine="elasticsearch", elasticsearch_url=url, alias=f"bench-{uuid4().hex[:12]}")
    try:
        return _published(settings, made)
    finally:
        with Elasticsearch(url) as client:
            names = list(client.indices.get(index=f"{settings.alias}-*").keys())
            client.indices.delete(index=names)


def _published(settings: SearchSettings, made: Documents) -> float:
    meta = VersionMeta(run="invented", run_digest="0" * 64, counts={}, config_digest="0" * 64, built_at=SEEN)
    version = version_name(SEEN)
    began = time.perf_counter()
    writer = open_writer(settings)
    writer.build(version, meta)
    for index in INDEXES:
        writer.bulk(version, index, made[index])
    writer.finish(version, {})
    writer.swap(version, SEEN)
    writer.close()
    return time.perf_counter() - began


def _bare_tantivy(made: Documents) -> float:
    import orjson
    import tantivy

    from search.engines.tantivy_index import analyzer, schema

    lines = {index: [orjson.dumps(_plain(document)).decode() for document in made[index]] for index in INDEXES}
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        for index in INDEXES:
            path = Path(folder) / index
            path.mkdir()
            bare = tantivy.Index(schema(index), path=str(path))
            bare.register_tokenizer("words", analyzer())
            writer = bare.writer()
            for line in lines[index]:
                writer.add_json(line)
            writer.commit()
            writer.wait_merging_threads()
        return time.perf_counter() - began


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    """The document as tantivy reads it from JSON: points as words, what is only stored as base64."""
    from base64 import b64encode

    import orjson

    plain = {name: value for name, value in document.items() if value is not None}
    for name in ("record", "words"):
        if name in plain:
            plain[name] = b64encode(orjson.dumps(plain[name])).decode()
    if "location" in plain:
        plain["location"] = [f"{one['lat']},{one['lon']}" for one in plain["location"]]
    if "telehealth" in plain:
        plain["telehealth"] = str(plain["telehealth"]).lower()
    if "known" in plain:
        plain["known"] = str(plain["known"]).lower()
    return plain


def _bare_bulk(made: Documents, url: str) -> float:
    from elasticsearch import Elasticsearch, helpers

    names = {index: f"bench-{uuid4().hex[:12]}" for index in INDEXES}
    with Elasticsearch(url, request_timeout=60) as client:
        try:
            began = time.perf_counter()
            for index, name in names.items():
                client.indices.create(index=name, **index_body(index))
                actions = ({"_index": name, "_id": one["id"], "_source": one} for one in made[index])
                helpers.bulk(client, actions)
                client.indices.refresh(index=name)
            return time.perf_counter() - began
        finally:
            client.indices.delete(index=list(names.values()), ignore_unavailable=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("therapists", type=int, nargs="?", default=10_000)
    parser.add_argument("repeats", type=int, nargs="?", default=3)
    options = parser.parse_args()
    for engine, found in run(options.therapists, options.repeats).items():
        verdict = "met" if found["ratio"] >= TARGETS[engine] else "MISSED"
        print(
            f"{engine:<14} ours {found['ours']:7,.0f} docs/s   bare {found['bare']:7,.0f} docs/s   "
            f"ratio {found['ratio']:.2f} (target {TARGETS[engine]}: {verdict})"
        )


if __name__ == "__main__":
    main()
