"""Extraction of a profile against the bare parse of the same bytes.

`python -m benchmarks.extract [PROFILES] [REPEATS]`. Pages of about 50 KB of the sample site, all its markups; the
two take turns, each repeat on profiles that none before it saw, so that no value is known but those that a site shows
again and again; the best repeat of each counts (the machine's noise only adds).
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
    pages = _pages(profiles * (repeats + 1))
    ours, bare = [], []
    for start in range(0, len(pages), profiles):
        some = pages[start : start + profiles]
        bare.append(_seconds(LexborHTMLParser, [page.body for page in some]))
        ours.append(_seconds(extract_page, some))
    milliseconds = {"ours": min(ours) / profiles * 1000, "bare": min(bare) / profiles * 1000}
    kilobytes = sum(len(page.body) for page in pages) / len(pages) / 1024
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
