"""Where the archive holds a page's body."""

from datetime import datetime

from msgspec import Struct


class Capture(Struct, frozen=True, kw_only=True):
    """One body of a page.

    `digest` is its sha256 in hex; `fetched_at` its first fetch, `last_confirmed` the last time the site still gave
    this very body (a 200 or a 304); `file`, `offset`, `length` are for `read_page`. A body that was dropped from the
    archive for its age has no file ("").
    """

    source: str
    url: str
    digest: str
    fetched_at: datetime
    last_confirmed: datetime
    crawl: str
    file: str
    offset: int
    length: int
