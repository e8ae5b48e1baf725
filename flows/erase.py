"""Erase: what is kept of those who asked for it is removed, place by place."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial

from msgspec import Struct, field
from sqlalchemy import Engine

from flows.erasing.archive import erase_archive
from flows.erasing.caches import erase_caches
from flows.erasing.exports import erase_exports
from flows.erasing.names import erase_names
from flows.erasing.people import People, people
from flows.erasing.runs import erase_run
from flows.erasing.versions import erase_versions
from flows.progress import Progress, silent
from flows.publishing.opening import at_the_desk
from flows.understand import understand
from pipelines.mention import Reading
from records.errors import Busy, TherapyIndexError
from records.optouts import OptOuts
from search.settings import SearchSettings
from store.erasure import LookedInto, load_looked_into, note_looked_into
from store.files import abandoned_in, remove
from store.identities import load_identities
from store.leases import lease
from store.ledger import compact, open_ledger
from store.page_cache import PageKey
from store.pages import captures
from store.pages.erasure import all_files, named_files
from store.pages.retention import archived_sources
from store.runs import Run, open_run, run_ids, sweep_unfinished, unfinished_runs
from store.settings import StoreSettings
from store.versions import rename_run_digest


class Erased(Struct, kw_only=True):
    """What an erasure removed, place by place, and what it could not look at.

    `people` is the number of ids. `left` are places at which somebody else was at work, or that could not be read: the
    same command goes on with them.
    """

    people: int = 0
    own_pages: int = 0
    pages_rewritten: int = 0
    pages_dropped: int = 0
    extracts: int = 0
    run_rows: int = 0
    runs: list[str] = field(default_factory=list)
    export_rows: int = 0
    documents: int = 0
    versions_deleted: list[str] = field(default_factory=list)
    ledger_rows: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every place was cleaned."""
        return not self.left

    def check(self) -> None:
        """Raises TherapyIndexError, naming the places, when some could not be cleaned."""
        if self.left:
            places = "; ".join(self.left)
            raise TherapyIndexError(f"not everything could be erased ({places}); run the same command again.")

    def lines(self) -> list[str]:
        """The same for people, one line per place."""
        return [
            f"archive: {self.own_pages:,} own pages removed, {self.pages_rewritten:,} shared pages rewritten, "
            f"{self.pages_dropped:,} shared pages dropped whole",
            f"extracts: {self.extracts:,} rows and files removed or changed",
            f"runs: {self.run_rows:,} rows removed from {len(self.runs):,} runs",
            f"exports: {self.export_rows:,} rows removed",
            f"index: {self.documents:,} documents removed"
            + "".join(f"; version {version} deleted" for version in self.versions_deleted),
            f"ledger: {self.ledger_rows:,} rows removed",
            *(f"left: {place}" for place in self.left),
        ]


def erase(
    store: StoreSettings, search_settings: Sequence[SearchSettings], optouts: OptOuts, progress: Progress = silent
) -> Erased:
    """Removes what is kept of everybody whom these opt-outs (those with `--erase`, no others) leave out.

    Killed at any moment, the next one goes on. Raises Busy while pages are being read, TherapyIndexError when there is
    no data.
    """
    return _erase(store, search_settings, optouts, progress)


def erase_new(
    store: StoreSettings, search_settings: Sequence[SearchSettings], optouts: OptOuts, progress: Progress = silent
) -> Erased:
    """The same for what came since the last time; nothing is opened when nothing came. For behind every crawl."""
    if not optouts.digests:
        return Erased()
    ledger = open_ledger(store, create=False)
    before = load_looked_into(ledger)
    if before.asked != _asked(optouts):
        return _erase(store, search_settings, optouts, progress)
    if before.files >= named_files(ledger):
        return Erased()
    return _erase(store, search_settings, optouts, progress, before.files)


