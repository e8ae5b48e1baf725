"""Prune: bodies older than a set age leave the archive, except each page's last copy."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from msgspec import Struct, field

from flows.progress import Progress, silent
from records.errors import Busy
from store.leases import lease
from store.ledger import open_ledger
from store.pages.retention import Dropped, archived_sources, drop_old
from store.settings import StoreSettings


class Pruned(Struct, frozen=True, kw_only=True):
    """What left the archive of each source; `busy` are the sources that were being worked on and so left alone."""

    older_than_days: int
    dry_run: bool
    sources: list[Dropped] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The same for people."""
        verb = "would drop" if self.dry_run else "dropped"
        lines = [
            f"{one.source}: {verb} {one.bodies:,} bodies in {one.files:,} files, {one.freed:,} bytes"
            + (f"; {one.damaged:,} damaged files left alone" if one.damaged else "")
            for one in self.sources
        ]
        lines += [
            f"{source}: left alone, another process is at work on it; run this again later" for source in self.busy
        ]
        return lines or ["the archive is empty"]


def prune(
    settings: StoreSettings,
    older_than_days: int,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    now: datetime | None = None,
) -> Pruned:
    """Drops what is older than so many days; a source that is being crawled is left alone.

    Raises Busy while pages are being extracted, TherapyIndexError when there is no data.
    """
    ledger = open_ledger(settings, create=False)
    before = (now or datetime.now(UTC)) - timedelta(days=older_than_days)
    dropped, busy = [], []
    with lease(ledger, "normalize"):  # which reads the archive
        sources = archived_sources(ledger)
        for number, source in enumerate(sources):
            progress("prune", number, len(sources))
            with ExitStack() as stack:
                try:
                    stack.enter_context(lease(ledger, f"crawl-{source}"))
                except Busy:
                    busy.append(source)
                    continue
                dropped.append(drop_old(ledger, settings, source, before, dry_run=dry_run))
    return Pruned(older_than_days=older_than_days, dry_run=dry_run, sources=dropped, busy=busy)
