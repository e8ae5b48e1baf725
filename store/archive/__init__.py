"""The archive of pages: WARC files, `archive/SOURCE/CRAWL/NNNNN.warc.gz`, one gzip member per record."""

from store.archive.capture import Capture
from store.archive.reader import holds_page, read_archived, read_member, read_page, rewritten
from store.archive.record import body_digest
from store.archive.segment import recover
from store.archive.writer import ArchiveWriter, Location

__all__ = [
    "ArchiveWriter",
    "Capture",
    "Location",
    "body_digest",
    "holds_page",
    "read_archived",
    "read_member",
    "read_page",
    "recover",
    "rewritten",
]
