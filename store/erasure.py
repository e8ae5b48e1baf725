"""Erasure in the ledger: what names somebody there is removed, and what has been looked into is remembered."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from sqlalchemy import Engine, bindparam, delete, select, update

from store import tables
from store.pages.erasure import forget_page
from store.upsert import upsert

_MARK = "erased_in"


class LookedInto(Struct, frozen=True):
    """What the last whole erasure looked into: the `files` of the archive (SOURCE/CRAWL/NAME), and for whom.

    `asked` is a digest of the opt-outs.
    """

    asked: str = ""
    files: frozenset[str] = frozenset()


def load_looked_into(ledger: Engine) -> LookedInto:
    """What the last one noted; nothing before the first."""
    meta = tables.meta.c
    with ledger.connect() as connection:
        told = connection.scalar(select(meta.value).where(meta.key == _MARK))
    return msgspec.json.decode(told, type=LookedInto) if told else LookedInto()


def note_looked_into(ledger: Engine, looked_into: LookedInto) -> None:
    """Remembers it for the next one."""
    row = {"key": _MARK, "value": msgspec.json.encode(looked_into).decode()}
    with ledger.begin() as connection:
        connection.execute(upsert(connection, tables.meta, ("key",), ("value",)), [row])


def known_pages(ledger: Engine) -> set[tuple[str, str]]:
    """(source, url) of every page that was met or is held."""
    with ledger.connect() as connection:
        return {
            (source, url)
            for table in (tables.pages, tables.captures)
            for source, url in connection.execute(select(table.c.source, table.c.url).distinct())
        }


def forget_names(
    ledger: Engine,
    mentions: Iterable[str],
    pages: Iterable[tuple[str, str]],
    versions: Iterable[tuple[str, str]],
) -> None:
    """Removes, all at once, identities by their mentions, pages (source, url), and details of versions (engine, name).

    Of a page only what holds no place in the archive goes.
    """
    gone = [{"key": mention} for mention in mentions]
    row = tables.versions.c
    with ledger.begin() as connection:
        if gone:
            connection.execute(delete(tables.identities).where(tables.identities.c.mention == bindparam("key")), gone)
        for source, url in pages:
            forget_page(connection, source, url)
        for engine, version in versions:
            at = (row.engine == engine) & (row.version == version)
            connection.execute(update(tables.versions).where(at).values(detail={}))
