"""What later nights of a site cost, of whose profiles one in a hundred changes each night.

`python -m benchmarks.crawl_nights [--therapists N] [--profile-kb N]`. Three nights of the sample directory into one
data directory. In the second every page is due again, and asked for with its ETag; the third is the first in which
only pages that changed are due, those that did not being left alone for a night.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.crawlers.crawling import ended, start_crawl
from therapyindex.sample import serve

TARGET_BYTES = 0.10  # of the first night's, in the second
TARGET_REQUESTS = 0.25  # of the first night's, in the third


class Night(NamedTuple):
    """What a night cost the site."""

    bytes: int
    requests: int


def run(therapists: int = 2_000, profile_kb: int = 20) -> list[Night]:
    """Three nights, by the crawl's own count; the site stays at one address."""
    nights, port = [], 0
    with TemporaryDirectory() as data:
        for number in range(3):
            with serve(therapists=therapists, night=number, profile_kb=profile_kb, port=port) as url:
                port = urlsplit(url).port or 0
                crawl = ended(start_crawl(Path(data), url))
            if crawl.state != "complete":
                raise RuntimeError(f"night {number + 1} ended {crawl.state}: {crawl.summary}")
            nights.append(Night(crawl.summary["bytes"], crawl.summary["requests"]))
    return nights


def shares(nights: list[Night]) -> tuple[float, float]:
    """The second night's bytes and the third night's requests, as parts of the first's."""
    first, second, third = nights
    return second.bytes / first.bytes, third.requests / first.requests


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--therapists", type=int, default=2_000)
    parser.add_argument("--profile-kb", type=int, default=20)
    chosen = parser.parse_args()
    nights = run(chosen.therapists, chosen.profile_kb)
    for number, night in enumerate(nights, 1):
        print(f"night {number}: {night.requests:>6,} requests, {night.bytes / (1 << 20):6.1f} MB")
    by_bytes, by_requests = shares(nights)
    verdicts = ["met" if met else "MISSED" for met in (by_bytes <= TARGET_BYTES, by_requests <= TARGET_REQUESTS)]
    print(f"second night's bytes: {by_bytes:.3f} of the first's (target {TARGET_BYTES}: {verdicts[0]})")
    print(f"third night's requests: {by_requests:.3f} of the first's (target {TARGET_REQUESTS}: {verdicts[1]})")


if __name__ == "__main__":
    main()
