"""Crawls that are killed, stopped, or run into each other or a full disk."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from warcio.archiveiterator import ArchiveIterator

from store.archive import recover
from store.ledger import open_ledger
from store.pages import captures, crawl_states
from store.settings import StoreSettings
from tests.crawlers.crawling import crawled, ended, start_crawl
from tests.crawlers.directory_site import Site, directory
from tests.crawlers.forks import ROOT
from tests.repetitions import NOTHING_LEFT_OUT

WWW = "https://www.therapyden.com"


def archived(data: Path) -> Counter[str]:
    """The paths in the archive as warcio reads them, every digest checked."""
    found: Counter[str] = Counter()
    for file in sorted((data / "archive").rglob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.content_stream().read()
                if record.rec_type == "response":
                    assert record.digest_checker.passed
                    found[record.rec_headers.get_header("WARC-Target-URI").removeprefix(WWW)] += 1
    return found


def test_killed_at_twenty_random_moments_it_loses_nothing_and_repeats_nothing(site: Site, tmp_path: Path) -> None:
    wanted = directory(site, profiles=1_600)  # more than all the killed runs can reach
    site.delay = 0.1
    moments = random.Random(datetime.now(UTC).toordinal())  # others every day, the same ones all day long
    before: set[str] = set()
    for _ in range(20 if NOTHING_LEFT_OUT else 5):
        process = start_crawl(tmp_path, site.url)
        enough = len(site.asked) + moments.randint(3, 40)
        while len(site.asked) < enough and process.poll() is None:
            time.sleep(moments.uniform(0, 0.1))
        time.sleep(moments.uniform(0, 0.2))
        assert process.poll() is None
        process.kill()
        process.communicate()
        assert not before & set(site.pages)
        recover(StoreSettings(data=tmp_path))
        before = set(archived(tmp_path))
        site.asked.clear()
    end = crawled(tmp_path, site.url)
    assert (end.code, end.state) == (0, "complete")
    assert not before & set(site.pages)
    assert 0 < len(before) < len(wanted)
    assert archived(tmp_path) == Counter(dict.fromkeys(wanted, 1))
    ledger = open_ledger(StoreSettings(data=tmp_path))
    assert {capture.url.removeprefix(WWW) for capture in captures(ledger)} == wanted
    assert end.summary["resumed"] == len(before)
    assert end.summary["fetched"] == end.summary["new"] == len(wanted)
    assert len({capture.crawl for capture in captures(ledger)}) == 1


def test_stopped_by_a_signal_it_is_continued(site: Site, tmp_path: Path) -> None:
    wanted = directory(site, profiles=150)
    site.delay = 0.05
    process = start_crawl(tmp_path, site.url)
    while len(site.asked) < 20:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    end = ended(process)
    assert (end.code, end.state) == (1, "interrupted")
    assert "SIGTERM" in end.summary["reason"]
    assert end.errors == ""
    first = archived(tmp_path)
    assert sum(first.values()) == end.summary["fetched"] < len(wanted)
    assert crawl_states(open_ledger(StoreSettings(data=tmp_path)))["therapyden"].state is None
    site.asked.clear()
    again = crawled(tmp_path, site.url)
    assert again.state == "complete"
    assert again.events[-1]["crawl"] == end.events[-1]["crawl"]
    assert not set(first) & set(site.pages)
    assert set(archived(tmp_path)) == wanted


def test_it_stops_when_nobody_listens(site: Site, tmp_path: Path) -> None:
    directory(site, profiles=300)
    site.delay = 0.5
    process = start_crawl(tmp_path, site.url)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.wait(timeout=30) == 1
    assert process.stderr.read() == b""
    process.stderr.close()
    assert len(site.asked) < 300


def test_two_crawls_of_one_source_do_not_meet(site: Site, tmp_path: Path) -> None:
    directory(site, profiles=150)
    site.delay = 3.0  # so slow that the first cannot end before the second begins, however busy the machine
    first = start_crawl(tmp_path, site.url)
    while len(site.asked) < 5:
        time.sleep(0.02)
    second = crawled(tmp_path, site.url)
    site.delay = 0.0
    assert second.code == 1
    assert "another process" in second.summary["reason"]
    assert ended(first).state == "complete"


def test_a_full_disk_is_one_clear_line(site: Site, tmp_path: Path) -> None:
    wanted = directory(site, profiles=150)
    order = {"source": "therapyden", "data": str(tmp_path), "base_url": site.url}
    limited = (
        "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "runpy.run_module('crawlers', run_name='__main__')"
    )
    open_ledger(StoreSettings(data=tmp_path)).dispose()
    done = subprocess.run(
        [sys.executable, "-c", limited], input=msgspec.json.encode(order), capture_output=True, cwd=ROOT, check=False
    )
    assert done.returncode == 1
    assert done.stderr == b""
    end = msgspec.json.decode(done.stdout.splitlines()[-1])
    assert end["event"] == "end"
    assert "make room" in end["summary"]["reason"]
    assert crawled(tmp_path, site.url).state == "complete"  # once there is room, it goes on
    assert archived(tmp_path) == Counter(dict.fromkeys(wanted, 1))
