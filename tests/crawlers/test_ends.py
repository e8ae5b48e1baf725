"""How a crawl ends, and what the next one does, where a site works in part only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.ledger import open_ledger
from store.pages import captures, page_states
from store.settings import StoreSettings
from tests.crawlers.crawling import Ended, crawled
from tests.crawlers.directory_site import Answer, Site, directory, page

WWW = "https://www.harbor.example"
DESCRIPTION = """
name: harbor
title: Harbor
hosts: [www.harbor.example, harbor.example]
{ways}
pages: {{listing: "/therapists", profile: "/profile/[^/]+"}}
"""
MAPPED = f"start_urls: []\nsitemaps: [{WWW}/s.xml]"
LISTED = f"start_urls: [{WWW}/therapists]"

Crawl = Callable[..., Ended]


@pytest.fixture
def harbor(site: Site, tmp_path: Path) -> Crawl:
    """Crawls the site as a source of one's own, with these ways into it."""
    sources = tmp_path / "sources"
    sources.mkdir()

    def run(ways: str, **order: Any) -> Ended:
        (sources / "harbor.yaml").write_text(DESCRIPTION.format(ways=ways), encoding="utf-8")
        env = {"THERAPYINDEX_SOURCES": str(sources)}
        return crawled(tmp_path / "data", site.url, env=env, source="harbor", **order)

    return run


@pytest.mark.parametrize(
    "sitemap",
    [
        Answer("", 404, etag=False),
        Answer("", 500, etag=False),
        Answer(f"<urlset><url><loc>{WWW}/about</loc></url></urlset>", etag=False),
    ],
)
def test_a_source_of_sitemaps_that_name_nothing_fails(site: Site, harbor: Crawl, sitemap: Answer) -> None:
    site.routes["/s.xml"] = sitemap
    end = harbor(MAPPED)
    assert (end.code, end.state) == (1, "failed")
    assert "sitemap" in end.summary["reason"]


def test_a_source_of_sitemaps_that_robots_txt_disallows_fails(site: Site, harbor: Crawl) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /", etag=False)
    site.routes["/s.xml"] = Answer(f"<urlset><url><loc>{WWW}/profile/a</loc></url></urlset>", etag=False)
    assert harbor(MAPPED).state == "failed"
    assert not site.paths["/s.xml"]


def test_a_source_of_sitemaps(site: Site, harbor: Crawl) -> None:
    site.routes["/s.xml"] = Answer(f"<urlset><url><loc>{WWW}/profile/a</loc></url></urlset>", etag=False)
    site.routes["/profile/a"] = page("A", [])
    assert harbor(MAPPED).state == "complete"
    assert harbor(MAPPED).state == "complete"


def test_a_start_page_that_leads_to_itself_leads_nowhere(site: Site, harbor: Crawl) -> None:
    site.routes["/therapists"] = Answer("", 301, {"Location": "https://harbor.example/therapists"}, etag=False)
    end = harbor(LISTED)
    assert (end.code, end.state) == (1, "failed")
    assert "leads nowhere" in end.summary["reason"]


def test_time_that_is_over_before_any_page_came_is_no_night(site: Site, harbor: Crawl) -> None:
    site.routes["/therapists"] = Answer("x", 503, {"Retry-After": "2"}, etag=False)
    assert harbor(LISTED, max_seconds=1.0).state == "failed"


