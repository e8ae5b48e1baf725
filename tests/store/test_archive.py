"""The archive: what is written is read back, by us and by warcio, whatever happened to the writer."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from records import Page
from records.errors import TherapyIndexError
from store.archive import ArchiveWriter, Location, body_digest, read_archived, read_page, recover
from store.archive.record import page_of, resource_record, response_record
from store.settings import StoreSettings

AT = datetime(2026, 5, 30, 4, 5, 6, 789012, UTC)


def a_page(number: int = 0, body: bytes | None = None, **headers: str) -> Page:
    given_headers = {"Content-Type": "text/html", **headers}
    url = f"https://www.therapyden.com/therapist/ada-quill-{number}"
    return Page(url, 200, given_headers, body if body is not None else b"<p>%d</p>" % number * 99, AT, "therapyden")


def read(settings: StoreSettings, location: Location) -> Page:
    return read_page(settings, "therapyden", location.file, location.offset, location.length)


def by_warcio(file: Path) -> list[tuple[str, str, bytes]]:
    found = []
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            body = record.content_stream().read()
            assert record.rec_type == "warcinfo" or record.digest_checker.passed
            found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body))
    return found


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(data=tmp_path)


def test_pages_come_back_while_it_is_open_and_when_it_is_closed(settings: StoreSettings) -> None:
    pages = [a_page(number) for number in range(20)]
    with ArchiveWriter(settings, "therapyden", "c1") as archive:
        locations = [archive.write(page) for page in pages]
        assert [read(settings, location).body for location in locations] == [page.body for page in pages]
        recover(settings)  # the writer lives: nothing is taken from it
        locations.append(archive.write(a_page(20)))
    assert read(settings, locations[-1]).url == a_page(20).url
    back = read(settings, locations[3])
    assert (back.url, back.status, back.body) == (pages[3].url, 200, pages[3].body)
    assert (back.fetched_at, back.source) == (AT, "therapyden")
    [file] = settings.data.rglob("*.warc.gz")
    assert file.relative_to(settings.data).as_posix() == "archive/therapyden/c1/00000.warc.gz"
    kinds = [kind for kind, _, _ in by_warcio(file)]
    assert kinds == ["warcinfo"] + ["response"] * 21
    assert [body for _, _, body in by_warcio(file)[1:4]] == [page.body for page in pages[:3]]
    assert not list(settings.data.rglob("*.open"))


def test_an_imported_file_is_a_resource_with_its_approach(settings: StoreSettings) -> None:
    headers = {"content-type": "text/plain", "X-Therapyindex-Approach": "emdr"}
    page = Page("file:saved.txt", 200, headers, b"words", AT, "saved")
    with ArchiveWriter(settings, "saved", "import-20260530") as archive:
        location = archive.write(page, resource=True)
    back = read_page(settings, "saved", location.file, location.offset, location.length)
    assert back.header("x-therapyindex-approach") == "emdr"
    assert (back.status, back.header("content-type"), back.body) == (200, "text/plain", b"words")
    [file] = settings.data.rglob("*.warc.gz")
    assert by_warcio(file)[1] == ("resource", "file:saved.txt", b"words")


def test_the_transfers_own_headers_are_dropped(settings: StoreSettings) -> None:
    headers = {"Content-Encoding": "br", "transfer-encoding": "chunked", "Content-Length": "7", "ETag": '"x"'}
    back = page_of(response_record(a_page(1, b"longer than seven", **headers)), "therapyden")
    assert back is not None
    assert back.headers == {"Content-Type": "text/html", "ETag": '"x"', "Content-Length": "17"}


@given(
    body=st.binary(max_size=300),
    headers=st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=4),
    status=st.integers(100, 599),
    url=st.text(max_size=60),
)
def test_no_page_breaks_its_record(body: bytes, headers: dict[str, str], status: int, url: str) -> None:
    page = Page(url, status, headers, body, AT, "therapyden")
    for record in (response_record(page), resource_record(page)):
        back = page_of(record, "therapyden")
        assert back is not None
        assert back.body == body
        assert back.fetched_at == AT
    assert page_of(response_record(page), "x").status == status  # type: ignore[union-attr]  # checked above


def test_a_new_file_is_begun_when_one_is_full(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.archive.writer.SEGMENT_BYTES", 4_000)
    with ArchiveWriter(settings, "therapyden", "c1") as archive:
        locations = [archive.write(a_page(n, os.urandom(1_000))) for n in range(9)]
    assert len({location.file for location in locations}) == 3
    assert [read(settings, location).url for location in locations] == [a_page(n).url for n in range(9)]


def test_two_writers_of_one_crawl_keep_out_of_each_others_way(settings: StoreSettings) -> None:
    with ArchiveWriter(settings, "therapyden", "c1") as one, ArchiveWriter(settings, "therapyden", "c1") as two:
        locations = [writer.write(a_page(n)) for n in range(6) for writer in (one, two)]
        one.close()
        locations += [writer.write(a_page(n)) for n in range(6, 9) for writer in (one, two)]
    assert len({location.file for location in locations}) == 3
    assert [read(settings, location).url for location in locations] == [a_page(n // 2).url for n in range(18)]


def killed_writer(settings: StoreSettings, pages: int) -> Path:
    """What a writer leaves that is killed after so many pages."""
    script = (
        "import os, signal, sys\n"
        "from tests.store.test_archive import *\n"
        f"archive = ArchiveWriter(StoreSettings(data=Path({str(settings.data)!r})), 'therapyden', 'c1')\n"
        f"for number in range({pages}): archive.write(a_page(number))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False)
    [file] = settings.data.rglob("*.warc.gz.open")
    return file


@pytest.mark.parametrize("torn", [0, 1, 7, 200])
def test_a_dead_writers_file_is_cut_to_whole_records(settings: StoreSettings, torn: int) -> None:
    file = killed_writer(settings, 12)
    whole = file.stat().st_size
    os.truncate(file, whole - torn)
    recover(settings)
    [closed] = settings.data.rglob("*.warc.gz*")
    assert closed.name == "00000.warc.gz"
    assert closed.stat().st_size <= whole - torn
    pages = [page.url for _, page in read_archived(settings, "therapyden", "c1/00000.warc.gz")]
    assert pages == [a_page(number).url for number in range(len(pages))]
    assert len(by_warcio(closed)) == 1 + len(pages)
    assert len(pages) == 12 if torn == 0 else 10 <= len(pages) < 12
    recover(settings)
    assert [page.url for _, page in read_archived(settings, "therapyden", "c1/00000.warc.gz")] == pages


def test_garbage_behind_the_last_record_is_cut_off(settings: StoreSettings) -> None:
    file = killed_writer(settings, 3)
    with file.open("ab") as stream:
        stream.write(b"\x00" * 500)
    recover(settings)
    [closed] = settings.data.rglob("*.warc.gz*")
    assert len(by_warcio(closed)) == 4


def test_nothing_whole_leaves_no_file(settings: StoreSettings) -> None:
    os.truncate(killed_writer(settings, 1), 40)
    recover(settings)
    assert not list(settings.data.rglob("*.warc.gz*"))


def test_a_reader_closes_a_dead_writers_file(settings: StoreSettings) -> None:
    file = killed_writer(settings, 2)
    [_, (location, page)] = read_archived(settings, "therapyden", "c1/00000.warc.gz")
    assert read(settings, location) == page
    assert not file.exists()


def test_a_lost_or_damaged_file_is_one_clear_line(settings: StoreSettings) -> None:
    with ArchiveWriter(settings, "therapyden", "c1") as archive:
        location = archive.write(a_page(1))
    [file] = settings.data.rglob("*.warc.gz")
    for wrong in (0, location.offset + 3):
        with pytest.raises(TherapyIndexError, match="damaged at byte"):
            read_page(settings, "therapyden", location.file, wrong, location.length)
    file.unlink()
    with pytest.raises(TherapyIndexError, match="cannot be read"):
        read(settings, location)


def test_a_directory_that_may_not_be_written(settings: StoreSettings) -> None:
    (settings.data / "archive").write_text("a file where a directory should be")
    with pytest.raises(TherapyIndexError, match="cannot write"):
        ArchiveWriter(settings, "therapyden", "c1").write(a_page(1))


def test_the_digest_is_the_sha256() -> None:
    assert body_digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
