"""The recorder: a thread that archives pages and enters visits in the ledger, a batch at a time."""

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from functools import partial
from time import monotonic

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Engine

from crawlers.links import archived_links
from crawlers.lists import earlier_pages, goes_on, is_further_page, next_page
from crawlers.scope import Scope
from crawlers.summary import Summary
from crawlers.tally import count
from records import Page
from records.errors import TherapyIndexError
from store.archive import ArchiveWriter, Location, body_digest, holds_page, read_page
from store.pages import (
    Body,
    Crawl,
    Found,
    PageState,
    Visit,
    add_captures,
    add_found,
    after_visit,
    held_bodies,
    imported_urls,
    make_due,
    page_states,
    record_states,
    record_summary,
)
from store.settings import StoreSettings

BATCH = 256
LINKS = 1_024  # of a batch: lists lead to very many pages
WAIT = 0.25  # seconds a visit may wait for its batch to fill, while others can go on without it
_BACKLOG = 64  # pages; a crawl faster than the disk waits here
_REMEMBERED = 8_192  # pages that were found lately: most links of a page stand on the page before it too

_log = logging.getLogger(__name__)


class Fetched(Struct, frozen=True, kw_only=True):
    """A visit of a page: what was `known` before, the `page` when its body is to be kept, the `targets` it leads to.

    `location` is given when the page is archived already.
    """

    known: PageState
    visit: Visit
    page: Page | None = None
    targets: list[str] = []
    location: Location | None = None


