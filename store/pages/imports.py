"""The import of a saved file: one archived resource and its capture; it is no crawl and changes no page's state."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from records import Page
from store.archive import ArchiveWriter, body_digest
from store.pages.visits import Visit, add_captures, capture_row, known_bodies
from store.settings import StoreSettings


def record_import(ledger: Engine, settings: StoreSettings, page: Page) -> bool:
    """Archives a saved page; False when the same url and bytes are known.

    Raises TherapyIndexError when the archive cannot be written.
    """
    digest = body_digest(page.body)
    with ledger.connect() as connection:
        if known_bodies(connection, page.source, [(page.url, digest)]):
            return False
    crawl = f"import-{datetime.now(UTC):%Y%m%d}"
    with ArchiveWriter(settings, page.source, crawl) as archive:
        location = archive.write(page, resource=True)
    visit = Visit(url=page.url, status=200, fetched_at=page.fetched_at, digest=digest)
    with ledger.begin() as connection:
        add_captures(connection, [capture_row(page.source, crawl, visit, location)])
    return True
