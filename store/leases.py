"""Leases: one normalizer and one publisher at a time, and a dead one never blocks the next."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Engine, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from records.errors import Busy, LedgerUnavailable
from store.tables import leases

TERM = timedelta(seconds=60)


class Lease:
    """A lease that is held."""

    def __init__(self, ledger: Engine, name: str, holder: str) -> None:
        self._ledger = ledger
        self._name = name
        self._holder = holder

    def confirm(self) -> None:
        """Renews the lease before a step that must be the holder's alone. Raises Busy when it was lost."""
        if not _renewed(self._ledger, self._name, self._holder):
            raise Busy(f"another process has taken over ({self._name}): run this again when it has ended.")


@contextmanager
def lease(ledger: Engine, name: str) -> Iterator[Lease]:
    """Holds the lease `name` for the length of the block, renewing it in the background.

    Raises Busy when another living process holds it. A lease of a killed process of this machine is taken
    over at once, one of another machine when its term (60 s) has run out.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    _take(ledger, name, holder)
    stop = threading.Event()
    renewer = threading.Thread(target=_renew, args=(ledger, name, holder, stop), daemon=True)
    renewer.start()
    try:
        yield Lease(ledger, name, holder)
    finally:
        stop.set()
        renewer.join()
        # What went wrong in the block is what people should hear; a lease that stays ends with its holder.
        with suppress(LedgerUnavailable), ledger.begin() as connection:
            connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def _take(ledger: Engine, name: str, holder: str) -> None:
    now = datetime.now(UTC)
    with ledger.begin() as connection:
        found = connection.execute(select(leases).where(leases.c.name == name)).first()
    try:
        with ledger.begin() as connection:
            if found is None:
                connection.execute(insert(leases).values(name=name, holder=holder, expires_at=now + TERM))
                return
            # Compare and set: of two that see the same dead holder only one finds it still there.
            free = leases.c.expires_at < now
            if _is_dead(found.holder):
                free = or_(free, leases.c.holder == found.holder)
            taken = connection.execute(
                update(leases).where(leases.c.name == name, free).values(holder=holder, expires_at=now + TERM)
            )
            if taken.rowcount == 1:
                return
    except IntegrityError:
        pass
    raise Busy(f"another process is at work ({name}): wait until it has ended, then run this again.")


def _is_dead(holder: str) -> bool:
    host, pid, _ = holder.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _renew(ledger: Engine, name: str, holder: str, stop: threading.Event) -> None:
    while not stop.wait(TERM.total_seconds() / 4):
        try:
            _renewed(ledger, name, holder)
        except LedgerUnavailable:
            continue  # a locked ledger now: three more tries remain before the term is over


def _renewed(ledger: Engine, name: str, holder: str) -> bool:
    """Whether the lease is still the holder's; if so, for another term."""
    with ledger.begin() as connection:
        renewed = connection.execute(
            update(leases)
            .where(leases.c.name == name, leases.c.holder == holder)
            .values(expires_at=datetime.now(UTC) + TERM)
        )
        return renewed.rowcount == 1
