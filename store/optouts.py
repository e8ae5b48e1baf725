"""Opt-outs: keyed digests of the keys of people who asked to be left out. Nothing else writes them."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from store import tables
from store.upsert import upsert

_KEY = "optout_key"  # of the HMAC; it stays in the ledger and its backups


class OptOuts:
    """The opt-outs as they stood when this was made."""

    def __init__(self, ledger: Engine) -> None:
        with ledger.connect() as connection:
            key = connection.scalar(select(tables.meta.c.value).where(tables.meta.c.key == _KEY))
            self._digests = frozenset(connection.scalars(select(tables.optouts.c.digest)))
        self._key = bytes.fromhex(key or "")

    def holds_url(self, url: str) -> bool:
        """Whether the page of this canonical url belongs to somebody who asked to be left out."""
        return bool(self._digests) and _digest(self._key, url) in self._digests


def add_url(ledger: Engine, url: str, reason: str | None = None) -> None:
    """Leaves out the page of a canonical url from now on; once more changes nothing."""
    with ledger.begin() as connection:
        connection.execute(upsert(connection, tables.meta).values(key=_KEY, value=secrets.token_hex(32)))
        key = connection.scalar(select(tables.meta.c.value).where(tables.meta.c.key == _KEY))
        row = {"digest": _digest(bytes.fromhex(key or ""), url), "added_at": datetime.now(UTC), "reason": reason}
        connection.execute(upsert(connection, tables.optouts).values(row))


def _digest(key: bytes, url: str) -> str:
    return hmac.digest(key, f"url {url}".encode(), hashlib.sha256).hex()
