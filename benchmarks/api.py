"""Search through HTTP: `python -m benchmarks.api [--therapists N] [--requests N]`.

One httpx client asks a server process over the embedded index a mixed load, and the same queries are then asked of the
engine in this process, so that the price of HTTP shows. Times are milliseconds.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl, urlencode

import httpx

from benchmarks.search import publish_invented
from search import open_engine
from search.api.parameters import query_of
from tests.search.api.running import running

TARGET_P95_MS = 15.0
TARGET_THERAPISTS = 20_000
WARM_UP = 100

WORDS = [
    "relational therapy",
    "emdr for childhood trauma",
    "someone who works with grief and loss in couples",
    "parts work",
    "cbt online",
    "anxiety",
    "quill",
    "gestalt",
    "xylophonequux",
]
APPROACHES = ["emdr", "gestalt-therapy", "relational-therapy", "narrative-therapy"]
STATES = ["CA", "NY", "TX", "OR", "WA", "NJ"]


def mixed_load(count: int) -> list[str]:
    """Query strings, always the same: words, words with a filter, and filters alone."""
    chance = random.Random(7)
    load = []
    for _ in range(count):
        words, approach, state = (chance.choice(values) for values in (WORDS, APPROACHES, STATES))
        kinds: list[dict[str, str | list[str]]] = [
            {"q": words},
            {"q": words, "state": state},
            {"q": words, "telehealth": "true", "limit": "20"},
            {"approach": approach, "state": [state, "FL"]},
        ]
        load.append(urlencode(chance.choice(kinds), doseq=True))
    return load


def measured(ask: Callable[[str], object], load: Sequence[str]) -> tuple[float, float]:
    """(p50, p95) of asking each of the load, in milliseconds, after a warm-up."""
    for query in load[:WARM_UP]:
        ask(query)
    times = []
    for query in load:
        started = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--therapists", type=int, default=TARGET_THERAPISTS)
    parser.add_argument("--requests", type=int, default=1_000)
    options = parser.parse_args()
    load = mixed_load(options.requests)
    with TemporaryDirectory() as folder:
        settings = publish_invented(Path(folder) / "index", options.therapists)
        with running(settings.index) as server, httpx.Client(base_url=server.base_url) as client:
            http = measured(lambda query: client.get(f"/v1/therapists?{query}").raise_for_status(), load)
            page = measured(lambda query: client.get(f"/?{query}").raise_for_status(), load)
        engine = open_engine(settings)
        inside = measured(lambda query: engine.search(query_of(parse_qsl(query))), load)
        engine.close()
    print(f"{options.therapists:,} therapists, {options.requests:,} requests, one client, embedded engine")
    for name, (p50, p95) in {"HTTP API": http, "web page": page, "in process": inside}.items():
        print(f"  {name:<12} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   p95 / in process {p95 / inside[1]:.2f}")
    verdict = "met" if http[1] <= TARGET_P95_MS else "MISSED"
    print(f"  target: HTTP API p95 <= {TARGET_P95_MS:.0f} ms at {TARGET_THERAPISTS:,} therapists: {verdict}")


if __name__ == "__main__":
    main()
