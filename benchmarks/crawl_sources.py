"""Many sources at once, each at the pace that its site asks for: how many are kept busy.

`python -m benchmarks.crawl_sources [--sources N] [--seconds N]`. Each source is a crawl in a process of its own, all
into one data directory with one ledger; each site is a port of the fast site, whose robots.txt allows one request a
second. Counted by the sites, over a stretch that begins when all crawls are under way.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from benchmarks.fast_site import ROOT, asked, serve
from crawlers.sources.catalog import OWN_SOURCES

BUSY = 0.9  # requests a second, of the one that is allowed
_UNDER_WAY = 4  # requests: robots.txt, the sitemaps, a page
_PATIENCE = 240.0  # seconds for all to be under way

_DESCRIPTION = """\
name: {name}
title: {name}
hosts: [{name}.example]
start_urls: [https://{name}.example/therapists/us]
pages:
  listing: /therapists/us(/[^/]+){{0,2}}
  profile: /therapist/[^/]+
"""


def run(sources: int = 50, seconds: float = 40.0) -> dict[str, Any]:
    """How many were busy, the slowest and the median rate in requests per second, and how long the start took."""
    with serve(f"--sites={sources}", "--pages=1000", "--delay=1") as urls, TemporaryDirectory() as folder:
        began = time.monotonic()
        with _crawls(Path(folder), urls, _PATIENCE + seconds) as crawls:
            late = _wait_until_under_way(urls, crawls)
            started = time.monotonic()
            before = asked(urls[0])
            time.sleep(seconds)
            after, took = asked(urls[0]), time.monotonic() - started
        troubles = _troubles(Path(folder))
    rates = [(after[url] - before[url]) / took for url in urls]
    return {
        "sources": sources,
        "busy": sum(rate >= BUSY for rate in rates),
        "slowest": min(rates),
        "median": statistics.median(rates),
        "start": started - began,
        "late": late,
        "troubles": troubles,
    }


@contextmanager
def _crawls(folder: Path, urls: list[str], most: float) -> Iterator["list[subprocess.Popen[bytes]]"]:
    """One crawl for each url; told to end with the block, and ended by their own orders at the latest."""
    crawls = [_start(folder, f"directory-{number}", url, most) for number, url in enumerate(urls, 1)]
    try:
        yield crawls
    finally:
        for crawl in crawls:
            crawl.send_signal(signal.SIGTERM)
        for crawl in crawls:
            crawl.wait()


def _start(folder: Path, name: str, url: str, most: float) -> "subprocess.Popen[bytes]":
    descriptions = folder / "sources"
    descriptions.mkdir(exist_ok=True)
    (descriptions / f"{name}.yaml").write_text(_DESCRIPTION.format(name=name))
    order = {"source": name, "data": str(folder / "data"), "base_url": url, "max_seconds": most}
    (folder / f"{name}.order").write_bytes(msgspec.json.encode(order))
    environment = {**os.environ, OWN_SOURCES: str(descriptions)}
    with (folder / f"{name}.order").open("rb") as stdin, (folder / f"{name}.out").open("wb") as out:
        command = [sys.executable, "-m", "crawlers"]
        return subprocess.Popen(command, stdin=stdin, stdout=out, cwd=ROOT, env=environment)


def _troubles(folder: Path) -> list[str]:
    """How crawls ended that were not only told to stop."""
    troubles = []
    for path in sorted(folder.glob("*.out")):
        end = msgspec.json.decode((path.read_bytes().splitlines() or [b"{}"])[-1])
        state, summary = end.get("state", "killed"), end.get("summary", {})
        if state != "interrupted" or summary.get("errors"):
            troubles.append(f"{state}: {summary.get('reason')} {summary.get('errors') or ''}")
    return troubles


def _wait_until_under_way(urls: list[str], crawls: "list[subprocess.Popen[bytes]]") -> int:
    """Returns how many never were: crawls that ended before, or that are not when patience is at its end."""
    until = time.monotonic() + _PATIENCE
    while True:
        counts = asked(urls[0])
        waiting = [crawl for url, crawl in zip(urls, crawls, strict=True) if counts[url] < _UNDER_WAY]
        if time.monotonic() > until or all(crawl.poll() is not None for crawl in waiting):
            return len(waiting)
        time.sleep(0.5)


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=40.0)
    chosen = parser.parse_args()
    found = run(chosen.sources, chosen.seconds)
    print(
        f"{found['busy']} of {found['sources']} sources busy; slowest {found['slowest']:.2f}, median "
        f"{found['median']:.2f} requests/s; started in {found['start']:.0f} s, {found['late']} never got under way"
    )
    for trouble, times in Counter(found["troubles"]).items():
        print(f"  {times} times {trouble}")


if __name__ == "__main__":
    main()
