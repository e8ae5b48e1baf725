"""What the crawler reads of pages, robots.txt, sitemaps and listings."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.frontier import Frontier
from crawlers.links import page_links
from crawlers.robots import Robots
from crawlers.sitemaps import read_sitemap

WWW = "https://www.therapyden.com"


def test_the_links_of_a_page() -> None:
    found = page_links(
        b"<base href='/deep/'><a href=' /x '>1</a><a href=/x>2</a><a href='#top'>3</a><a>4</a><a href=y>5</a>"
        b"<a href='" + b"z" * 3_000 + b"'>6</a>"
    )
    assert found.hrefs == ["/x", "y"]
    assert found.base == "/deep/"
    assert found.may_keep
    assert found.may_follow


@pytest.mark.parametrize(
    ("head", "header", "keep", "follow"),
    [
        ("<meta name=robots content='NOINDEX'>", None, False, True),
        ("<META NAME=ROBOTS CONTENT=' noarchive ,nofollow'>", None, False, False),
        ("<meta name=therapyindex content=none>", None, False, False),
        ("<meta name=otherbot content=none>", None, True, True),
        ("<meta name=robots content='index, follow'>", "noarchive", False, True),
        ("", "otherbot: noindex, noarchive", True, True),
        ("", "otherbot: noindex, therapyindex: noarchive", False, True),
        ("", "unavailable_after: 25 Jun 2030 15:00:00 GMT", True, True),
        ("", "max-snippet:20, noindex", False, True),
        ("<meta name content><meta name=robots>", None, True, True),
    ],
)
def test_what_a_page_asks_of_robots(head: str, header: str | None, *, keep: bool, follow: bool) -> None:
    found = page_links(head.encode(), header)
    assert (found.may_keep, found.may_follow) == (keep, follow)


@given(st.binary(max_size=400), st.text(max_size=60))
def test_no_bytes_break_it(body: bytes, header: str) -> None:
    page_links(body, header)
    read_sitemap(body)
    Robots.from_answer(200, body).allows(f"{WWW}/therapist/x")


def test_robots_txt() -> None:
    rules = Robots.from_answer(
        200,
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: TherapyIndex\nDisallow: /private\nCrawl-delay: 2\n"
        b"Request-rate: 1/5\nSitemap: https://www.therapyden.com/s.xml\n",
    )
    assert rules.allows(f"{WWW}/therapist/x")
    assert not rules.allows(f"{WWW}/private/x")
    assert rules.delay == 5.0
    assert list(rules.sitemaps) == [f"{WWW}/s.xml"]


@pytest.mark.parametrize(
    ("status", "reachable"),
    [(404, True), (410, True), (403, True), (429, False), (500, False), (301, False), (None, False)],
)
def test_robots_txt_that_is_none(status: int | None, *, reachable: bool) -> None:
    rules = Robots.from_answer(status, b"User-agent: *\nDisallow: /")
    assert (rules.reachable, rules.allows(f"{WWW}/x")) == (reachable, reachable)


def test_sitemaps() -> None:
    text = (
        b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        b"<url><loc>https://a.example/1?a=1&amp;b=2</loc></url><url><lastmod>x</lastmod></url>"
        b"<url><loc><![CDATA[https://a.example/2]]></loc></url></urlset>"
    )
    assert read_sitemap(text).pages == ["https://a.example/1?a=1&b=2", "https://a.example/2"]
    assert read_sitemap(gzip.compress(text)) == read_sitemap(text)
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><urlset><url><loc>&b;</loc></url></urlset>"
    assert read_sitemap(bomb).pages == []


def test_a_list_goes_on_only_while_it_shows_something_new() -> None:
    frontier = Frontier(None)
    salem = f"{WWW}/therapists/us/or/salem"
    assert frontier.goes_on(salem, ["a", "b"])
    assert frontier.goes_on(f"{salem}?page=2", ["b", "c"])
    assert not frontier.goes_on(f"{salem}?page=3", ["a", "c"])
    assert not frontier.goes_on(f"{salem}?page=9999", ["z"])
