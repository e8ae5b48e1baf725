"""The ledger's pages, captures and crawls."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from records import Page
from records.optouts import Key
from store.archive import ArchiveWriter, Location, read_page
from store.ledger import open_ledger
from store.optouts import add_optout, load_optouts
from store.pages import (
    Body,
    Found,
    PageState,
    Visit,
    add_captures,
    add_found,
    after_visit,
    begin_crawl,
    begin_night,
    captures,
    crawl_states,
    due_count,
    due_pages,
    end_crawl,
    held_bodies,
    make_due,
    night_of,
    page_count,
    page_states,
    record_import,
    record_lost,
    record_mapped,
    record_states,
    record_texts,
    unentered_pages,
    unmapped_due,
    unread_pages,
    visit_counts,
)
from store.settings import StoreSettings

DAY = datetime(2026, 5, 30, tzinfo=UTC)
URL = "https://www.therapyden.com/therapist/ada-quill"


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(data=tmp_path)


@pytest.fixture
def ledger(settings: StoreSettings) -> Engine:
    return open_ledger(settings)


def visit(ledger: Engine, night: int, url: str = URL, *, new: bool = False, visits: int = 1, **what: Any) -> PageState:
    """A visit as a crawl records it, and what is known after it."""
    known = page_states(ledger, "therapyden", [url]).get(url) or PageState(url=url, first_seen=DAY)
    at = DAY + timedelta(days=night)
    location = Location("c1/00000.warc.gz", night, 9) if new else None
    seen = Visit(**{"outcome": "kept", "status": 200, "at": at, "location": location, **what})
    state = after_visit(known, seen, crawl=f"c{night}", night=night, visits_a_night=visits)
    with ledger.begin() as connection:
        if location:
            add_captures(connection, "therapyden", f"c{night}", [Body(url, what["digest"], at, location)])
        record_states(connection, "therapyden", [state])
    return page_states(ledger, "therapyden", [url])[url]


def test_a_page_through_its_life(ledger: Engine) -> None:
    visit(ledger, 1, digest="a", etag="a", new=True)
    visit(ledger, 2, outcome="confirmed", status=304)
    visit(ledger, 3, digest="b", etag="b", new=True)
    state = visit(ledger, 4, outcome="missing", status=404)
    assert (state.status, state.crawl, state.digest, state.etag) == (404, "c4", "b", "b")
    assert state.location == Location("c1/00000.warc.gz", 3, 9)
    old, current = captures(ledger)
    assert (old.digest, old.fetched_at, old.last_confirmed) == ("a", DAY + timedelta(days=1), DAY + timedelta(days=1))
    assert (current.digest, current.last_confirmed) == ("b", DAY + timedelta(days=3))
    visit(ledger, 5, digest="a")  # as it was before
    assert [c.last_confirmed for c in captures(ledger)] == [DAY + timedelta(days=5), DAY + timedelta(days=3)]
    state = visit(ledger, 6, outcome="unkept")  # it no longer wants to be kept
    assert state.location is None
    assert [c.last_confirmed for c in captures(ledger)] == [DAY + timedelta(days=1), DAY + timedelta(days=3)]


def test_a_body_archived_anew_is_read_from_there(ledger: Engine) -> None:
    visit(ledger, 1, digest="a", new=True)
    visit(ledger, 2, digest="a", new=True)
    assert held_bodies(ledger.connect(), "therapyden", [(URL, "a"), (URL, "b")]) == {
        (URL, "a"): Location("c1/00000.warc.gz", 2, 9)
    }
    [capture] = captures(ledger)
    assert (capture.offset, capture.fetched_at) == (2, DAY + timedelta(days=1))


def test_an_interrupted_crawl_is_continued(ledger: Engine) -> None:
    first = begin_crawl(ledger, "therapyden")
    assert begin_crawl(ledger, "therapyden") == first
    other = begin_crawl(ledger, "other")
    assert other.id != first.id
    end_crawl(ledger, first, 1, "complete", {"fetched": 3})
    second = begin_crawl(ledger, "therapyden")
    assert second.id != first.id
    states = crawl_states(ledger)
    assert set(states) == {"therapyden", "other"}
    assert states["therapyden"] == second
    end_crawl(ledger, second, 2, "failed", {})
    assert crawl_states(ledger)["therapyden"].state == "failed"


def test_only_a_crawl_that_visited_what_was_due_is_a_night(ledger: Engine) -> None:
    for state, night in (("failed", 1), ("complete", 1), ("blocked", 2), ("budget", 2), ("chain_broken", 3)):
        assert night_of(ledger, "therapyden") == night
        end_crawl(ledger, begin_crawl(ledger, "therapyden"), night, state, {})
    assert night_of(ledger, "therapyden") == 4
    assert night_of(ledger, "other") == 1


@pytest.mark.parametrize(("state", "due"), [("failed", 1), ("complete", 2)])
def test_what_failed_is_due_in_the_next_night_or_in_the_same_one_once_more(
    ledger: Engine, state: str, due: int
) -> None:
    crawl = begin_crawl(ledger, "therapyden")
    known = PageState(url=URL, first_seen=DAY, due=1)
    failed = after_visit(known, Visit(outcome="failed", status=0, at=DAY, error="500"), crawl=crawl.id, night=1)
    with ledger.begin() as connection:
        record_states(connection, "therapyden", [failed])
    assert due_pages(ledger, "therapyden", 1, 10) == []  # not a second time in this crawl
    end_crawl(ledger, crawl, 1, state, {})
    assert page_states(ledger, "therapyden")[URL].due == due


def test_pages_archived_but_not_entered_are_found(ledger: Engine, settings: StoreSettings) -> None:
    crawl = begin_crawl(ledger, "therapyden")
    pages = [Page(f"{URL}-{n}", 200, {"ETag": f'"{n}"'}, b"<p>%d</p>" % n, DAY, "therapyden") for n in range(5)]
    with ArchiveWriter(settings, "therapyden", crawl.id) as archive:
        locations = [archive.write(page) for page in pages]
    with ledger.begin() as connection:
        add_captures(connection, "therapyden", crawl.id, [Body(pages[0].url, "as entered", DAY, locations[0])])
    found = list(unentered_pages(ledger, settings, crawl))
    assert [location for location, _ in found] == locations[1:]
    assert [page.url for _, page in found] == [page.url for page in pages[1:]]


def add(ledger: Engine, *found: Found) -> None:
    with ledger.begin() as connection:
        add_found(connection, "therapyden", found, DAY)


def due(ledger: Engine, night: int) -> list[str]:
    return [page.url for page in due_pages(ledger, "therapyden", night, 100)]


def test_start_pages_go_first_then_new_ones_then_the_longest_overdue_each_by_rank(ledger: Engine) -> None:
    for url in ("b", "a", "late"):
        visit(ledger, 1, url, digest="x", new=True)
    visit(ledger, 2, "late", digest="y", new=True)
    add(ledger, Found("new-2", rank=2), Found("new-0", rank=0))
    add(ledger, Found("new-2", rank=0), Found("a", rank=0))  # what is known stays as it is
    assert due(ledger, 1) == ["new-0", "new-2"]
    assert due(ledger, 2) == ["new-0", "new-2", "b", "a"]
    assert due_count(ledger, "therapyden", 2) == 4
    assert visit_counts(ledger, "therapyden") == {0: 2, 2: 2, 3: 1}
    begin_night(ledger, "therapyden", "c3", 3, [Found("late", rank=0), Found("start", rank=1)], DAY, full=False)
    assert due(ledger, 3) == ["late", "start", "new-0", "new-2", "b", "a"]
    assert page_count(ledger, "therapyden") == 6
    assert due_pages(ledger, "other", 9, 9) == []


def test_everything_is_due_in_a_full_night_but_what_it_has_visited(ledger: Engine) -> None:
    for url in ("a", "b"):
        visit(ledger, 1, url, digest="x", new=True)
    assert due(ledger, 1) == []
    begin_night(ledger, "therapyden", "c1", 1, [], DAY, full=True)  # the same crawl, continued
    assert due(ledger, 1) == []
    begin_night(ledger, "therapyden", "another", 1, [], DAY, full=True)
    assert sorted(due(ledger, 1)) == ["a", "b"]


def test_a_newer_date_in_a_sitemap_makes_a_page_due(ledger: Engine) -> None:
    def mapped(night: int, *days: int | None) -> None:
        dates = [DAY + timedelta(days=day) if day is not None else None for day in days]
        entries = [(Found(f"p{n}", rank=0), date) for n, date in enumerate(dates)]
        record_mapped(ledger, "therapyden", entries, night, DAY)

    mapped(1, 0, 0, None)
    assert due(ledger, 1) == ["p0", "p1", "p2"]
    for n in range(3):
        visit(ledger, 1, f"p{n}", digest="x", new=True)
        visit(ledger, 2, f"p{n}", outcome="confirmed", status=304)
    assert due(ledger, 3) == []
    mapped(3, 0, 5, None)
    assert due(ledger, 3) == ["p1"]
    visit(ledger, 3, "p1", digest="y", new=True)
    mapped(3, 0, 6, 0)  # visited tonight; the date of a page that had none is older than its last visit
    assert due(ledger, 3) == []
    mapped(4, 0, 6, 9)
    assert due(ledger, 4) == ["p0", "p1", "p2"]  # the first by its interval
    visit(ledger, 4, "p1", outcome="confirmed", status=304)
    mapped(5, 0, 6, 9)
    assert "p1" not in due(ledger, 5)


def test_a_page_left_out_of_the_sitemap_is_due_once(ledger: Engine) -> None:
    record_mapped(ledger, "therapyden", [(Found(url, rank=0), None) for url in "ab"], 1, DAY)
    add(ledger, Found("c", rank=0))
    for url in "abc":
        visit(ledger, 1, url, digest="x", new=True)
        visit(ledger, 2, url, outcome="confirmed", status=304)
    record_mapped(ledger, "therapyden", [(Found("a", rank=0), None)], 3, DAY)
    unmapped_due(ledger, "therapyden", 3)
    assert due(ledger, 3) == ["b"]
    visit(ledger, 3, "b", outcome="confirmed", status=304)
    unmapped_due(ledger, "therapyden", 4)
    assert due(ledger, 4) == ["a", "c"]  # by their intervals


def test_what_a_list_says_makes_pages_due_that_were_not_visited_tonight(ledger: Engine) -> None:
    visit(ledger, 1, "here", digest="x", new=True)
    visit(ledger, 1, "gone", outcome="gone", status=410)
    with ledger.begin() as connection:
        make_due(connection, "therapyden", ["here", "gone"], 1)
    assert due(ledger, 1) == []
    visit(ledger, 3, "here", digest="x")
    with ledger.begin() as connection:
        make_due(connection, "therapyden", ["here", "gone", "unknown"], 4, gone=True)
    assert due(ledger, 4) == ["gone"]


def test_a_changed_advert_is_no_change(ledger: Engine) -> None:
    def extract(text: str | None) -> None:
        record_texts(ledger, [(page, text) for page in unread_pages(ledger)])

    for night, digest in ((1, "a"), (2, "a"), (4, "a")):
        state = visit(ledger, night, digest=digest, new=night == 1)
        extract("words")
    assert (state.interval, state.due) == (4, 8)
    state = visit(ledger, 8, digest="b", new=True)
    assert (state.interval, state.due) == (1, 9)  # until its text is known to be the same
    extract("words")
    state = page_states(ledger, "therapyden")[URL]
    assert (state.interval, state.due) == (8, 16)
    visit(ledger, 16, digest="c", new=True)
    extract("other words")
    state = page_states(ledger, "therapyden")[URL]
    assert (state.interval, state.due) == (1, 17)
    assert list(unread_pages(ledger)) == []
    visit(ledger, 17, digest="d", new=True)
    [unread] = unread_pages(ledger)
    state = visit(ledger, 18, digest="e", new=True)  # visited again before the text of "d" is recorded
    record_texts(ledger, [(unread, "other words")])
    assert page_states(ledger, "therapyden")[URL] == state
    extract(None)  # a page without words of its own changes with its body
    extract(None)
    assert page_states(ledger, "therapyden")[URL].interval == 1


def test_a_lost_body_is_fetched_anew(ledger: Engine) -> None:
    visit(ledger, 1, digest="a", etag="a", new=True)
    record_lost(ledger, [("therapyden", URL, "older"), ("therapyden", "elsewhere", "a")])
    assert page_states(ledger, "therapyden")[URL].etag == "a"
    record_lost(ledger, [("therapyden", URL, "a")])
    [state] = due_pages(ledger, "therapyden", 1, 9)
    assert (state.etag, state.location) == (None, None)


def test_opt_outs_are_kept_as_digests(ledger: Engine, settings: StoreSettings) -> None:
    key = Key("url", URL)
    assert not load_optouts(ledger).hold(key)
    add_optout(ledger, [key], reason="asked by mail")
    add_optout(ledger, [key])
    assert load_optouts(ledger).hold(key)
    assert not load_optouts(ledger).hold(Key("url", f"{URL}-marsh"))
    assert b"ada-quill" not in b"".join(path.read_bytes() for path in settings.data.glob("ledger.db*"))
    again = open_ledger(StoreSettings(data=settings.data / "other"))
    add_optout(again, [key])
    first, second = (
        engine.connect().exec_driver_sql("select digest from optouts").scalar() for engine in (ledger, again)
    )
    assert first != second  # each ledger has a key of its own


def test_an_import_is_kept_once_and_is_no_crawl(ledger: Engine, settings: StoreSettings) -> None:
    page = Page(URL, 200, {"content-type": "text/plain", "x-therapyindex-approach": "emdr"}, b"words", DAY, "saved")
    assert record_import(ledger, settings, page)
    assert not record_import(ledger, settings, page)
    [capture] = captures(ledger)
    back = read_page(settings, capture.source, capture.file, capture.offset, capture.length)
    assert back == page
    assert (capture.fetched_at, capture.last_confirmed) == (DAY, DAY)
    assert capture.crawl.startswith("import-")
    assert crawl_states(ledger) == {}
    assert page_states(ledger, "saved") == {}
    other = Page(URL, 200, {}, b"other words", DAY, "saved")
    assert record_import(ledger, settings, other)
    assert len(list(captures(ledger))) == 2
    assert len(list((settings.data / "archive" / "saved").rglob("*.warc.gz"))) == 2
