"""Writing pages into the archive."""

from types import TracebackType
from typing import Self

from msgspec import Struct

from records import Page
from store.archive.record import resource_record, response_record, warcinfo_record
from store.archive.segment import Segment, compress
from store.settings import StoreSettings

SEGMENT_BYTES = 64 * 1024 * 1024


class Location(Struct, frozen=True, gc=False):
    """Where the archive holds a page: `file` below `archive/SOURCE/`, offset and length of its member in bytes."""

    file: str
    offset: int
    length: int


class ArchiveWriter:
    """Appends the pages of one crawl; used by one thread at a time. A page is safe from a power cut after `sync`."""

    def __init__(self, settings: StoreSettings, source: str, crawl: str) -> None:
        self._directory = settings.data / "archive" / source / crawl
        self._source = source
        self._crawl = crawl
        self._segment: Segment | None = None

    def write(self, page: Page, digest: str | None = None, *, resource: bool = False) -> Location:
        """Appends a page, as a `response` or (a file that was handed in) as a `resource`.

        `digest` is its body's, where it is known already.

        Raises TherapyIndexError when the disk is full or may not be written.
        """
        return self.append(compress(resource_record(page, digest) if resource else response_record(page, digest)))

    def append(self, member: bytes) -> Location:
        """Appends a record that is packed already, as it stands in another file. Raises as `write` does."""
        segment = self._segment or self._open()
        offset = segment.append(member)
        if segment.size >= SEGMENT_BYTES:
            self.close()
        return Location(f"{self._crawl}/{segment.name}", offset, len(member))

    def sync(self) -> None:
        """Every page written so far is on disk."""
        if self._segment:
            self._segment.sync()

    def close(self) -> None:
        """Every page is on disk, and the file under its final name; a later write opens the next."""
        segment, self._segment = self._segment, None
        if segment:
            segment.close()

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes."""
        self.close()

    def _open(self) -> Segment:
        segment = Segment.create(self._directory)
        self._segment = segment
        segment.append(compress(warcinfo_record(segment.name, self._source, self._crawl)))
        return segment
