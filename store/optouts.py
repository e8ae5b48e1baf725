"""Opt-outs: keyed digests of the keys of people who asked to be left out. Nothing else writes them."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, Engine, select

from records.optouts import Key, OptOuts, digest_of
from store import tables
from store.upsert import upsert

_DIGEST_KEY = "optout_key"  # of the HMAC; it stays in the ledger and its backups
_REVISION = "optout_revision"


def load_optouts(ledger: Engine) -> OptOuts:
    """The opt-outs as they stand now."""
    with ledger.connect() as connection:
        return _loaded(connection)


def add_optout(ledger: Engine, keys: Iterable[Key], *, reason: str | None = None, erase: bool = False) -> str:
    """Leaves out whoever is known by any of these keys from now on; gives the entry's name.

    Keys that are known already stay with their entry.
    """
    entry, now = uuid4().hex[:8], datetime.now(UTC)
    with ledger.begin() as connection:
        connection.execute(upsert(connection, tables.meta).values(key=_DIGEST_KEY, value=secrets.token_hex(32)))
        known = _loaded(connection)
        rows = [
            {
                "digest": digest_of(known.secret, key),
                "entry": entry,
                "kind": key.kind,
                "added_at": now,
                "reason": reason,
                "erase": erase,
            }
            for key in sorted(set(keys))
        ]
        connection.execute(upsert(connection, tables.optouts), rows)
        _set_revision(connection, known.revision + 1)
    return entry


def _loaded(connection: Connection) -> OptOuts:
    meta = tables.meta.c
    rows = connection.execute(select(meta.key, meta.value).where(meta.key.in_([_DIGEST_KEY, _REVISION])))
    values = {row.key: row.value for row in rows}
    return OptOuts(
        secret=bytes.fromhex(values.get(_DIGEST_KEY, "")),
        digests=frozenset(connection.scalars(select(tables.optouts.c.digest))),
        revision=int(values.get(_REVISION, 0)),
    )


def _set_revision(connection: Connection, revision: int) -> None:
    row = {"key": _REVISION, "value": str(revision)}
    connection.execute(upsert(connection, tables.meta, ("key",), ("value",)), [row])
