"""Search in process: `python -m benchmarks.search [--therapists N] [--queries N]`. Times are milliseconds."""

import argparse
import random
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.invented import SEEN, documents, people
from index_config.mappings import INDEXES
from index_config.versions import version_name
from records import Query
from search import SearchEngine, open_engine, open_writer
from search.settings import SearchSettings
from search.writer import VersionMeta

TARGET_P95_MS = 8.0
WARM_UP = 100

WORDS = [
    "relational home",
    "rct in oregon",
    "emdr for childhood trauma",
    "someone who works with grief and anger",
    "parts work online",
    "anxiety",
    "psychotherapist",
    "curiosity for the body",
    "therapist near 78704",
    "xylophonequux",
]
APPROACHES = ["emdr", "relational-therapy", "narrative-therapy", "internal-family-systems"]
STATES = ["CA", "NY", "TX", "OR", "WA", "NJ"]


def run(therapists: int = 20_000, queries: int = 1_000) -> dict[str, Any]:
    """Median and 95th percentile of a mixed load on the embedded engine."""
    with TemporaryDirectory() as folder:
        engine = open_engine(publish_invented(Path(folder) / "index", therapists))
        times = _times(engine, mixed_load(queries))
        engine.close()
    return {"therapists": therapists, "p50": statistics.median(times), "p95": times[int(len(times) * 0.95)]}


def publish_invented(index: Path, therapists: int) -> SearchSettings:
    """The settings of an embedded index with so many invented therapists, made at this place."""
    settings = SearchSettings(index=index)
    known = list(people(therapists))
    writer = open_writer(settings)
    version = version_name(SEEN)
    meta = VersionMeta(run="invented", run_digest="0" * 64, counts={}, config_digest="0" * 64, built_at=SEEN)
    writer.build(version, meta)
    for name in INDEXES:
        writer.bulk(version, name, documents(name, known))
    writer.finish(version, {})
    writer.swap(version, SEEN)
    writer.close()
    return settings


def mixed_load(count: int) -> list[Query]:
    """Always the same queries: words, words with filters, filters alone, places, sorted lists."""
    chance = random.Random(7)
    load = []
    for _ in range(count):
        words, approach, state = (chance.choice(values) for values in (WORDS, APPROACHES, STATES))
        kinds = [
            Query(q=words),
            Query(q=words, state=[state]),
            Query(q=words, telehealth=True, limit=20),
            Query(approach=[approach], state=[state, "FL"]),
            Query(approach=[approach], near="97214", sort="distance"),
            Query(state=[state], sort="name"),
        ]
        load.append(chance.choice(kinds))
    return load


def _times(engine: SearchEngine, load: list[Query]) -> list[float]:
    for query in load[:WARM_UP]:
        engine.search(query)
    times = []
    for query in load:
        started = time.perf_counter()
        engine.search(query)
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--therapists", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=1_000)
    options = parser.parse_args()
    result = run(options.therapists, options.queries)
    print(f"embedded, {result['therapists']:,} therapists: p50 {result['p50']:.1f} ms, p95 {result['p95']:.1f} ms")
    print(f"  target p95 <= {TARGET_P95_MS:.0f} ms: {'met' if result['p95'] <= TARGET_P95_MS else 'MISSED'}")


if __name__ == "__main__":
    main()
