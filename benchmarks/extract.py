"""Extraction of a profile against the bare parse of the same bytes.

`python -m benchmarks.extract [PROFILES] [REPEATS]`. Pages of about 50 KB of the sample site, both its markups; each
repeat goes over all of them, the two take turns, the best repeat of each counts (the machine's noise only adds).
"""

import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipelines.extract import extract_page
from records import Page
from therapyindex.sample import Site

HOST = "https://www.therapyden.com"


def run(profiles: int = 100, repeats: int = 7) -> dict[str, Any]:
    """Milliseconds per profile of ours and of the bare parse, and their ratio."""
    pages = _pages(profiles)
    bodies = [page.body for page in pages]
    ours, bare = [], []
    for _ in range(repeats):
        bare.append(_seconds(LexborHTMLParser, bodies))
        ours.append(_seconds(extract_page, pages))
    milliseconds = {"ours": min(ours) / profiles * 1000, "bare": min(bare) / profiles * 1000}
    kilobytes = sum(map(len, bodies)) / profiles / 1024
    return {"kilobytes": kilobytes, **milliseconds, "ratio": milliseconds["ours"] / milliseconds["bare"]}


def _pages(profiles: int) -> list[Page]:
    site = Site(seed=1, therapists=profiles, profile_kb=50)
    paths = [path for path in site.urls() if path.startswith("/therapist/")][:profiles]
    headers = {"content-type": "text/html; charset=utf-8"}
    now = datetime.now(UTC)
    return [Page(HOST + path, 200, headers, site.answer(path).body, now, "therapyden") for path in paths]


def _seconds(work: Callable[[Any], object], items: Iterable[Any]) -> float:
    start = time.perf_counter()
    for item in items:
        work(item)
    return time.perf_counter() - start


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])))
