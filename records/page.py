"""A page as it was fetched."""

from datetime import datetime

from msgspec import Struct

APPROACH_HEADER = "x-therapyindex-approach"
"""The header of a saved page that names its approach."""

LARGEST_PAGE = 10 * 1024 * 1024
"""Bytes of a page at the most: a larger one is neither imported nor read."""


class Page(Struct, frozen=True):
    """One answer of a directory, byte for byte.

    `url` is canonical, whatever host it was fetched from; `fetched_at` is UTC; `source` names the directory
    ("therapyden", or "saved" for an imported page that belongs to none). A saved page whose approach the
    user named carries it in the header APPROACH_HEADER.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    source: str

    def header(self, name: str) -> str | None:
        """The value of a header, whatever its case; None when the page has no such header."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)
