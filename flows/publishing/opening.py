"""One publisher at a time: the lease is taken, and everything brought in line before and after the work."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic, sleep

import msgspec
from sqlalchemy import Engine

from flows.publishing import feed
from flows.publishing.desk import Desk
from flows.publishing.history import reconcile
from flows.publishing.optouts import keep_up
from records.errors import Busy, LedgerUnavailable
from search import open_writer
from search.settings import SearchSettings
from search.writer import every_version
from store.leases import Lease, lease
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.settings import StoreSettings

_PAUSE = 0.2  # seconds between two looks at a lease


@contextmanager
def at_the_desk(store: StoreSettings, search: SearchSettings, *, patience: float = 0.0) -> Iterator[Desk]:
    """The desk of one engine, for the length of the block.

    What a killed publisher left is cleared away first, a missing entry of the change feed made, and every version
    brought up to date with the opt-outs; once more at the end, since who asks meanwhile is told so and does not wait.
    Raises Busy when another publisher is at work for longer than `patience` (seconds), TherapyIndexError without data,
    LedgerUnavailable when versions know of later opt-outs, EngineUnavailable.
    """
    ledger = open_ledger(store, create=False)
    writer = open_writer(search)
    try:
        with _lease(ledger, f"publish-{search.engine}", patience) as held:
            desk = Desk(ledger=ledger, store=store, search=search, writer=writer, held=held)
            live = reconcile(desk)
            _check_age(desk)
            feed.mend(desk)
            yield msgspec.structs.replace(desk, live=live, obeyed=keep_up(desk))
            keep_up(desk)
    finally:
        writer.close()


def _check_age(desk: Desk) -> None:
    """Raises LedgerUnavailable when opt-outs are lost: from such a ledger those who asked would be published again."""
    known = load_optouts(desk.ledger).revision
    if later := next((info.version for info in every_version(desk.writer) if info.meta.optouts > known), None):
        raise LedgerUnavailable(
            f"version {later} obeys opt-outs that the ledger does not hold; it was lost or is an old copy: restore the "
            "newest one, or give it whoever has asked since once more (`therapyindex optout import FILE`)."
        )


@contextmanager
def _lease(ledger: Engine, name: str, patience: float) -> Iterator[Lease]:
    end = monotonic() + patience
    with ExitStack() as stack:
        while True:
            try:
                held = stack.enter_context(lease(ledger, name))
                break
            except Busy:
                if monotonic() >= end:
                    raise
                sleep(_PAUSE)
        yield held
