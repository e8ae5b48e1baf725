"""Reading pages from the archive."""

from collections.abc import Iterator
from pathlib import Path

from records import Page
from records.errors import TherapyIndexError
from store.archive.record import is_resource, page_of, resource_record, response_record
from store.archive.segment import compress, decompress, final_or_open, members
from store.archive.writer import Location
from store.settings import StoreSettings


def read_page(settings: StoreSettings, source: str, file: str, offset: int, length: int) -> Page:
    """The page at a location. Raises TherapyIndexError when the archive does not hold it whole."""
    path = settings.data / "archive" / source / file
    try:
        return _page(decompress(_read(path, offset, length)), source)
    except OSError as error:
        raise TherapyIndexError(
            f"the archive file {path} cannot be read ({error.strerror}): restore it from a backup."
        ) from error
    except (ValueError, KeyError) as error:
        raise TherapyIndexError(
            f"the archive file {path} is damaged at byte {offset}: restore it from a backup."
        ) from error


def read_member(settings: StoreSettings, source: str, location: Location) -> bytes:
    """A page's record as it stands in the archive, packed. Raises TherapyIndexError when it is not whole."""
    read_page(settings, source, location.file, location.offset, location.length)
    return _read(settings.data / "archive" / source / location.file, location.offset, location.length)


def rewritten(member: bytes, page: Page) -> bytes:
    """A packed record of the same kind with another page."""
    record = resource_record if is_resource(decompress(member)) else response_record
    return compress(record(page))


def holds_page(settings: StoreSettings, source: str, location: Location) -> bool:
    """Whether the file of a location is there; what stands in it is not read."""
    path = settings.data / "archive" / source / location.file
    return path.exists() or final_or_open(path).exists()


def read_archived(settings: StoreSettings, source: str, file: str, start: int = 0) -> Iterator[tuple[Location, Page]]:
    """Every whole page of a file from byte `start` on, with its location."""
    for offset, length, record in members(final_or_open(settings.data / "archive" / source / file), start):
        page = page_of(record, source)
        if page is not None:
            yield Location(file, offset, length), page


def _page(record: bytes, source: str) -> Page:
    page = page_of(record, source)
    if page is None:
        raise ValueError("the record holds no page")
    return page


def _read(path: Path, offset: int, length: int) -> bytes:
    try:
        stream = path.open("rb", buffering=0)
    except FileNotFoundError:
        try:
            stream = final_or_open(path).open("rb", buffering=0)
        except FileNotFoundError:  # closed between the two looks
            stream = path.open("rb", buffering=0)
    with stream:
        stream.seek(offset)
        return stream.read(length)
