"""Identities: which id a mention was given, for ever."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Engine, bindparam, delete, insert, select

from records import Identity
from store.pages.visits import portions
from store.tables import identities


def load_identities(ledger: Engine) -> dict[str, Identity]:
    """Every known mention's identity."""
    with ledger.connect() as connection:
        rows = connection.execute(select(identities))
        return {row.mention: Identity(row.id, row.minted_at) for row in rows}


def mentions_of(ledger: Engine, ids: Iterable[str]) -> list[str]:
    """The keys of all mentions that were ever given one of these ids."""
    found: list[str] = []
    with ledger.connect() as connection:
        for some in portions(sorted(ids)):
            found += connection.scalars(select(identities.c.mention).where(identities.c.id.in_(some)))
    return found


def ids_of_profiles(ledger: Engine, are_wanted: Callable[[str], bool]) -> dict[str, str]:
    """The addresses of profiles for which `are_wanted` holds, of those ever met -> the ids of their owners."""
    query = select(identities.c.mention, identities.c.id).where(identities.c.mention.startswith("profile|"))
    with ledger.connect() as connection:
        rows = connection.execution_options(yield_per=5_000).execute(query)
        urls = ((row.mention.split("|", 2)[2], row.id) for row in rows)
        return {url: found for url, found in urls if are_wanted(url)}


def add_identities(ledger: Engine, minted: Mapping[str, Identity]) -> None:
    """Remembers new mentions; a known mention's id changes only when its therapist was split."""
    if minted:
        with ledger.begin() as connection:
            connection.execute(
                delete(identities).where(identities.c.mention == bindparam("key")), [{"key": key} for key in minted]
            )
            connection.execute(
                insert(identities),
                [{"mention": key, "id": found.id, "minted_at": found.minted_at} for key, found in minted.items()],
            )
