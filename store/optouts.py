"""Opt-outs: keyed digests of the keys of people who asked to be left out. Nothing else writes them.

The keys of one person share an entry. Every change is one transaction, made by one process at a time, and advances the
revision; what changes nothing does not.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import time_ns
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Engine, delete, func, select, update

from records.optouts import Key, OptOuts, digest_of
from store import tables
from store.pages.visits import portions
from store.upsert import upsert

_DIGEST_KEY = "optout_key"  # of the HMAC; it stays in the ledger and its backups
_REVISION = "optout_revision"
_ERASED = "optout_erased_revision"  # the last that is about people of whom nothing may be kept
_REMOVED = "optout_removed_revision"  # the last that took an opt-out back

_row = tables.optouts.c


class Entry(Struct, frozen=True, kw_only=True):
    """One person who asked to be left out; `keys` are the numbers of their keys by kind. No name is known."""

    entry: str
    added_at: datetime
    reason: str | None
    erase: bool
    keys: dict[str, int]


def load_optouts(ledger: Engine, *, erased: bool = False) -> OptOuts:
    """The opt-outs as they stand now.

    With `erased` only those of people of whom nothing may be kept, at the last revision that is about any of them.
    """
    wanted = select(_row.digest).where(_row.erase) if erased else select(_row.digest)
    with ledger.connect() as connection:
        meta = _meta(connection)
        revisions = _revisions(meta)
        return OptOuts(
            secret=bytes.fromhex(meta.get(_DIGEST_KEY, "")),
            digests=frozenset(connection.scalars(wanted)),
            revision=revisions[_ERASED if erased else _REVISION],
            removed=revisions[_REMOVED],
        )


def add_optout(ledger: Engine, keys: Iterable[Key], *, reason: str | None = None, erase: bool = False) -> str:
    """Leaves out whoever is known by any of these keys from now on; gives the entry's name.

    Whoever is known already keeps their entry, to which the new keys, `erase` and a new reason are added; entries that
    turn out to be one person's become the oldest of them. Name and state alone make nobody known while there are
    other keys: namesakes stay two.
    """
    given = sorted(set(keys))
    with _changing(ledger) as change:
        known = change.entries_of(_identifying(given))
        entry, *same = known or [uuid4().hex[:8]]
        change.join(entry, same)
        change.set(entry, reason=reason, erase=erase)
        change.add(entry, given, reason=reason, erase=erase)
    return entry


def learn(ledger: Engine, met: Iterable[tuple[Iterable[Key], Iterable[Key]]]) -> None:
    """Remembers newly met keys of people who are out already: pairs of the keys that match, and the new ones."""
    with _changing(ledger) as change:
        for matching, new in met:
            if known := change.entries_of(_identifying(matching)):
                change.add(known[0], sorted(set(new)))


def entries_of(ledger: Engine, keys: Iterable[Key]) -> list[str]:
    """The names of the entries that hold any of these keys, oldest first."""
    with ledger.connect() as connection:
        return _Change(connection).entries_of(list(keys))


def list_optouts(ledger: Engine) -> list[Entry]:
    """Everybody who asked to be left out, oldest first."""
    found: dict[str, Entry] = {}
    with ledger.connect() as connection:
        for row in connection.execute(select(tables.optouts).order_by(_row.added_at, _row.entry, _row.kind)):
            known = found.get(row.entry) or Entry(
                entry=row.entry, added_at=row.added_at, reason=None, erase=False, keys={}
            )
            found[row.entry] = replace(
                known,
                reason=known.reason or row.reason,
                erase=known.erase or row.erase,
                keys={**known.keys, row.kind: known.keys.get(row.kind, 0) + 1},
            )
    return list(found.values())


def remove_optout(ledger: Engine, entries: Iterable[str]) -> None:
    """Takes opt-outs back, each as a whole."""
    with _changing(ledger) as change:
        change.remove(list(entries))
        change.takes_back = change.made


def _identifying(keys: Iterable[Key]) -> list[Key]:
    """Those that say who somebody is: not name and state alone, unless there is nothing else."""
    keys = list(keys)
    return [key for key in keys if key.kind != "name"] or keys


class _Change:
    """A change of the opt-outs within a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._secret = bytes.fromhex(_meta(connection).get(_DIGEST_KEY, ""))
        self._now = datetime.now(UTC)
        self.made = False
        self.erases = False  # whether it is about people of whom nothing may be kept
        self.takes_back = False

    def entries_of(self, keys: list[Key]) -> list[str]:
        """The entries that hold any of the keys, oldest first."""
        ages: dict[str, datetime] = {}
        for some in portions([digest_of(self._secret, key) for key in keys]):
            named = select(_row.entry).where(_row.digest.in_(some))
            aged = select(_row.entry, func.min(_row.added_at).label("age")).where(_row.entry.in_(named))
            ages |= {row.entry: row.age for row in self._connection.execute(aged.group_by(_row.entry))}
        return sorted(ages, key=lambda entry: (ages[entry], entry))

    def add(self, entry: str, keys: list[Key], *, reason: str | None = None, erase: bool = False) -> None:
        """Adds keys to an entry, with the reason and `erase` that it has."""
        held = self._connection.execute(select(_row.reason, _row.erase).where(_row.entry == entry).limit(1)).first()
        erased = held.erase if held else erase
        digests = {digest_of(self._secret, key): key.kind for key in keys}
        known: set[str] = set()
        for some in portions(list(digests)):
            query = select(_row.digest).where(_row.entry == entry, _row.digest.in_(some))
            known.update(self._connection.scalars(query))
        rows = [
            {
                "digest": digest,
                "entry": entry,
                "kind": kind,
                "added_at": self._now,
                "reason": held.reason if held else reason,
                "erase": erased,
            }
            for digest, kind in digests.items()
            if digest not in known
        ]
        if rows:
            self._connection.execute(upsert(self._connection, tables.optouts), rows)
            self.made = True
            self.erases |= erased

    def set(self, entry: str, *, reason: str | None, erase: bool) -> None:
        """Gives an entry another reason, and `erase` where it had none."""
        ours = update(tables.optouts).where(_row.entry == entry)
        changes = [ours.where(_row.reason.is_distinct_from(reason)).values(reason=reason)] if reason is not None else []
        for one in changes:
            self.made |= self._connection.execute(one).rowcount > 0
        if erase and self._connection.execute(ours.where(_row.erase.is_(False)).values(erase=True)).rowcount > 0:
            self.made = self.erases = True

    def join(self, entry: str, others: list[str]) -> None:
        """Makes the keys of other entries this one's."""
        for other in others:
            rows = list(self._connection.execute(select(tables.optouts).where(_row.entry == other)))
            self.remove([other])
            joined = [{**row._mapping, "entry": entry} for row in rows]
            self._connection.execute(upsert(self._connection, tables.optouts), joined)
        if self._connection.execute(select(_row.entry).where(_row.entry == entry, _row.erase).limit(1)).first():
            self.set(entry, reason=None, erase=True)

    def remove(self, entries: list[str]) -> None:
        """Forgets entries."""
        for some in portions(entries):
            gone = self._connection.execute(delete(tables.optouts).where(_row.entry.in_(some)))
            self.made |= gone.rowcount > 0


