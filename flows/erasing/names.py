"""Erasure in the ledger: mentions whose keys stand there in clear, and pages of their own that nothing else holds."""

import msgspec
from sqlalchemy import Engine, bindparam, delete, select, update

from flows.erasing.people import People
from pipelines.erasure import key_of_identity
from pipelines.optouts import url_key
from store import tables
from store.pages.erasure import forget_page


def mentions_of(found: People) -> list[str]:
    """The keys of identities that are theirs."""
    return sorted(
        mention
        for mention, identity in found.identities.items()
        if identity.id in found.ids or ((key := key_of_identity(mention)) and found.optouts.hold(key))
    )


def own_pages(ledger: Engine, found: People) -> list[tuple[str, str]]:
    """(source, url) of their own pages in the ledger."""
    with ledger.connect() as connection:
        known = {
            (source, url)
            for table in (tables.pages, tables.captures)
            for source, url in connection.execute(select(table.c.source, table.c.url).distinct())
        }
    return sorted(one for one in known if found.optouts.hold(url_key(one[1])))


def details_with(ledger: Engine, found: People) -> list[tuple[str, str]]:
    """(engine, version) of versions of which the ledger tells something that names them: checks show ids as samples."""
    row = tables.versions.c
    with ledger.connect() as connection:
        rows = list(connection.execute(select(row.engine, row.version, row.detail)))
    return [
        (engine, version) for engine, version, detail in rows if found.named_in(msgspec.json.encode(detail).decode())
    ]


def erase_names(ledger: Engine, found: People) -> int:
    """Removes all of these; gives the number of rows."""
    mentions, pages, details = mentions_of(found), own_pages(ledger, found), details_with(ledger, found)
    with ledger.begin() as connection:
        if mentions:
            gone = delete(tables.identities).where(tables.identities.c.mention == bindparam("key"))
            connection.execute(gone, [{"key": key} for key in mentions])
        for source, url in pages:
            forget_page(connection, source, url)
        for engine, version in details:
            row = tables.versions.c
            at = (row.engine == engine) & (row.version == version)
            connection.execute(update(tables.versions).where(at).values(detail={}))
    return len(mentions) + len(pages) + len(details)
