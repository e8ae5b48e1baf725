"""A night on the sample site in each fault mode: what is well is gathered, nothing else is asked for."""

import gzip
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import pytest

from store.ledger import open_ledger
from store.pages import captures, page_states
from store.settings import StoreSettings
from tests.crawlers.crawling import Ended, crawled, ended, start_crawl
from tests.crawlers.directory_site import Answer, Site, serving
from tests.crawlers.faults import FAULTS, HTML, MEGABYTE, Fault
from tests.crawlers.sample_site import FORBIDDEN, SampleSite
from tests.repetitions import each

WWW = "https://www.therapyden.com"
MEMORY = 400 * MEGABYTE  # bytes that a crawl may take, whatever it is sent


@pytest.fixture
def elsewhere() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running


@pytest.fixture
def site(elsewhere: Site) -> Iterator[SampleSite]:
    with serving(SampleSite(elsewhere=elsewhere.url)) as running:
        assert isinstance(running, SampleSite)
        yield running


@pytest.fixture
def crawl(site: SampleSite, elsewhere: Site, tmp_path: Path) -> Callable[..., Ended]:
    """A night; whatever the site does, no other one is asked for anything, nor this one for what it disallows."""

    def run(**order: Any) -> Ended:
        end = crawled(tmp_path, site.url, **order)
        assert elsewhere.asked == []
        assert not [path for path in site.paths if path.startswith("/account")]
        assert FORBIDDEN not in site.paths
        assert "Traceback" not in end.errors
        return end

    return run


def kept(data: Path) -> Counter[str]:
    ledger = open_ledger(StoreSettings(data=data))
    return Counter(capture.url.removeprefix(WWW) for capture in captures(ledger))


def peak_of(process: "subprocess.Popen[bytes]") -> int:
    """The most memory that a crawl took, in bytes, looked at until it ends.

    The system's own peak of a child begins with the size of the process that started it, whatever that has done before.
    """
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            peak = max(peak, watched.memory_info().rss)
        time.sleep(0.05)
    return peak


def check(site: SampleSite, end: Ended, data: Path, faults: dict[str, tuple[Fault, list[str]]]) -> None:
    """What a night may look like in which some pages are faulty."""
    wanted, found = site.wanted, kept(data)
    faulty = {path for _, paths in faults.values() for path in paths}
    assert end.state == "complete"
    assert Counter(end.summary["errors"]) == Counter(f.error for f, paths in faults.values() for _ in paths if f.error)
    for figure in ("missing", "redirected", "gone"):
        counted = sum(len(paths) for fault, paths in faults.values() if fault.counted == figure)
        assert end.summary[figure] >= counted
    assert all(site.paths[path] == 1 for path in wanted - faulty)
    assert set(found) >= wanted - faulty
    for name, (fault, paths) in faults.items():
        assert all(site.paths[path] <= fault.tries for path in paths), name
        assert (set(paths) <= set(found)) is fault.kept, name
    assert end.summary["requests"] == sum(site.paths.values())


def test_a_night_with_every_fault_at_once(site: SampleSite, crawl: Callable[..., Ended], tmp_path: Path) -> None:
    site.resize(200)
    people, faults = iter(random.Random(1).sample(site.profiles(), len(site.profiles()))), {}
    for name, fault in FAULTS.items():
        faults[name] = fault, sorted(islice(people, 2))
        fault.bring_about(site, faults[name][1])
    process = start_crawl(tmp_path, site.url)
    peak = peak_of(process)
    check(site, ended(process), tmp_path, faults)
    assert 0 < peak < MEMORY
    site.routes.clear()  # the site is mended: the next nights bring the rest
    for _ in range(2):
        end = crawl()
    assert end.state == "complete"
    assert set(kept(tmp_path)) >= site.wanted


@pytest.mark.parametrize("name", each(list(FAULTS)))
def test_a_night_in_each_fault_mode(site: SampleSite, crawl: Callable[..., Ended], tmp_path: Path, name: str) -> None:
    faulty = site.profiles()[3:5]
    FAULTS[name].bring_about(site, faulty)
    check(site, crawl(), tmp_path, {name: (FAULTS[name], faulty)})


