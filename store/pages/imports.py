"""The import of a saved file: one archived resource and its capture; it is no crawl and changes no page's state."""

from datetime import UTC, datetime

from sqlalchemy import Engine, select

from records import Page
from store import tables
from store.archive import ArchiveWriter, body_digest
from store.pages.visits import Body, add_captures, held_bodies
from store.settings import StoreSettings

IMPORTS = "import-"
"""How the names of what stands for a crawl begin."""


def imported_urls(ledger: Engine, source: str) -> frozenset[str]:
    """The urls of a source of which saved files were imported."""
    held = tables.captures.c
    query = select(held.url).where(held.source == source, held.crawl.startswith(IMPORTS))
    with ledger.connect() as connection:
        return frozenset(connection.scalars(query))


def record_import(ledger: Engine, settings: StoreSettings, page: Page) -> bool:
    """Archives a saved page; False when the same url and bytes are known.

    Raises TherapyIndexError when the archive cannot be written.
    """
    digest = body_digest(page.body)
    with ledger.connect() as connection:
        if held_bodies(connection, page.source, [(page.url, digest)]):
            return False
    crawl = f"{IMPORTS}{datetime.now(UTC):%Y%m%d}"
    with ArchiveWriter(settings, page.source, crawl) as archive:
        location = archive.write(page, digest, resource=True)
    with ledger.begin() as connection:
        add_captures(connection, page.source, crawl, [Body(page.url, digest, page.fetched_at, location)])
    return True