class Recorder:
    """Takes visits from the crawl's thread and records them in its own.

    Compression, hashing and fsync run there, mostly without the interpreter's lock. A page is written at once, so that
    it outlives this process, and is on disk before its row is committed. With each batch the summary is written too.
    """

    def __init__(
        self,
        ledger: Engine,
        settings: StoreSettings,
        crawl: Crawl,
        night: int,
        scope: Scope,
        summary: Summary,
    ) -> None:
        self._ledger = ledger
        self._settings = settings
        self._archive = ArchiveWriter(settings, crawl.source, crawl.id)
        self._crawl = crawl
        self._night = night
        self._scope = scope
        self._summary = summary
        self._queue: queue.Queue[Fetched | str | None] = queue.Queue(_BACKLOG)
        self._imported = imported_urls(ledger, crawl.source)
        self._remembered: set[int] = set()
        self._adopted = _Batch()
        self.error: TherapyIndexError | None = None
        self.is_awaited: Callable[[], bool] = lambda: True
        self.settled: Callable[[list[str]], None] = lambda _: None
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self, is_awaited: Callable[[], bool], settled: Callable[[list[str]], None]) -> None:
        """Begins. `is_awaited` says whether the crawl has nothing else to do, `settled` hears what is recorded."""
        self.is_awaited, self.settled = is_awaited, settled
        self._thread.start()

    def add(self, fetched: Fetched) -> None:
        """Hands a visit over; waits while the backlog is full."""
        self._queue.put(fetched)

    def adopt(self, fetched: Fetched, location: Location) -> None:
        """Enters a page that the archive holds already; before the start, in the caller's thread."""
        self._take(replace(fetched, location=location), self._adopted)
        if len(self._adopted.urls) >= BATCH:
            self.record_adopted()

    def record_adopted(self) -> None:
        """Records what was adopted."""
        if self._adopted.urls:
            self._record(self._adopted)
            self._adopted = _Batch()

    def add_error(self, kind: str) -> None:
        """Counts an error that belongs to no page."""
        self._queue.put(kind)

    def close(self) -> None:
        """Everything is recorded. Raises TherapyIndexError when it could not be."""
        if self._thread.ident is None:
            return
        self._queue.put(None)
        self._thread.join()
        if self.error:
            raise self.error

    def _run(self) -> None:
        open_ = True
        while open_:
            open_ = self._take_batch()
        try:
            self._archive.close()
        except TherapyIndexError as error:
            self.error = self.error or error

    def _take_batch(self) -> bool:
        """Archives the next visits as they come and records them together; False when no more will come."""
        batch = _Batch()
        until: float | None = None
        open_ = True
        while len(batch.urls) < BATCH and batch.size < LINKS:
            try:
                taken = self._queue.get(timeout=None if until is None else self._patience(until))
            except queue.Empty:
                break
            if taken is None:
                open_ = False
                break
            self._guarded(partial(self._take, taken, batch))
            until = until or monotonic() + WAIT
        if batch.urls:
            self._guarded(partial(self._record, batch))
            if self.error is None:
                self.settled(batch.urls)
        return open_

    def _patience(self, until: float) -> float:
        return 0.0 if self.is_awaited() else max(until - monotonic(), 0.0)

    def _guarded(self, step: Callable[[], None]) -> None:
        if self.error is None:
            try:
                step()
            except TherapyIndexError as error:
                self.error = error
            except Exception as error:  # a fault of ours must not leave the crawl waiting for this thread
                _log.exception("the recorder broke off")
                self.error = TherapyIndexError(
                    f"what was fetched could not be recorded ({type(error).__name__}: {error}); run it again."
                )

    def _take(self, taken: Fetched | str, batch: "_Batch") -> None:
        if isinstance(taken, str):
            self._summary.error(taken)
            return
        known = batch.states.get(taken.known.url, taken.known)
        visit = self._archived(known, taken, batch)
        state = after_visit(
            known, visit, crawl=self._crawl.id, night=self._night, visits_a_night=self._scope.visits_a_night(known.url)
        )
        count(self._summary, known, visit, state)
        batch.add(known, state, visit, taken)

    def _archived(self, known: PageState, taken: Fetched, batch: "_Batch") -> Visit:
        """The visit with the digest of its body, and with its location when it is newly archived."""
        page, visit = taken.page, taken.visit
        if page is None:
            return visit
        digest = body_digest(page.body)
        location = taken.location
        if location is None and not self._is_held(known, digest):
            location = self._archive.write(page, digest)
        if location:
            batch.bodies.append(Body(known.url, digest, visit.at, location))
        return replace(visit, digest=digest, location=location)

    def _is_held(self, known: PageState, digest: str) -> bool:
        """Whether the archive can give back this body of the page."""
        source = self._crawl.source
        if known.digest == digest and known.location:
            return holds_page(self._settings, source, known.location)
        if known.status == 0 and known.url not in self._imported:
            return False
        with self._ledger.connect() as connection:
            held = held_bodies(connection, source, [(known.url, digest)]).get((known.url, digest))
        if held is None:
            return False
        try:
            read_page(self._settings, source, held.file, held.offset, held.length)
        except TherapyIndexError as error:
            _log.warning("%s It is archived anew.", error)
            return False
        return True

    def _record(self, batch: "_Batch") -> None:
        self._archive.sync()
        source, night = self._crawl.source, self._night
        absent = [url for known, new in batch.changed_lists for url in self._absent_from(known, new)]
        with self._ledger.begin() as connection:
            add_captures(connection, source, self._crawl.id, batch.bodies)
            record_states(connection, source, batch.states.values())
            add_found(connection, source, self._found(batch), batch.at)
            make_due(connection, source, absent, night)
            make_due(connection, source, batch.listed, night, gone=True)
            record_summary(connection, self._crawl.id, self._summary.plain())

    def _found(self, batch: "_Batch") -> list[Found]:
        """The pages found, but for those that were found a little while ago."""
        found = {}
        for state, targets in batch.found:
            further = next_page(state.url, targets)
            if further and self._goes_on(state, batch):
                found[further] = self._scope.found(further, state.depth)  # as deep as the first page of the list
            if state.depth == self._scope.max_depth:
                continue
            for url in targets:
                if hash(url) in self._remembered or is_further_page(state.url, url) or self._scope.left_out(url):
                    continue
                found[url] = self._scope.found(url, state.depth + 1)
                self._remembered.add(hash(url))
        if len(self._remembered) > _REMEMBERED:
            self._remembered.clear()
        return list(found.values())

    def _goes_on(self, state: PageState, batch: "_Batch") -> bool:
        earlier = earlier_pages(state.url)
        if not earlier:
            return True
        known = page_states(self._ledger, self._crawl.source, earlier)
        states = [batch.states.get(url) or known.get(url) for url in earlier]
        return goes_on(state.url, state.shown or b"", [one.shown for one in states if one and one.shown])

    def _absent_from(self, known: PageState, now: Iterable[str]) -> set[str]:
        """The pages that a list named when it was last archived, and no longer does."""
        location = known.location
        if location is None:
            return set()
        try:
            page = read_page(self._settings, self._crawl.source, location.file, location.offset, location.length)
        except TherapyIndexError as error:
            _log.warning("%s", error)
            return set()
        before = self._scope.targets(known.url, archived_links(page))
        return {url for url in before if not is_further_page(known.url, url)} - set(now)


class _Batch:
    """Visits that are recorded together."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.states: dict[str, PageState] = {}
        self.bodies: list[Body] = []
        self.found: list[tuple[PageState, list[str]]] = []
        self.size = 0  # visits and links
        self.listed: list[str] = []  # named by a list that is new or has changed
        self.changed_lists: list[tuple[PageState, list[str]]] = []  # as known before, and the pages it names now

    def add(self, known: PageState, state: PageState, visit: Visit, taken: Fetched) -> None:
        """Adds one."""
        self.urls.append(known.url)
        self.states[known.url] = state
        self.at = visit.at
        self.size += 1 + len(taken.targets)
        if taken.targets:
            self.found.append((state, taken.targets))
        if visit.shown is not None and visit.digest != known.digest:
            self.listed += taken.targets
            if known.digest:
                self.changed_lists.append((known, taken.targets))
