"""Night after night: each asks for what it must, and no more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.stages.normalize import normalize
from records.optouts import url_key
from store.ledger import open_ledger
from store.optouts import add_optout
from store.pages import captures, page_states
from store.pages.erasure import forget_page
from store.settings import StoreSettings
from tests.crawlers.crawling import Ended
from tests.crawlers.directory_site import WORDS, Answer, Site, directory, page

WWW = "https://www.therapyden.com"
STARTS = {"/specialties", "/therapists/us"}

Night = Callable[..., set[str]]


@pytest.fixture
def night(site: Site, crawl: Callable[..., Ended]) -> Night:
    """Crawls for a night, and gives the pages that were asked for; none more than once."""

    def run(state: str = "complete", **order: Any) -> set[str]:
        site.asked.clear()
        end = crawl(**order)
        assert end.state == state
        assert set(site.pages.values()) <= {1}
        return set(site.pages)

    return run


def test_unchanged_pages_are_visited_ever_more_rarely_and_changed_ones_every_night(site: Site, night: Night) -> None:
    wanted = directory(site)
    assert [night() == wanted for _ in range(3)] == [True, True, False]
    assert set(site.pages) == STARTS  # they are what leads into the site
    site.routes["/therapist/ada-quill-3"] = page("Ada Quill-Marsh", [])
    assert night() == wanted
    assert night() == STARTS | {"/therapist/ada-quill-3"}
    assert night() == STARTS


def test_a_full_night_asks_for_everything_still_with_conditions(site: Site, night: Night) -> None:
    wanted = directory(site)
    night()
    night()
    assert night(full=True) == wanted
    assert all("if-none-match" in asked.headers for asked in site.asked if asked.path in wanted)


def test_who_is_new_on_a_list_is_visited_at_once_and_who_is_missing_from_it_is_asked_for(
    site: Site, night: Night, tmp_path: Path
) -> None:
    wanted = directory(site, profiles=8, cities=2)
    night()
    night()
    site.routes["/therapists/us"] = page("Therapists", ["/therapists/us/or", "/therapists/us/wa"])
    site.routes["/therapists/us/wa"] = page("Washington", ["/therapist/brook-vale"])
    site.routes["/therapist/brook-vale"] = page("Brook Vale", [])
    assert night() == STARTS | {"/therapists/us/wa", "/therapist/brook-vale"}
    assert night() >= wanted
    site.routes["/therapists/us"] = page("Therapists", ["/therapists/us/wa"])
    del site.routes["/therapists/us/or"]
    assert night() == STARTS | {"/therapists/us/or"}
    assert "/therapists/us/or" in night()  # missing for two nights
    state = page_states(open_ledger(StoreSettings(data=tmp_path)), "therapyden")[f"{WWW}/therapists/us/or"]
    assert state.gone_at


def test_a_newer_date_in_the_sitemap_and_absence_from_it(site: Site, night: Night) -> None:
    directory(site, profiles=4, cities=1)

    def mapped(**days: str) -> None:
        entries = "".join(
            f"<url><loc>{WWW}/therapist/ada-quill-{name[1:]}</loc><lastmod>{day}</lastmod></url>"
            for name, day in days.items()
        )
        site.routes["/sitemap.xml"] = Answer(f"<urlset>{entries}</urlset>", etag=False)

    mapped(n0="2026-01-05", n1="2026-01-05", n2="2026-01-05")
    night()
    night()
    mapped(n0="2026-01-05", n1="2027-02-01")
    assert night() == STARTS | {"/therapist/ada-quill-1", "/therapist/ada-quill-2"}


def test_a_changed_advert_is_no_change(site: Site, night: Night, tmp_path: Path) -> None:
    directory(site, profiles=2, cities=1)
    profile = "/therapist/ada-quill-0"

    def show(about: str, advert: str) -> None:
        site.routes[profile] = Answer(
            "<html><head><title>Ada Quill</title></head><body><h1>Ada Quill</h1>"
            f"<h2>About me</h2><p>{about} {WORDS}</p>"
            "<h2>Languages</h2><p>English</p><h2>Fees</h2><p>$100</p>"
            f"<aside><h2>Advertisement</h2><p>{advert}</p></aside></body></html>",
            headers={"Content-Type": "text/html"},
        )

    nights = 0

    def next_visit(**order: Any) -> int:
        """How many nights after this one the profile is visited again."""
        nonlocal nights
        nights += 1
        night(**order)
        normalize(StoreSettings(data=tmp_path))
        [state] = page_states(open_ledger(StoreSettings(data=tmp_path)), "therapyden", [WWW + profile]).values()
        return state.due - nights

    show("I listen.", "Buy a lamp.")
    assert [next_visit(), next_visit()] == [1, 2]
    show("I listen.", "Buy a chair.")
    assert next_visit(full=True) == 4  # as if unchanged
    show("I talk.", "Buy a chair.")
    assert next_visit(full=True) == 1


def test_specialists_that_rotate_are_visited_several_times_a_night(
    site: Site, crawl: Callable[..., Ended], tmp_path: Path
) -> None:
    directory(site, profiles=30)
    approach = "/specialties/approach-0"
    site.routes[approach] = lambda _: page("Approach", [f"/therapist/ada-quill-{site.paths[approach] % 30}"])
    crawl()
    assert site.paths[approach] == 1
    crawl()
    assert site.paths[approach] == 1 + 3  # it has changed, so it may rotate: at most three times
    order = [asked.path for asked in site.asked]
    between = order[order.index(approach, order.index(approach) + 1) + 1 :]
    assert between.index(approach) > 30  # all other pages come first
    held = [c for c in captures(open_ledger(StoreSettings(data=tmp_path))) if c.url == WWW + approach]
    assert len(held) == 4
    assert site.paths["/specialties/approach-1"] == 2


def test_rotation_ends_when_two_visits_show_nobody_new(site: Site, crawl: Callable[..., Ended]) -> None:
    directory(site, profiles=5)
    approach = "/specialties/approach-0"
    crawl()
    site.routes[approach] = page("Approach", ["/therapist/ada-quill-1", "/therapist/brook-vale"])
    crawl()
    assert site.paths[approach] == 1 + 3  # once with something new, twice without


def test_who_opted_out_is_not_fetched(site: Site, night: Night, tmp_path: Path) -> None:
    wanted = directory(site, profiles=3)
    add_optout(open_ledger(StoreSettings(data=tmp_path)), [url_key(f"{WWW}/therapist/ada-quill-1")])
    assert night() == wanted - {"/therapist/ada-quill-1"}
    assert night() == wanted - {"/therapist/ada-quill-1"}
    add_optout(open_ledger(StoreSettings(data=tmp_path)), [url_key(f"{WWW}/therapist/ada-quill-2")])
    assert "/therapist/ada-quill-2" not in night(full=True)


def test_the_address_of_who_opted_out_is_not_stored_again(site: Site, night: Night, tmp_path: Path) -> None:
    """Neither from a list nor from a sitemap, nor where a page has moved to, once an erasure has forgotten it."""
    directory(site, profiles=4)
    ledger, out = open_ledger(StoreSettings(data=tmp_path)), f"{WWW}/therapist/ada-quill-1"
    night()
    assert out in page_states(ledger, "therapyden")
    add_optout(ledger, [url_key(out)], erase=True)
    with ledger.begin() as connection:
        forget_page(connection, "therapyden", out)
    site.routes["/robots.txt"] = Answer(f"Sitemap: {WWW}/sitemap.xml")
    site.routes["/sitemap.xml"] = Answer(f"<urlset><url><loc>{out}</loc></url></urlset>")
    site.routes["/therapist/ada-quill-2"] = Answer("", 301, {"Location": "/therapist/ada-quill-1"}, etag=False)
    site.routes["/therapists/us"] = page("Therapists", ["/therapist/ada-quill-1", "/therapist/brook-vale"])
    assert "/therapist/ada-quill-1" not in night(full=True)
    states = page_states(ledger, "therapyden")
    assert out not in states
    assert f"{WWW}/therapist/brook-vale" in states


def test_a_page_that_is_gone(site: Site, night: Night, crawl: Callable[..., Ended], tmp_path: Path) -> None:
    directory(site, profiles=4, cities=1)
    night()
    del site.routes["/therapist/ada-quill-0"]
    site.routes["/therapist/ada-quill-1"] = Answer("", 410, etag=False)
    first, second = crawl().summary, crawl().summary
    assert (first["missing"], first["gone"]) == (2, 1)
    assert second["gone"] == 1
    states = page_states(open_ledger(StoreSettings(data=tmp_path)), "therapyden")
    assert [bool(states[f"{WWW}/therapist/ada-quill-{n}"].gone_at) for n in range(3)] == [True, True, False]


def test_a_stale_slug_answered_by_a_listing_is_not_the_profile(
    site: Site, night: Night, crawl: Callable[..., Ended], tmp_path: Path
) -> None:
    directory(site, profiles=12, cities=1)
    night()
    listing = page("Therapists in Salem", [f"/therapist/ada-quill-{n}" for n in range(1, 10)])
    site.routes["/therapist/ada-quill-0"] = listing
    canonical = page("Somebody", [], f"<link rel=canonical href='{WWW}/therapists/us/or'>")
    site.routes["/therapist/ada-quill-1"] = canonical
    end = crawl()
    assert (end.state, end.summary["missing"], end.summary["changed"]) == ("complete", 2, 0)
    crawl()
    ledger = open_ledger(StoreSettings(data=tmp_path))
    held = [capture for capture in captures(ledger) if capture.url.endswith(("quill-0", "quill-1"))]
    assert len(held) == 2  # as they were on the first night
    assert page_states(ledger, "therapyden")[f"{WWW}/therapist/ada-quill-0"].gone_at


def test_what_a_budget_leaves_comes_in_the_next_nights(site: Site, night: Night) -> None:
    wanted = directory(site, profiles=80)  # more than the five nights can reach
    seen: set[str] = set()
    for _ in range(5):
        asked = night("budget", max_pages=12)
        assert len(asked) == 12
        assert len(asked - seen) > 3  # those never visited go first
        seen |= asked
    assert seen | night() == wanted


def test_links_deeper_than_allowed_are_left(site: Site, night: Night) -> None:
    directory(site, profiles=1, cities=1)
    for n in range(60):
        site.routes[f"/therapist/deep-{n}"] = page("Deep", [f"/therapist/deep-{n + 1}"])
    site.routes["/therapist/ada-quill-0"] = page("Ada Quill", ["/therapist/deep-0"])
    asked = night()
    assert "/therapist/deep-20" in asked
    assert "/therapist/deep-40" not in asked


def test_the_figures_of_a_night(site: Site, crawl: Callable[..., Ended], tmp_path: Path) -> None:
    wanted = directory(site)
    site.delay = 0.3
    end = crawl()
    figures = end.summary
    assert figures["found"] == len(wanted) + 1  # and the one that robots.txt disallows
    assert figures["due"] == figures["visits"] == len(wanted) + 1
    assert (figures["fetched"], figures["disallowed"]) == (len(wanted), 1)
    assert figures["requests"] == len(site.asked)
    bodies = [route.body for path in wanted if isinstance(route := site.routes[path], Answer)]
    assert figures["bytes"] > sum(map(len, bodies))
    assert figures["requests_per_new_page"] == round(len(site.asked) / len(wanted), 2)
    progress = [event for event in end.events if event["event"] == "progress"]
    assert progress
    assert set(progress[-1]) == {"event", "found", "due", "visits", "fetched", "confirmed", "errors"}
