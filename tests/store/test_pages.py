"""The ledger's pages, captures and crawls."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from records import Page
from store.archive import ArchiveWriter, Location, read_page
from store.ledger import open_ledger
from store.pages import (
    Visit,
    adopt_archived,
    begin_crawl,
    captures,
    crawl_states,
    end_crawl,
    page_states,
    record_import,
    record_visits,
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


def record(ledger: Engine, *visits: Visit, crawl: str = "c1") -> None:
    with ledger.begin() as connection:
        record_visits(connection, "therapyden", crawl, visits)


def a_visit(status: int = 200, days: int = 0, digest: str | None = None, *, new: bool = False) -> Visit:
    location = Location("c1/00000.warc.gz", days, 9) if new else None
    at = DAY + timedelta(days=days)
    return Visit(url=URL, status=status, fetched_at=at, digest=digest, location=location, etag=digest)


def test_a_page_through_its_life(ledger: Engine) -> None:
    record(ledger, a_visit(digest="a", new=True))
    record(ledger, a_visit(304, days=1), crawl="c2")
    record(ledger, a_visit(digest="b", days=2, new=True), crawl="c3")
    record(ledger, a_visit(404, days=3), crawl="c4")
    state = page_states(ledger, "therapyden")[URL]
    assert (state.status, state.crawl, state.digest, state.etag) == (404, "c4", "b", "b")
    assert state.location == Location("c1/00000.warc.gz", 2, 9)
    old, current = captures(ledger)
    assert (old.digest, old.fetched_at, old.last_confirmed) == ("a", DAY, DAY)
    assert (current.digest, current.last_confirmed) == ("b", DAY + timedelta(days=2))
    record(ledger, a_visit(digest="a", days=4), crawl="c5")  # as it was before
    assert [c.last_confirmed for c in captures(ledger)] == [DAY + timedelta(days=4), DAY + timedelta(days=2)]
    record(ledger, a_visit(digest=None, days=5), crawl="c6")  # it no longer wants to be kept
    assert page_states(ledger, "therapyden")[URL].location is None
    assert [c.last_confirmed for c in captures(ledger)] == [DAY, DAY + timedelta(days=2)]


def test_an_interrupted_crawl_is_continued(ledger: Engine) -> None:
    first = begin_crawl(ledger, "therapyden")
    assert begin_crawl(ledger, "therapyden") == first
    other = begin_crawl(ledger, "other")
    assert other.id != first.id
    end_crawl(ledger, first.id, "complete", {"fetched": 3})
    second = begin_crawl(ledger, "therapyden")
    assert second.id != first.id
    states = crawl_states(ledger)
    assert set(states) == {"therapyden", "other"}
    assert states["therapyden"] == second
    end_crawl(ledger, second.id, "failed", {})
    assert crawl_states(ledger)["therapyden"].state == "failed"


def test_pages_archived_but_not_entered_are_adopted(ledger: Engine, settings: StoreSettings) -> None:
    crawl = begin_crawl(ledger, "therapyden")
    pages = [Page(f"{URL}-{n}", 200, {"ETag": f'"{n}"'}, b"<p>%d</p>" % n, DAY, "therapyden") for n in range(5)]
    with ArchiveWriter(settings, "therapyden", crawl.id) as archive:
        locations = [archive.write(page) for page in pages]
    entered = Visit(url=pages[0].url, status=200, fetched_at=DAY, digest="as entered", location=locations[0])
    record(ledger, entered, crawl=crawl.id)
    assert adopt_archived(ledger, settings, crawl) == 4
    assert adopt_archived(ledger, settings, crawl) == 0
    states = page_states(ledger, "therapyden")
    assert [states[page.url].location for page in pages] == locations
    assert states[pages[2].url].etag == '"2"'
    assert states[pages[0].url].digest == "as entered"


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
