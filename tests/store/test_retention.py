"""What is older than a set age leaves the archive, except each page's last copy."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.stages.normalize import normalize
from flows.stages.prune import prune
from records import Page
from records.errors import Busy
from store.archive import ArchiveWriter, body_digest, read_page
from store.leases import lease
from store.ledger import open_ledger
from store.pages import (
    Body,
    PageState,
    Visit,
    add_captures,
    after_visit,
    begin_crawl,
    captures,
    end_crawl,
    page_states,
    record_states,
)
from store.settings import StoreSettings

NOW = datetime(2026, 11, 1, tzinfo=UTC)
URL = "https://www.therapyden.com/therapist/ada-quill"


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(data=tmp_path)


def crawl(settings: StoreSettings, days_ago: int, *names: str, bodies: dict[str, str]) -> None:
    """A crawl that met these pages with these bodies."""
    ledger, at = open_ledger(settings), NOW - timedelta(days=days_ago)
    crawl = begin_crawl(ledger, "therapyden")
    with ArchiveWriter(settings, "therapyden", crawl.id) as archive:
        for name in names:
            url = f"{URL}-{name}"
            sections = "<h2>Languages</h2><p>English</p><h2>Fees</h2><p>$100</p><h2>About</h2>"
            text = f"<h1>Ada {name}</h1>{sections}{bodies[name]}"
            page = Page(url, 200, {"Content-Type": "text/html"}, text.encode(), at, "therapyden")
            digest = body_digest(page.body)
            location = archive.write(page, digest)
            known = page_states(ledger, "therapyden", [url]).get(url) or PageState(url=url, first_seen=at)
            visit = Visit(outcome="kept", status=200, at=at, digest=digest, location=location)
            with ledger.begin() as connection:
                add_captures(connection, "therapyden", crawl.id, [Body(url, digest, at, location)])
                record_states(connection, "therapyden", [after_visit(known, visit, crawl=crawl.id, night=1)])
    end_crawl(ledger, crawl, 1, "complete", {})


def readable(settings: StoreSettings) -> list[str]:
    """The bodies that the archive gives back, each file checked by another reader."""
    for file in (settings.data / "archive").rglob("*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.content_stream().read()
    held = [one for one in captures(open_ledger(settings)) if one.file]
    return sorted(
        read_page(settings, one.source, one.file, one.offset, one.length).body.decode().rpartition("</h2>")[2]
        for one in held
    )


def test_the_last_copy_of_each_page_stays(settings: StoreSettings) -> None:
    crawl(settings, 400, "brook", "vale", bodies={"brook": "brook 1", "vale": "vale 1"})
    crawl(settings, 300, "brook", bodies={"brook": "brook 2"})
    crawl(settings, 10, "brook", bodies={"brook": "brook 3"})
    would = prune(settings, 100, dry_run=True, now=NOW)
    assert readable(settings) == ["brook 1", "brook 2", "brook 3", "vale 1"]
    [done] = prune(settings, 100, now=NOW).sources
    assert (done.bodies, done.files) == (would.sources[0].bodies, would.sources[0].files) == (2, 2)
    assert done.freed > 0
    assert readable(settings) == ["brook 3", "vale 1"]
    files = {
        path.relative_to(settings.data / "archive" / "therapyden").parts[0] for path in settings.data.rglob("*.gz")
    }
    assert len(files) == 2
    assert prune(settings, 100, now=NOW).sources[0].files == 0  # once more: nothing to do
    assert prune(settings, 1000, now=NOW).sources[0].files == 0


def test_a_page_that_asks_not_to_be_kept_has_no_last_copy(settings: StoreSettings) -> None:
    crawl(settings, 400, "brook", "vale", bodies={"brook": "brook 1", "vale": "vale 1"})
    ledger, url = open_ledger(settings), f"{URL}-vale"
    asks = Visit(outcome="unkept", status=200, at=NOW)
    [known] = page_states(ledger, "therapyden", [url]).values()
    with ledger.begin() as connection:
        record_states(connection, "therapyden", [after_visit(known, asks, crawl="x", night=2)])
    prune(settings, 100, now=NOW)
    assert readable(settings) == ["brook 1"]


def test_what_was_extracted_from_a_dropped_body_still_counts(settings: StoreSettings) -> None:
    crawl(settings, 400, "brook", bodies={"brook": "<p>brook 1</p>"})
    crawl(settings, 10, "brook", bodies={"brook": "<p>brook 2</p>"})
    before = normalize(settings, now=NOW).run
    prune(settings, 100, now=NOW)
    assert not normalize(settings, now=NOW).changed
    again = normalize(settings, everything=True, now=NOW)
    assert not again.changed
    assert again.run.quarantine == before.quarantine == {}
    assert again.run.counts["therapists"] == 1


def test_a_run_that_was_killed_between_ledger_and_file_is_finished(settings: StoreSettings) -> None:
    crawl(settings, 400, "brook", bodies={"brook": "brook 1"})
    crawl(settings, 300, "brook", bodies={"brook": "brook 2"})
    orphan = settings.data / "archive" / "therapyden" / "20250101-000000-abcdef" / "00000.warc.gz"
    orphan.parent.mkdir()
    next(settings.data.rglob("*.gz")).rename(orphan)  # a file that no row names
    prune(settings, 1, now=datetime.now(UTC) + timedelta(days=30))
    assert not orphan.parent.exists()


def test_who_is_at_work_is_left_alone(settings: StoreSettings) -> None:
    crawl(settings, 400, "brook", bodies={"brook": "brook 1"})
    ledger = open_ledger(settings)
    with lease(ledger, "crawl-therapyden"):
        pruned = prune(settings, 1, now=NOW)
    assert (pruned.busy, pruned.sources) == (["therapyden"], [])
    with lease(ledger, "normalize"), pytest.raises(Busy):
        prune(settings, 1, now=NOW)


def test_a_damaged_file_is_left_alone(settings: StoreSettings) -> None:
    crawl(settings, 400, "brook", "vale", bodies={"brook": "brook 1", "vale": "vale 1"})
    crawl(settings, 300, "brook", bodies={"brook": "brook 2"})
    [vale] = [one for one in captures(open_ledger(settings)) if one.url.endswith("vale")]
    first = settings.data / "archive" / "therapyden" / vale.file
    first.write_bytes(first.read_bytes()[:-20])
    [done] = prune(settings, 100, now=NOW).sources
    assert done.damaged == 1
    assert first.exists()