def _erase(
    store: StoreSettings,
    search_settings: Sequence[SearchSettings],
    optouts: OptOuts,
    progress: Progress,
    known: frozenset[str] | None = None,
) -> Erased:
    done = Erased()
    if not optouts.digests:
        return done
    ledger = open_ledger(store, create=False)
    with lease(ledger, "normalize"):
        sweep_unfinished(store)  # of a killed normalize, which may have met them
        done.left += [f"run {path.name}: it is unfinished and cannot be removed" for path in unfinished_runs(store)]
        readings = read_all(store, ledger, progress)
        runs = list(_runs(store, done, only_last=known is not None))
        found, unread = people(optouts, load_identities(ledger), runs, readings.values())
        done.left += [f"run {run}: it cannot be read" for run in unread]
        done.people = len(found.ids)
        _from_archive(store, ledger, found, readings, known, done, progress)
        held = {(page.url, page.digest) for page in captures(ledger)}
        progress("erase from extracts", 0, None)
        done.extracts = erase_caches(store, found, held, readings)
        remove(abandoned_in(store.data))
        _from_versions(store, search_settings, found, done, progress)
        if known is None:
            progress("erase from exports", 0, None)
            done.export_rows, files = erase_exports(ledger, store, found)
            done.left += [f"{file}: it cannot be read" for file in files]
        _from_runs(ledger, runs, found, done, progress)
        # Last: the identities tell who is meant, should this be killed before.
        if done.complete:
            done.ledger_rows = erase_names(ledger, found)
            if known is None or done.own_pages or done.ledger_rows:
                progress("erase from the ledger", 0, None)
                if not compact(ledger):
                    done.left.append("ledger: others use it, and its file may hold what was deleted")
        if done.complete:
            # A file is never changed once it is there.
            note_looked_into(ledger, LookedInto(_asked(optouts), all_files(store)))
    return done


def read_all(store: StoreSettings, ledger: Engine, progress: Progress) -> dict[PageKey, Reading]:
    """The readings of everything that is archived; what is new is read. Only for the holder of `normalize`."""
    return understand(store, list(captures(ledger)), progress).readings


def _runs(store: StoreSettings, done: Erased, *, only_last: bool) -> Iterator[Run]:
    for run in run_ids(store)[-1:] if only_last else run_ids(store):
        try:
            yield open_run(store, run)
        except TherapyIndexError:
            done.left.append(f"run {run}: it cannot be read")


def _from_archive(
    store: StoreSettings,
    ledger: Engine,
    found: People,
    readings: dict[PageKey, Reading],
    known: frozenset[str] | None,
    done: Erased,
    progress: Progress,
) -> None:
    for source in archived_sources(ledger):
        with ExitStack() as stack:
            try:
                stack.enter_context(lease(ledger, f"crawl-{source}"))
            except Busy:
                done.left.append(f"archive/{source}: a crawl is at work on it")
                continue
            told = partial(progress, f"erase from {source}")
            pages = erase_archive(ledger, store, source, found, readings, known, told)
            done.own_pages += pages.removed
            done.pages_rewritten += pages.rewritten
            done.pages_dropped += pages.dropped
            done.left += [f"archive/{file}: it cannot be read" for file in pages.unread]


def _from_versions(
    store: StoreSettings,
    search_settings: Sequence[SearchSettings],
    found: People,
    done: Erased,
    progress: Progress,
) -> None:
    for settings in search_settings:
        progress(f"erase from {settings.engine}", 0, None)
        try:
            with at_the_desk(store, settings) as desk:
                done.documents += sum(desk.obeyed.documents.values())
                versions = erase_versions(desk, found.optouts, found.ids)
        except Busy:
            done.left.append(f"index ({settings.engine}): a publish is at work on it")
            continue
        except TherapyIndexError as error:
            done.left.append(f"index ({settings.engine}): {error}")
            continue
        done.documents += versions.documents
        done.versions_deleted += versions.deleted
        done.left += [
            f"index ({settings.engine}), version {version}: it was built in a way that is no longer known; run "
            "`therapyindex publish --force`, then this again"
            for version in versions.residue
        ]


def _from_runs(ledger: Engine, runs: list[Run], found: People, done: Erased, progress: Progress) -> None:
    for number, run in enumerate(runs):
        progress("erase from runs", number, len(runs))
        try:
            erased = erase_run(run, found)
        except TherapyIndexError:
            done.left.append(f"run {run.id}: it cannot be read")
            continue
        if erased:
            rename_run_digest(ledger, run.id, erased.after)
            done.run_rows += erased.rows
            done.runs.append(run.id)


def _asked(optouts: OptOuts) -> str:
    return hashlib.sha256("".join(sorted(optouts.digests)).encode()).hexdigest()[:16]
