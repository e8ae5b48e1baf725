"""The memory of a crawl of 10,000 pages against that of one of 100,000: it is to stay the same.

`python -m benchmarks.crawl_memory [--small N] [--large N]`. The pages are small and made by the fast site. The peak is
the largest resident set of the crawl's process, as the system says at its end.
"""

import argparse
import resource
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from benchmarks.fast_site import ROOT, serve

TARGET_PERCENT = 10.0
_UNITS_IN_A_MB = 1 << 20 if sys.platform == "darwin" else 1 << 10  # of ru_maxrss


def run(small: int = 10_000, large: int = 100_000) -> dict[str, Any]:
    """Pages fetched and peaks in MB of both crawls, and the growth in percent."""
    one, other = _crawl(small), _crawl(large)
    growth = (other["peak"] / one["peak"] - 1) * 100
    return {
        "small_pages": one["pages"],
        "large_pages": other["pages"],
        "small": one["peak"],
        "large": other["peak"],
        "growth": growth,
    }


def _crawl(pages: int) -> dict[str, Any]:
    """A crawl of a site with so many profiles, started by a small process of its own.

    A process counts the size of the one that started it as its own, and whoever runs the benchmarks may be large.
    """
    with serve(f"--pages={pages}") as [url], TemporaryDirectory() as data:
        order = {"source": "therapyden", "data": data, "base_url": url}
        command = [sys.executable, "-m", "benchmarks.crawl_memory", "--measured"]
        done = subprocess.run(command, input=msgspec.json.encode(order), stdout=subprocess.PIPE, cwd=ROOT, check=True)
    measured: dict[str, Any] = msgspec.json.decode(done.stdout)
    if measured["state"] != "complete":
        raise RuntimeError(f"the crawl ended {measured['state']}")
    return measured


def _measured() -> dict[str, Any]:
    """Runs the order on stdin; the peak of that process is the largest of this one's children."""
    done = subprocess.run([sys.executable, "-m", "crawlers"], stdout=subprocess.PIPE, cwd=ROOT, check=True)
    end = msgspec.json.decode(done.stdout.splitlines()[-1])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _UNITS_IN_A_MB
    return {"state": end["state"], "pages": end["summary"]["fetched"], "peak": peak}


def main(arguments: list[str]) -> None:
    """Runs a measured crawl, or the benchmark."""
    if arguments == ["--measured"]:
        sys.stdout.buffer.write(msgspec.json.encode(_measured()))
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    chosen = parser.parse_args(arguments)
    found = run(chosen.small, chosen.large)
    for size in ("small", "large"):
        print(f"{found[f'{size}_pages']:>9,} pages: peak {found[size]:.1f} MB")
    verdict = "met" if found["growth"] < TARGET_PERCENT else "MISSED"
    print(f"growth {found['growth']:.1f} % (target: under {TARGET_PERCENT:.0f} %: {verdict})")


if __name__ == "__main__":
    main(sys.argv[1:])
