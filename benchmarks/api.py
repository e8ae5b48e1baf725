"""Search through HTTP: `python -m benchmarks.api [--therapists N] [--requests N]`. Times are milliseconds.

One httpx client asks a server process over the embedded index a mixed load; the engine in this process is asked the
same, so that the price of HTTP shows.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import httpx

from benchmarks.search import mixed_load, publish_invented
from records import Query
from search import open_engine
from search.settings import SearchSettings
from search.web.links import address, params_of
from tests.search.api.running import running

TARGET_P95_MS = 15.0
TARGET_THERAPISTS = 20_000
WARM_UP = 100

Times = tuple[float, float]  # p50 and p95, in milliseconds


def run(therapists: int = TARGET_THERAPISTS, requests: int = 1_000) -> dict[str, Times]:
    """The times of the API, of the web page, and of the engine in process."""
    with TemporaryDirectory() as folder:
        settings = publish_invented(SearchSettings(index=Path(folder) / "index"), therapists)
        engine = open_engine(settings)
        with running(settings.index) as server, httpx.Client(base_url=server.base_url) as client:
            ways: dict[str, Callable[[Query], object]] = {
                "HTTP API": lambda query: client.get("/v1/therapists" + _asking(query)).raise_for_status(),
                "web page": lambda query: client.get("/" + _asking(query)).raise_for_status(),
                "in process": engine.search,
            }
            times = _measured(ways, mixed_load(requests))
        engine.close()
    return times


def _asking(query: Query) -> str:
    """The question mark and what follows it."""
    return address(params_of(query)).removeprefix("/")


def _measured(ways: dict[str, Callable[[Query], object]], load: Sequence[Query]) -> dict[str, Times]:
    """The times of each way of asking. The ways take turns, so that all meet the same machine."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for position, query in enumerate([*load[:WARM_UP], *load]):
        for name, ask in ways.items():
            started = time.perf_counter()
            ask(query)
            if position >= WARM_UP:
                times[name].append((time.perf_counter() - started) * 1000)
    return {name: (median(taken), quantiles(taken, n=20)[-1]) for name, taken in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--therapists", type=int, default=TARGET_THERAPISTS)
    parser.add_argument("--requests", type=int, default=1_000)
    options = parser.parse_args()
    times = run(options.therapists, options.requests)
    inside = times["in process"][1]
    print(f"embedded, {options.therapists:,} therapists, {options.requests:,} requests, one client")
    for name, (p50, p95) in times.items():
        print(f"  {name:<10}  p50 {p50:.1f} ms, p95 {p95:.1f} ms, {p95 / inside:.2f} times in process")
    verdict = "met" if times["HTTP API"][1] <= TARGET_P95_MS else "MISSED"
    print(f"  target: HTTP API p95 <= {TARGET_P95_MS:.0f} ms at {TARGET_THERAPISTS:,} therapists: {verdict}")


if __name__ == "__main__":
    main()