@contextmanager
def _changing(ledger: Engine) -> Iterator[_Change]:
    """One change at a time: whoever writes the revision's row first, the others wait for."""
    with ledger.begin() as connection:
        rows = [{"key": _DIGEST_KEY, "value": secrets.token_hex(32)}, {"key": _REVISION, "value": "0"}]
        connection.execute(upsert(connection, tables.meta), rows)
        revision = tables.meta.c.key == _REVISION
        connection.execute(update(tables.meta).where(revision).values(value=tables.meta.c.value))
        before = _revisions(_meta(connection))
        change = _Change(connection)
        yield change
        if change.made:
            # By the clock: a ledger restored from a backup must not give a revision again that a version obeys already.
            next_ = max(before[_REVISION] + 1, time_ns() // 1_000)
            told = {_REVISION: True, _ERASED: change.erases, _REMOVED: change.takes_back}
            rows = [{"key": key, "value": str(next_ if told[key] else before[key])} for key in told]
            connection.execute(upsert(connection, tables.meta, ("key",), ("value",)), rows)


def _meta(connection: Connection) -> dict[str, str]:
    meta = tables.meta.c
    keys = [_DIGEST_KEY, _REVISION, _ERASED, _REMOVED]
    return {row.key: row.value for row in connection.execute(select(meta.key, meta.value).where(meta.key.in_(keys)))}


def _revisions(meta: dict[str, str]) -> dict[str, int]:
    """The present revision, and the last ones of a kind: of a ledger from before these were kept, the present one."""
    revision = int(meta.get(_REVISION, 0))
    return {_REVISION: revision, _ERASED: int(meta.get(_ERASED, revision)), _REMOVED: int(meta.get(_REMOVED, revision))}
