"""Understanding pages: against the bare parse, against a plain scraper, and in a night in which little changed.

`python -m benchmarks.understand [PROFILES]`. Pages of about 50 KB of the sample site, none of which was seen before;
understanding is extraction, cleaning and claims. The plain scraper is what one would write first with BeautifulSoup:
the same fields from JSON-LD, headings, lists and regular expressions, without cleaning or claims. The three take turns,
the best batch of each counts (the machine's noise only adds). The night is the second of a crawled sample site, of
whose profiles one in a hundred changed; what both nights do with all people (identity, the run's files) is left out.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from benchmarks.extract import sample_profiles
from flows.progress import silent
from flows.understand import understand
from index_config.taxonomy import load_taxonomy
from pipelines.extract import extract_page
from pipelines.normalize import reading_of
from records import Page
from store.ledger import open_ledger
from store.pages import captures
from store.settings import StoreSettings
from tests.crawlers.crawling import ended, start_crawl
from therapyindex.sample import serve

TARGET_PARSE = 4.0
TARGET_PLAIN = 15.0
TARGET_NIGHT = 0.05
_BATCHES = 15
_MONEY = re.compile(r"\$\d+(?:\s*[-–]\s*\$\d+)?")
_PHONE = re.compile(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")


def run(profiles: int = 100) -> dict[str, float]:
    """Milliseconds per profile of ours, of the bare parse and of the plain scraper, and ours against both."""
    pages = sample_profiles(profiles * (_BATCHES + 1))
    batches = [pages[start : start + profiles] for start in range(0, len(pages), profiles)]
    taxonomy = load_taxonomy()
    ours, bare, plain = [], [], []
    for number, batch in enumerate(batches):
        bodies = [page.body for page in batch]
        bare.append(_milliseconds(LexborHTMLParser, bodies))
        ours.append(_milliseconds(lambda page: reading_of(extract_page(page), taxonomy), batch))
        if number < 3:  # twenty times as slow: it needs no more to be known
            plain.append(_milliseconds(_scraped, batch))
    return {
        "ours": min(ours[1:]),
        "bare": min(bare),
        "plain": min(plain),
        "ratio": min(ours[1:]) / min(bare),
        "gain": min(plain) / min(ours[1:]),
    }


def night(therapists: int = 10_000, profile_kb: int = 50) -> dict[str, float]:
    """Seconds that understanding takes in the first night and in the second, and their ratio."""
    seconds, port = [], 0
    with TemporaryDirectory() as data:
        for number in range(2):
            with serve(therapists=therapists, night=number, profile_kb=profile_kb, port=port) as url:
                port = urlsplit(url).port or 0
                crawl = ended(start_crawl(Path(data), url))
            if crawl.state != "complete":
                raise RuntimeError(f"night {number + 1} ended {crawl.state}: {crawl.summary}")
            seconds.append(_understanding(Path(data)))
    return {"first": seconds[0], "second": seconds[1], "ratio": seconds[1] / seconds[0]}


def _understanding(data: Path) -> float:
    """Seconds that a program of its own takes: the processes that it starts import what is its main module."""
    done = subprocess.run(
        [sys.executable, "-c", f"from benchmarks.understand import timed; timed({str(data)!r})"],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def timed(data: str) -> None:
    """Understands the pages of a data directory and prints how many seconds it took."""
    settings = StoreSettings(data=Path(data))
    start = time.perf_counter()
    understand(settings, list(captures(open_ledger(settings))), silent)
    print(time.perf_counter() - start)


def _scraped(page: Page) -> dict[str, Any]:
    """The fields of a profile as a plain scraper finds them."""
    soup = BeautifulSoup(page.body, "html.parser")
    heading = soup.find("h1")
    found: dict[str, Any] = {"name": heading.get_text(" ", strip=True) if heading else None}
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            found["data"] = json.loads(script.string or "")
        except ValueError:
            continue
    for label in soup.find_all(["h2", "h3", "h4", "dt", "th"]):
        value = label.find_next_sibling()
        if value is not None:
            items = [item.get_text(" ", strip=True) for item in value.find_all("li")]
            found[label.get_text(" ", strip=True).lower()] = items or value.get_text(" ", strip=True)
    text = soup.get_text(" ", strip=True)
    found["fees"], found["phones"] = _MONEY.findall(text), _PHONE.findall(text)
    found["links"] = [link.get("href") for link in soup.find_all("a")]
    return found


def _milliseconds(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    start = time.perf_counter()
    for item in items:
        work(item)
    return (time.perf_counter() - start) / len(items) * 1000


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])))
    print(night())