ROBOTS = {
    "500": Answer("broken", 500, etag=False),
    "503": Answer("wait", 503, {"Retry-After": "5000"}, etag=False),
    "a web page": Answer("<!doctype html><title>Home</title>", headers=HTML, etag=False),
    "10,000,000 bytes": Answer("User-agent: *\n" + "Disallow: /x\n" * 800_000, etag=False),
    "for ever": Answer("", 301, {"Location": "/robots.txt"}, etag=False),
    "another site": Answer("", 301, {"Location": "https://elsewhere.example/robots.txt"}, etag=False),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_without_robots_txt_nothing_is_fetched(site: SampleSite, crawl: Callable[..., Ended], name: str) -> None:
    site.routes["/robots.txt"] = ROBOTS[name]
    end = crawl()
    assert end.code == 1
    assert end.state == ("blocked" if name == "503" else "failed")
    assert "robots.txt" in end.summary["reason"] or "5000" in end.summary["reason"]
    assert set(site.paths) == {"/robots.txt"}


def test_robots_txt_is_waited_for(site: SampleSite, crawl: Callable[..., Ended]) -> None:
    answers = iter([Answer("broken", 500, etag=False)] * 2)
    rules = site.page("/robots.txt")
    site.routes["/robots.txt"] = lambda _: next(answers, rules)
    assert crawl().state == "complete"


def test_a_site_that_disallows_everything(site: SampleSite, crawl: Callable[..., Ended]) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", etag=False)
    end = crawl()
    assert (end.code, end.state) == (1, "failed")
    assert "disallowed" in end.summary["reason"]
    assert set(site.paths) == {"/robots.txt"}


def _sitemap(entries: str) -> Answer:
    return Answer(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>", etag=False)


SITEMAPS = {
    "empty": (_sitemap(""), "chain_broken"),
    "no bytes": (Answer("", etag=False), "chain_broken"),
    "a web page": (Answer("<!doctype html><title>Home</title><p>Welcome", headers=HTML, etag=False), "chain_broken"),
    "not there": (Answer("", 404, etag=False), "complete"),
    "only other sites": (_sitemap("<url><loc>https://elsewhere.example/therapist/x</loc></url>"), "complete"),
    "broken in the middle": (_sitemap(f"<url><loc>{WWW}/therapist/ada-quill</loc></url><url><lo"), "complete"),
    "of itself": (
        Answer(f"<sitemapindex><sitemap><loc>{WWW}/sitemap.xml</loc></sitemap></sitemapindex>", etag=False),
        "complete",
    ),
    "a bomb": (Answer(gzip.compress(bytes(60 * MEGABYTE)), etag=False), "chain_broken"),
}


@pytest.mark.parametrize("name", SITEMAPS)
def test_sitemaps_that_are_none(site: SampleSite, crawl: Callable[..., Ended], tmp_path: Path, name: str) -> None:
    site.routes["/sitemap.xml"], state = SITEMAPS[name]
    listed = {path for path in site.wanted if not path.startswith("/therapist/")}
    end = crawl()
    assert (end.state, end.code) == (state, 0 if state == "complete" else 1)
    assert (state == "complete") or "sitemap" in end.summary["reason"]
    assert set(kept(tmp_path)) >= listed  # found by the lists; what was fetched is kept


def test_a_sitemap_of_fifty_thousand(site: SampleSite, crawl: Callable[..., Ended], tmp_path: Path) -> None:
    entries = "".join(f"<url><loc>{WWW}/therapist/number-{n}</loc></url>" for n in range(50_000))
    site.routes["/sitemap.xml"] = _sitemap(entries)
    end = crawl(max_pages=20)
    assert (end.code, end.state) == (0, "budget")
    assert end.summary["found"] >= 50_000
    assert end.summary["fetched"] == 20
    states = page_states(open_ledger(StoreSettings(data=tmp_path)), "therapyden")
    assert len(states) >= 50_000  # nothing that was found is lost


def test_block_pages_in_a_row_stop_the_source(site: SampleSite, crawl: Callable[..., Ended], tmp_path: Path) -> None:
    people = site.profiles()
    site.set(people, Answer("<title>Just a moment...</title>", 403, HTML, etag=False))
    end = crawl()
    assert (end.code, end.state) == (1, "blocked")
    assert "block page" in end.summary["reason"]
    asked = sum(site.paths[path] for path in people)
    assert asked < 3 + 2 * 16 + 1  # those that were under way
    assert not set(people) & set(kept(tmp_path))
    site.routes.clear()
    assert crawl().state == "complete"  # what was blocked is due at once
    assert set(kept(tmp_path)) >= site.wanted


def test_a_site_that_dies_is_left_alone_and_the_next_crawl_goes_on(
    site: SampleSite, crawl: Callable[..., Ended], tmp_path: Path
) -> None:
    site.resize(100)
    FAULTS["hangs-up"].bring_about(site, site.profiles())
    end = crawl()
    assert (end.code, end.state) == (1, "failed")
    assert "in a row" in end.summary["reason"]
    first = set(kept(tmp_path))
    assert first >= site.wanted - set(site.profiles())
    site.routes.clear()
    site.asked.clear()
    assert crawl().state == "complete"
    assert set(kept(tmp_path)) >= site.wanted
    starts = {"/specialties", "/therapists/us"}  # asked for in every crawl
    assert not (first - starts) & set(site.pages)
