"""The recorder: a thread that archives pages and enters visits in the ledger, a batch at a time."""

import queue
import threading
from collections.abc import Mapping
from time import monotonic

import msgspec
from msgspec import Struct
from sqlalchemy import Engine

from crawlers.summary import Summary
from records import Page
from records.errors import TherapyIndexError
from store.archive import ArchiveWriter, Location, body_digest
from store.pages import Crawl, PageState, Visit, known_bodies, record_visits
from store.settings import StoreSettings

BATCH = 256
WAIT = 0.25  # seconds a page may wait for its batch to fill
_BACKLOG = 1_000  # pages; a crawl faster than the disk waits here


class Fetched(Struct, frozen=True):
    """A visit, with the page when its body is to be kept."""

    visit: Visit
    page: Page | None = None


class Recorder:
    """Takes visits from the crawl's thread and records them in its own.

    Compression, hashing and fsync run there, mostly without the interpreter's lock. A page is on disk before its row
    is committed.
    """

    def __init__(
        self, ledger: Engine, settings: StoreSettings, crawl: Crawl, known: Mapping[str, PageState], summary: Summary
    ) -> None:
        self._ledger = ledger
        self._archive = ArchiveWriter(settings, crawl.source, crawl.id)
        self._crawl = crawl
        self._known = known
        self._summary = summary
        self._queue: queue.Queue[Fetched | None] = queue.Queue(_BACKLOG)
        self.error: TherapyIndexError | None = None
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def add(self, fetched: Fetched) -> None:
        """Hands a visit over; waits while the backlog is full."""
        self._queue.put(fetched)

    def close(self) -> None:
        """Everything is recorded. Raises TherapyIndexError when it could not be."""
        self._queue.put(None)
        self._thread.join()
        if self.error:
            raise self.error

    def _run(self) -> None:
        open_ = True
        while open_:
            batch, open_ = self._next_batch()
            if self.error is None:
                self._try(batch)
        try:
            self._archive.close()
        except TherapyIndexError as error:
            self.error = self.error or error

    def _next_batch(self) -> tuple[list[Fetched], bool]:
        """The next visits, and whether more may come."""
        batch: list[Fetched] = []
        until: float | None = None
        while len(batch) < BATCH:
            try:
                fetched = self._queue.get(timeout=None if until is None else max(until - monotonic(), 0.0))
            except queue.Empty:
                break
            if fetched is None:
                return batch, False
            batch.append(fetched)
            until = until or monotonic() + WAIT
        return batch, True

    def _try(self, batch: list[Fetched]) -> None:
        try:
            self._record(batch)
        except TherapyIndexError as error:
            self.error = error

    def _record(self, batch: list[Fetched]) -> None:
        source = self._crawl.source
        digests = {item.visit.url: body_digest(item.page.body) for item in batch if item.page}
        with self._ledger.connect() as connection:
            held = known_bodies(connection, source, list(digests.items()))
        visits = [self._archived(item, digests.get(item.visit.url), held) for item in batch]
        self._archive.sync()
        with self._ledger.begin() as connection:
            record_visits(connection, source, self._crawl.id, visits)

    def _archived(self, item: Fetched, digest: str | None, held: set[tuple[str, str]]) -> Visit:
        visit, page = item.visit, item.page
        if page is None or digest is None:
            return visit
        self._count(visit.url, digest)
        location: Location | None = None
        if (visit.url, digest) not in held:
            location = self._archive.write(page)
        return msgspec.structs.replace(visit, digest=digest, location=location)

    def _count(self, url: str, digest: str) -> None:
        known = self._known.get(url)
        if known is None or known.digest is None:
            self._summary.new += 1
        elif known.digest == digest:
            self._summary.unchanged += 1
        else:
            self._summary.changed += 1
