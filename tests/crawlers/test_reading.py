"""What the crawler reads of pages, robots.txt, sitemaps and listings."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadTimeoutError

from crawlers.blocks import block_rule
from crawlers.failures import failure_name, failure_words
from crawlers.links import page_links
from crawlers.lists import earlier_pages, goes_on, is_listing_instead, shown_by
from crawlers.robots import Robots
from crawlers.sitemaps import read_sitemap
from records import Page

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
        ("", "max-image-preview:large, noindex", False, True),
        ("", "max-video-preview: -1, noarchive", False, True),
        ("", "otherbot: nofollow, noindex", True, True),
        ("", "otherbot: nofollow\nnoindex", False, True),
        ("", "noindex;nofollow", False, False),
        ("", "noindex nofollow", False, False),
        ("", "therapyindex/0.1: noindex", False, True),
        ("<meta name=robots content=noindex></head>" + "<div>" * 20_000, None, False, True),
        ("<title>Ada</title></head><body>" + "<div>" * 20_000, None, True, True),
        ("<div>" * 20_000, None, False, True),  # what cannot be looked at is not kept
        ("<meta name=robots content='noindex nofollow'>", None, False, False),
        ("<meta name=robots content='noindex;nofollow'>", None, False, False),
        ("<meta name content><meta name=robots>", None, True, True),
    ],
)
def test_what_a_page_asks_of_robots(head: str, header: str | None, *, keep: bool, follow: bool) -> None:
    found = page_links(head.encode(), None, header.splitlines() if header else [])
    assert (found.may_keep, found.may_follow) == (keep, follow)


@given(st.binary(max_size=400), st.text(max_size=60))
def test_no_bytes_break_it(body: bytes, header: str) -> None:
    page_links(body, header, [header])
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
    ("status", "allowed"),
    [(404, True), (410, True), (403, True), (429, False), (500, False), (301, False), (None, False)],
)
def test_robots_txt_that_is_none(status: int | None, *, allowed: bool) -> None:
    rules = Robots.from_answer(status, b"User-agent: *\nDisallow: /")
    assert (rules.problem is None, rules.allows(f"{WWW}/x")) == (allowed, allowed)


@pytest.mark.parametrize(
    "body",
    [
        b" \n<!doctype html><p>x",
        b"\xef\xbb\xbf<html>",
        b"# for robots\n<html><p>x",
        "User-agent: *\nDisallow: /".encode("utf-16"),
        b"User-agent: *\nDisa\0llow: /",
        b"Disallow: /\n" * 100_000,
    ],
)
def test_rules_that_may_be_hidden_allow_nothing(body: bytes) -> None:
    rules = Robots.from_answer(200, body)
    assert rules.problem
    assert not rules.allows(f"{WWW}/x")
    assert Robots.from_answer(200, b"").allows(f"{WWW}/x")


@pytest.mark.parametrize(
    ("agent", "allowed"),
    [
        ("therapyindex/0.1", False),
        ("TherapyIndex", False),
        ("therapyindex # us", False),
        ("therapy", True),
        ("index", True),
        ("therapyindex-images", True),
        ("*", False),
    ],
)
def test_the_group_of_robots_txt_that_is_ours(agent: str, *, allowed: bool) -> None:
    assert Robots.from_answer(200, f"User-agent: {agent}\nDisallow: /".encode()).allows(f"{WWW}/x") is allowed


@pytest.mark.parametrize("filling", [b"\n", b" ", b"\t\n", b"user-agent", b"User-agent: x\n", b"Disallow: /*a*a*a*$\n"])
def test_robots_txt_that_is_long_is_read_at_once(filling: bytes) -> None:
    rules = Robots.from_answer(200, filling * (500_000 // len(filling)))  # a square of its length would take hours
    assert rules.allows(f"{WWW}/" + "a" * 200)


def test_a_group_for_a_part_of_our_name_opens_nothing() -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: therapy\nAllow: /"
    assert not Robots.from_answer(200, rules).allows(f"{WWW}/x")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<a href=/josé>".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<meta charset=iso-8859-1><a href=/josé>".encode("latin-1"), None),
        ("<a href=/josé>".encode("utf-16"), "text/html; charset=utf-16"),
        ("<a href=/josé>".encode(), None),
    ],
)
def test_links_in_the_charset_of_the_page(body: bytes, content_type: str | None) -> None:
    assert page_links(body, content_type).hrefs == ["/josé"]


def test_directives_in_utf_16() -> None:
    assert not page_links("<meta name=robots content=noindex>".encode("utf-16"), "text/html; charset=utf-16").may_keep


def test_sitemaps() -> None:
    text = (
        b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        b"<url><loc>https://a.example/1?a=1&amp;b=2</loc></url><url><lastmod>x</lastmod></url>"
        b"<url><loc><![CDATA[https://a.example/2]]></loc></url></urlset>"
    )
    assert read_sitemap(text).pages == [("https://a.example/1?a=1&b=2", None), ("https://a.example/2", None)]
    assert read_sitemap(text).is_whole
    assert read_sitemap(gzip.compress(text)) == read_sitemap(text)
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><urlset><url><loc>&b;</loc></url></urlset>"
    assert read_sitemap(bomb).pages == []
    full = b"<urlset><url><loc>https://a.example/1</loc><changefreq>daily</changefreq><lastmod>2026-05</lastmod></url></urlset>"
    assert len(read_sitemap(full.replace(b"</url>", b"<image><loc>x</loc></image></url>" * 3)).pages) == 1
    assert read_sitemap(full).pages[0][1]
    index = read_sitemap(b"<sitemapindex><sitemap><loc>https://a.example/s</loc></sitemap></sitemapindex>")
    assert (index.pages, index.sitemaps) == ([], ["https://a.example/s"])
    lines = read_sitemap(b"\xef\xbb\xbfhttps://a.example/1\r\nhttps://a.example/2\n")
    assert [address for address, _ in lines.pages] == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<urlset><url><loc>https://a.example/1</loc></url><url><lo",
        b"<html><p>no sitemap</html>",
        gzip.compress(b"<urlset></urlset>", mtime=0)[:-10],
        b"<urlset>" + b"<url><loc>https://a.example/1</loc></url>" * 50_001 + b"</urlset>",
    ],
)
def test_a_sitemap_that_was_not_read_to_its_end_says_so(body: bytes) -> None:
    assert not read_sitemap(body).is_whole


@pytest.mark.parametrize("filling", [b"<a/>", b"<url/>", b"<url>", b"<url><loc>x</loc>", b"<!---->"])
def test_a_sitemap_that_packs_millions_of_nothings_is_bounded(filling: bytes) -> None:
    found = read_sitemap(gzip.compress(b"<urlset>" + filling * 3_000_000, 1))
    assert not found.is_whole
    assert len(found.pages) <= 50_000


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026", "2026-01-01T00:00:00+00:00"),
        ("2026-05", "2026-05-01T00:00:00+00:00"),
        ("2026-05-30", "2026-05-30T00:00:00+00:00"),
        ("2026-05-30T12:30Z", "2026-05-30T12:30:00+00:00"),
        ("2026-05-30T12:30:15.5+02:00", "2026-05-30T10:30:15.500000+00:00"),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_date_of_a_sitemaps_entry(written: str, read: str | None) -> None:
    text = f"<urlset><url><loc>https://a.example/1</loc><lastmod> {written} </lastmod></url></urlset>"
    [(_, date)] = read_sitemap(text.encode()).pages
    assert (date and date.isoformat()) == read


SALEM = f"{WWW}/therapists/us/or/salem"


def test_a_list_goes_on_only_while_it_shows_something_new() -> None:
    first, second, third = (shown_by(SALEM, list(names)) for names in ("ab", "bc", "ca"))
    assert goes_on(SALEM, first, [])
    assert goes_on(f"{SALEM}?page=2", second, [first])
    assert not goes_on(f"{SALEM}?page=3", third, [first, second])
    assert not goes_on(f"{SALEM}?page=2", first, [first])
    assert not goes_on(f"{SALEM}?page=9999", shown_by(SALEM, ["z"]), [first])
    assert earlier_pages(SALEM) == []
    assert earlier_pages(f"{SALEM}?page=3") == [SALEM, f"{SALEM}?page=1", f"{SALEM}?page=2"]


def test_what_a_list_shows_is_no_matter_of_order_nor_its_own_further_pages() -> None:
    assert shown_by(SALEM, ["a", "b", f"{SALEM}?page=2"]) == shown_by(SALEM, ["b", "a", "a"])


PROFILE = f"{WWW}/therapist/renee-quill-marsh"
OTHERS = {f"{WWW}/therapist/other-{n}": "profile" for n in range(6)}


@pytest.mark.parametrize(
    ("titles", "targets", "canonical", "instead"),
    [
        (["Renée Quill", "x"], OTHERS, None, False),
        (["Find a therapist in Salem", "Salem"], OTHERS, None, True),
        (["Find a therapist in Salem"], list(OTHERS)[:3], None, False),  # a profile with neighbours
        (["Renée Quill"], OTHERS, SALEM, True),
        (["Renée Quill"], OTHERS, PROFILE, False),
        (["Somebody Else"], [], f"{WWW}/therapist/other-1", False),  # another name for the same person
        ([], OTHERS, None, False),  # nobody is lost for want of a heading
        (["Рене Квилл"], OTHERS, None, False),
        (["Harbor Counseling"], OTHERS, None, False),  # a practice that links to its people
    ],
)
def test_a_listing_in_place_of_a_profile(
    titles: list[str], targets: list[str], canonical: str | None, *, instead: bool
) -> None:
    kinds = {**OTHERS, SALEM: "listing", PROFILE: "profile"}
    assert is_listing_instead(PROFILE, titles, targets, canonical, kinds.get) is instead
    number = f"{WWW}/therapist/12345"  # a url that names nobody says nothing about the name
    assert not is_listing_instead(number, titles, targets, None, kinds.get)


def a_page(body: str, status: int = 200, **headers: str) -> Page:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(PROFILE, status, named, body.encode(), datetime(2026, 5, 30, tzinfo=UTC), "therapyden")


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        (a_page("<title>Just a moment...</title>"), "title"),
        (a_page("<title>x</title><h1> ACCESS DENIED</h1>", 403), "title"),
        (a_page("<title>Ada Quill</title>", cf_mitigated="challenge"), "challenge-header-200"),
        (a_page("<p>x</p>", 403, cf_mitigated="challenge"), "challenge-header"),
        (a_page("<iframe src='/_Incapsula_Resource?x'>"), "challenge-script"),
        (a_page("<p>Enable JavaScript and cookies to continue</p>", 403), "forbidden-by-firewall"),
        (a_page("<p>Enable JavaScript and cookies to continue</p>"), None),
        (a_page("<title>Ada Quill</title><h1>Ada Quill</h1>" + "x" * 30_000 + "px-captcha"), None),
        (a_page("<title>Ada Quill: access denied no more</title>"), None),
        (a_page("<title>Just a moment...</title>", 404), None),
        (a_page("<title>One more step | Harbor</title>"), "title"),
        (a_page("<title>One More Step Counseling</title>"), None),
        (a_page("<title>Verify you are human by completing the action below.</title>"), "title"),
        (a_page("", 202, x_amzn_waf_action="challenge"), "challenge-header"),
    ],
)
def test_block_pages(page: Page, rule: str | None) -> None:
    assert block_rule(page, page_links(page.body).titles) == rule


def test_an_error_has_a_name_and_words() -> None:
    assert (failure_name(ValueError("x")), failure_words(ValueError("x"))) == ("ValueError", "ValueError: x")
    assert failure_words(DownloadTimeoutError()) == "no answer came in time"