def test_a_broken_way_does_not_stop_the_nights(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    wanted = directory(site, profiles=4, cities=1)
    del site.routes["/specialties"]
    assert crawl().state == "chain_broken"
    site.routes["/therapist/ada-quill-1"] = page("Ada Quill-Marsh", [])
    site.routes["/therapist/ada-quill-2"] = Answer("", 410, etag=False)
    site.asked.clear()
    end = crawl()
    assert end.state == "chain_broken"
    assert set(site.pages) >= {path for path in wanted if "therapist" in path}
    assert (end.summary["changed"], end.summary["gone"]) == (1, 2)  # the start page is gone too


def test_a_budget_counts_the_bytes_of_answers_that_are_given_up(site: Site, harbor: Crawl) -> None:
    def endless(stream: Any) -> None:
        stream.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(400):
            stream.write(b"x" * 100_000)

    site.routes["/therapists"] = page("Therapists", [f"/profile/{n}" for n in range(12)])
    site.routes |= {f"/profile/{n}": Answer(raw=endless, etag=False) for n in range(12)}
    end = harbor(LISTED + "\nbudget: {megabytes: 30}")
    assert (end.code, end.state) == (0, "budget")
    assert end.summary["bytes"] > 30 << 20
    assert sum(count for path, count in site.paths.items() if "profile" in path) < 20


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer("", 302, {"Location": "/captcha?next=x"}, etag=False), "blocked"),
        (Answer("", 202, {"x-amzn-waf-action": "challenge"}, etag=False), "blocked"),
        (Answer("", 204, etag=False), "failed"),
    ],
)
def test_a_site_that_answers_everything_so_is_left_alone(site: Site, harbor: Crawl, answer: Answer, state: str) -> None:
    site.routes["/therapists"] = page("Therapists", [f"/profile/{n}" for n in range(200)])
    site.routes |= {f"/profile/{n}": answer for n in range(200)}
    end = harbor(LISTED)
    assert (end.code, end.state) == (1, state)
    assert sum(site.pages.values()) < 80


def test_an_answer_of_another_type_does_not_make_a_known_page_new(site: Site, harbor: Crawl, tmp_path: Path) -> None:
    site.routes["/therapists"] = page("Therapists", ["/profile/a"])
    site.routes["/profile/a"] = page("A", [])
    harbor(LISTED)
    was, site.routes["/profile/a"] = site.routes["/profile/a"], Answer("%PDF", 200, {"Content-Type": "application/pdf"})
    assert harbor(LISTED).summary["errors"] == {"not_html": 1}
    site.routes["/profile/a"] = was
    assert harbor(LISTED).summary["new"] == 0
    assert len(list(captures(open_ledger(StoreSettings(data=tmp_path / "data"))))) == 2


@pytest.mark.parametrize("first", [0, 1])
def test_lists_that_count_from_nought_or_one(site: Site, harbor: Crawl, first: int) -> None:
    pages = [f"/therapists?page={n}" for n in range(first, first + 5)]
    site.routes["/therapists"] = page("Therapists", ["/profile/first", *pages])
    for n, path in enumerate(pages[1:], start=1):
        site.routes[path] = page("Therapists", [f"/profile/{n}", *pages])
    assert harbor(f"{LISTED}\npaging: page\npaging_from: {first}").state == "complete"
    asked = {path for path in site.pages if "profile" in path}
    assert asked == {"/profile/first", *(f"/profile/{n}" for n in range(1, 5))}


def test_links_are_read_as_the_page_means_them(site: Site, harbor: Crawl, tmp_path: Path) -> None:
    site.routes["/therapists"] = page("Therapists", ["profile/a"], "<base href='/'>")
    site.routes["/profile/a"] = page("A", ["/profile/not-ours"], "<base href='https://elsewhere.example/'>")
    assert harbor(LISTED).state == "complete"
    assert set(site.pages) == {"/therapists", "/profile/a"}


def test_an_address_in_another_alphabet(site: Site, harbor: Crawl, tmp_path: Path) -> None:
    def moved(stream: Any) -> None:
        stream.write("HTTP/1.1 301 x\r\nLocation: /profile/josé\r\nContent-Length: 0\r\n\r\n".encode())

    site.routes["/therapists"] = page("Therapists", ["/profile/a"])
    site.routes["/profile/a"] = Answer(raw=moved, etag=False)
    site.routes["/profile/jos%C3%A9"] = page("José", [])
    assert harbor(LISTED).state == "complete"
    assert site.paths["/profile/jos%C3%A9"] == 1
    assert f"{WWW}/profile/jos%C3%A9" in page_states(open_ledger(StoreSettings(data=tmp_path / "data")), "harbor")
