"""`make bench`: every figure of docs/benchmarks.md, as ratios measured in the same run, part by part.

Elasticsearch is measured where ELASTICSEARCH_URL is set, else on a server started for the part.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    answers,
    answers_memory,
    api,
    crawl,
    crawl_memory,
    crawl_nights,
    crawl_sources,
    extract,
    identity,
    publish,
    publish_memory,
    report,
    taxonomy,
    understand,
)
from benchmarks.report import Row
from tests.servers.distribution import ServerMissing
from tests.servers.elasticsearch import Server

COMMAND = Path(sys.executable).with_name("therapyindex")


def main(parts: list[str]) -> int:
    """Measures these parts or all, prints each line as it comes, and writes each part into the report."""
    if unknown := [part for part in parts if part not in PARTS]:
        print(f"There is no part {unknown[0]}. The parts are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    missed = []
    for part in parts or PARTS:
        rows = []
        for row in PARTS[part]():
            print(row.markdown(), flush=True)
            rows.append(row)
        report.write(part, rows, list(PARTS))
        missed += [row.what for row in rows if row.met is False]
    print(f"written to {report.REPORT.name}; " + (f"missed: {', '.join(missed)}" if missed else "every target met"))
    return 0


def _crawl() -> Iterator[Row]:
    found = crawl.run()
    yield Row(
        f"crawl + archive + ledger, {found['pages']:,} pages, against stock Scrapy with an empty callback",
        f"{found['ours']:.0f} pages/s",
        f"{found['stock']:.0f} pages/s",
        found["ratio"],
        f"at least {crawl.TARGET}",
        found["ratio"] >= crawl.TARGET,
    )


def _memory() -> Iterator[Row]:
    found = crawl_memory.run()
    yield Row(
        "peak memory of a crawl that is ten times as large, growth in percent",
        f"{found['large_pages']:,} pages: {found['large']:.1f} MB",
        f"{found['small_pages']:,} pages: {found['small']:.1f} MB",
        found["growth"],
        f"under {crawl_memory.TARGET_PERCENT:.0f}",
        found["growth"] < crawl_memory.TARGET_PERCENT,
    )


def _nights() -> Iterator[Row]:
    nights = crawl_nights.run()
    first, second, third = nights
    by_bytes, by_requests = crawl_nights.shares(nights)
    yield Row(
        "bytes of the second night, 1 % of the profiles changed, against the first",
        f"{second.bytes / (1 << 20):.1f} MB",
        f"{first.bytes / (1 << 20):.1f} MB",
        by_bytes,
        f"at most {crawl_nights.TARGET_BYTES}",
        by_bytes <= crawl_nights.TARGET_BYTES,
    )
    yield Row(
        "requests of the third night, the first that leaves out what did not change, against the first",
        f"{third.requests:,} requests",
        f"{first.requests:,} requests",
        by_requests,
        f"at most {crawl_nights.TARGET_REQUESTS}",
        by_requests <= crawl_nights.TARGET_REQUESTS,
    )


def _sources() -> Iterator[Row]:
    found = crawl_sources.run()
    for trouble in sorted(set(found["troubles"])):
        print(f"A source came to nothing: {trouble}")
    yield Row(
        f"sources kept busy at one request a second each, of {found['sources']} at once in one data directory",
        f"median {found['median']:.2f} requests/s",
        f"slowest {found['slowest']:.2f} requests/s",
        found["busy"],
        f"{found['sources']}",
        found["busy"] == found["sources"],
    )


def _taxonomy() -> Iterator[Row]:
    found = taxonomy.run()
    yield Row(
        "approaches and issues in a text of 500 characters, names and phrases, in ms",
        f"names alone {found['names']:.3f} ms",
        f"one regular expression of them all {found['plain']:.1f} ms",
        found["both"],
        f"at most {taxonomy.TARGET_MS}",
        found["both"] <= taxonomy.TARGET_MS,
    )


def _extract() -> Iterator[Row]:
    found = extract.run()
    yield Row(
        f"extraction of a {found['kilobytes']:.0f} KB profile against the bare selectolax parse",
        f"{found['ours']:.2f} ms",
        f"{found['bare']:.2f} ms",
        found["ratio"],
        "at most 2.5",
        found["ratio"] <= 2.5,
    )
    yield Row("the same, on profiles never seen before", "", "", found["fresh"], "", met=None)


def _understand() -> Iterator[Row]:
    found = understand.run()
    yield Row(
        "understanding of a profile never seen before (extraction, cleaning, claims) against the bare selectolax parse",
        f"{found['ours']:.2f} ms",
        f"{found['bare']:.2f} ms",
        found["ratio"],
        f"at most {understand.TARGET_PARSE}",
        found["ratio"] <= understand.TARGET_PARSE,
    )
    yield Row(
        "the same against a plain scraper with BeautifulSoup, times as fast",
        f"{found['ours']:.2f} ms",
        f"{found['plain']:.2f} ms",
        found["gain"],
        f"at least {understand.TARGET_PLAIN:.0f}",
        found["gain"] >= understand.TARGET_PLAIN,
    )
    nights = understand.night()
    yield Row(
        "understanding in the second night, 1 % of the profiles changed, against the first",
        f"{nights['second']:.2f} s",
        f"{nights['first']:.2f} s",
        nights["ratio"],
        f"at most {understand.TARGET_NIGHT}",
        nights["ratio"] <= understand.TARGET_NIGHT,
    )


def _identity() -> Iterator[Row]:
    found = identity.run()
    yield Row(
        f"identity over {found['mentions']:,} mentions of {found['people']:,} people, seconds",
        f"precision {found['precision']:.3f}, recall {found['recall']:.3f}",
        "",
        found["seconds"],
        f"at most {identity.TARGET_SECONDS:.0f}",
        found["seconds"] <= identity.TARGET_SECONDS,
    )
    yield Row(
        "its peak memory, GB",
        "",
        "",
        found["gb"],
        f"at most {identity.TARGET_GB:.0f}",
        found["gb"] <= identity.TARGET_GB,
    )


def _publishes() -> Iterator[Row]:
    with _elasticsearch():
        for engine, found in publish.run().items():
            yield from _publish(engine, found)


def _publish(engine: str, found: dict[str, float]) -> Iterator[Row]:
    bare = "bare tantivy" if engine == "embedded" else "the fastest bare bulk client (2, 3 or 4 requests in flight)"
    target = publish.TARGETS[engine]
    yield Row(
        f"publish, {engine}, against {bare}",
        f"{found['ours']:,.0f} documents/s",
        f"{found['bare']:,.0f} documents/s",
        found["ratio"],
        f"at least {target}",
        found["ratio"] >= target,
    )
    if slow := found.get("helpers.bulk"):
        speeds = f"{found['ours']:,.0f} documents/s", f"{slow:,.0f} documents/s"
        yield Row("the same against the client's own `helpers.bulk`", *speeds, found["ours"] / slow, "", met=None)


def _publish_memory() -> Iterator[Row]:
    few, many = publish_memory.SIZES
    small, large = (publish_memory.run(count, "embedded") for count in (few, many))
    yield Row(
        f"own memory of a publish of {many:,} therapists from a run's files, embedded, peak in MB",
        f"{large['speed']:,.0f} documents/s; resident with the mapped files of its index {large['resident']:.0f} MB",
        f"{few:,} therapists: {small['own']:.0f} MB",
        large["own"],
        f"under {publish_memory.TARGET_MB:.0f}",
        large["own"] < publish_memory.TARGET_MB,
    )


def _api() -> Iterator[Row]:
    times = api.run()
    (p50, p95), (_, inside) = times["HTTP API"], times["in process"]
    yield Row(
        f"search through the API, {api.TARGET_THERAPISTS:,} therapists, embedded, p95 in ms",
        f"p50 {p50:.1f} ms",
        f"in process p95 {inside:.1f} ms",
        p95,
        f"at most {api.TARGET_P95_MS:.0f}",
        p95 <= api.TARGET_P95_MS,
    )


def _answers() -> Iterator[Row]:
    with _elasticsearch():
        found_by_engine = answers.run()
    for engine, found in found_by_engine.items():
        bare = "bare tantivy" if engine == "embedded" else "the bare asynchronous client"
        target = answers.TARGETS[engine]
        yield Row(
            f"p95 of mixed queries, {answers.THERAPISTS:,} therapists, {engine}, against {bare} with the same calls",
            f"{found['p95']:.1f} ms (p50 {found['p50']:.1f})",
            f"{found['bare_p95']:.1f} ms (p50 {found['bare_p50']:.1f})",
            found["ratio"],
            f"at most {target}",
            found["ratio"] <= target,
        )
        yield Row(
            f"suggestions, {engine}, p95 in ms",
            "",
            "",
            found["suggest"],
            f"at most {answers.TARGET_SUGGEST_MS:.0f}",
            found["suggest"] <= answers.TARGET_SUGGEST_MS,
        )


def _answers_memory() -> Iterator[Row]:
    found = answers_memory.run()
    growth = (found["last"] / found["first"] - 1) * 100
    yield Row(
        f"own memory of {answers_memory.QUERIES:,} different queries, embedded, growth after two fifths in percent",
        f"{found['last']:.0f} MB",
        f"{found['first']:.0f} MB",
        growth,
        f"under {answers_memory.TARGET_PERCENT:.0f}",
        growth < answers_memory.TARGET_PERCENT,
    )


def _commands() -> Iterator[Row]:
    yield _timed("`therapyindex --help`, seconds", [str(COMMAND), "--help"], 5, 0.5)
    with TemporaryDirectory() as folder:
        yield _timed("`therapyindex demo`, seconds", [str(COMMAND), "demo", "--data", folder], 1, 90)


def _timed(what: str, command: list[str], runs: int, limit: float) -> Row:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    return Row(what, f"median of {runs}", "", median, f"at most {limit}", median <= limit)


@contextmanager
def _elasticsearch() -> Iterator[None]:
    if os.environ.get("ELASTICSEARCH_URL"):
        yield
        return
    try:
        server = Server.launch(outlives=True)
    except ServerMissing as missing:
        print(f"Elasticsearch is not measured: {missing}")
        yield
        return
    try:
        os.environ["ELASTICSEARCH_URL"] = server.wait()
        yield
    finally:
        os.environ.pop("ELASTICSEARCH_URL", None)
        server.stop()


PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "crawl": _crawl,
    "crawl_memory": _memory,
    "crawl_nights": _nights,
    "crawl_sources": _sources,
    "extract": _extract,
    "understand": _understand,
    "taxonomy": _taxonomy,
    "identity": _identity,
    "publish": _publishes,
    "publish_memory": _publish_memory,
    "answers": _answers,
    "answers_memory": _answers_memory,
    "api": _api,
    "commands": _commands,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
