"""Extraction of a profile against the bare parse of the same bytes.

`python -m benchmarks.extract [PROFILES] [REPEATS]`. Pages of about 50 KB of the sample site, all its markups; the two
take turns, the best repeat of each counts (the machine's noise only adds). Measured twice: on the same profiles again
and again, and on profiles that none before it saw, whose names, places and lines are known by value from none.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipelines.extract import extract_page
from records import Page
from therapyindex.sample import Site

HOST = "https://www.therapyden.com"


_FRESH = 15  # batches of profiles never seen before


def run(profiles: int = 100, repeats: int = 40) -> dict[str, Any]:
    """Milliseconds per profile of ours and of the bare parse, and their ratio; the ratio on fresh profiles too."""
    pages = sample_profiles(profiles * (_FRESH + 1))
    batches = [pages[start : start + profiles] for start in range(0, len(pages), profiles)]
    ours, bare = _best(batches[:1] * repeats)
    fresh, bare_fresh = _best(batches[1:])
    kilobytes = sum(len(page.body) for page in pages) / len(pages) / 1024
    return {"kilobytes": kilobytes, "ours": ours, "bare": bare, "ratio": ours / bare, "fresh": fresh / bare_fresh}


def _best(batches: list[list[Page]]) -> tuple[float, float]:
    """Milliseconds per page of ours and of the bare parse, each in its best batch."""
    ours, bare = [], []
    for pages in batches:
        bare.append(_milliseconds(LexborHTMLParser, [page.body for page in pages]))
        ours.append(_milliseconds(extract_page, pages))
    return min(ours), min(bare)


def sample_profiles(profiles: int) -> list[Page]:
    """Profiles of the sample site, about 50 KB each."""
    site = Site(seed=1, therapists=profiles, profile_kb=50)
    paths = [path for path in site.urls() if path.startswith("/therapist/")][:profiles]
    headers = {"content-type": "text/html; charset=utf-8"}
    now = datetime.now(UTC)
    return [Page(HOST + path, 200, headers, site.answer(path).body, now, "therapyden") for path in paths]


def _milliseconds(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    start = time.perf_counter()
    for item in items:
        work(item)
    return (time.perf_counter() - start) / len(items) * 1000


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])))
