"""Verify: every place in which somebody who asked to be left out, or erased, could still be found."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from sqlalchemy import Engine

from flows.batches import caches_in
from flows.erase import read_all
from flows.erasing.archive import shown_on
from flows.erasing.caches import is_broken_of, speaks_of
from flows.erasing.exports import count_rows, files_with_rows, version_of_export
from flows.erasing.names import details_with, mentions_of, own_pages
from flows.erasing.people import People, people
from flows.erasing.runs import rows_in
from flows.erasing.versions import out_of
from flows.progress import Progress, silent
from flows.publishing.optouts import UNREADABLE
from index_config.taxonomy import load_taxonomy
from pipelines.erasure import Gone
from pipelines.mention import Reading
from pipelines.normalize import reading_of
from records.errors import TherapyIndexError
from records.optouts import OptOuts
from search import IndexWriter, open_writer
from search.settings import SearchSettings
from search.writer import VersionInfo, every_version
from store.files import abandoned_in
from store.identities import load_identities
from store.leases import lease
from store.ledger import open_ledger
from store.page_cache import PageKey
from store.pages import captures
from store.pages.erasure import archive_files, pages_in
from store.runs import Run, open_run, run_ids, unfinished_runs
from store.settings import StoreSettings
from store.versions import list_versions

SHOWN = 5  # ids or names of files that are told of a place


class Place(Struct, frozen=True, kw_only=True):
    """A place and what was found in it: `found` is their number, `examples` are ids or names of files, never words.

    `published`: nobody who is out may stand there; elsewhere nobody who is erased. `trouble` says why it could not be
    looked at; then nothing is known of it.
    """

    name: str
    published: bool = False
    found: int = 0
    examples: list[str] = field(default_factory=list)
    trouble: str | None = None

    @property
    def clean(self) -> bool:
        """Whether it was looked at and nobody was found."""
        return self.found == 0 and self.trouble is None

    @property
    def line(self) -> str:
        """The same for people."""
        if self.trouble:
            return f"{self.name}: not looked at: {self.trouble}"
        return f"{self.name}: {self.found:,} found" + (f" ({', '.join(self.examples)})" if self.examples else "")


class Verified(Struct, frozen=True, kw_only=True):
    """All places."""

    places: list[Place]

    @property
    def clean(self) -> bool:
        """Whether every place was looked at and nobody was found."""
        return all(place.clean for place in self.places)

    def lines(self) -> list[str]:
        """The same for people, one line per place."""
        return [place.line for place in self.places]


Look = Callable[[], Iterable[str]]
"""What is found in a place: an id or the name of a file for each."""


def verify(
    store: StoreSettings,
    search_settings: Sequence[SearchSettings],
    optouts: OptOuts,
    erased: OptOuts,
    progress: Progress = silent,
) -> Verified:
    """Looks everywhere: for all opt-outs where the public looks, for the erased ones in all that is kept.

    Nothing is changed, but that pages which were not read yet are. Raises Busy while pages are being read,
    TherapyIndexError when there is no data.
    """
    ledger = open_ledger(store, create=False)
    places: list[Place] = []
    for settings in search_settings:
        progress(f"look into {settings.engine}", 0, None)
        states = {row.version: row.state for row in list_versions(ledger, settings.engine)}
        places += _index(settings, states, optouts, erased)
    if erased.digests:
        with lease(ledger, "normalize"):
            readings = read_all(store, ledger, progress)
            found, _ = people(erased, load_identities(ledger), _runs(store), readings.values())
            places += _kept(store, ledger, found, readings, progress)
    else:
        found = People(erased, {})
    everybody, _ = people(optouts, load_identities(ledger), _runs(store), ())
    places += _exports(store, ledger, everybody, found)
    return Verified(places=places)


_STATES = {"building": "unfinished", "live": "kept"}  # what the ledger's states mean of a version that is not live


def _index(settings: SearchSettings, states: Mapping[str, str], optouts: OptOuts, erased: OptOuts) -> Iterator[Place]:
    """Versions of one engine: whoever is out, and what of the erased may still stand on disk.

    `states` are those that the ledger knows; which one is live is said by the engine.
    """
    name = f"index ({settings.engine})"
    try:
        writer = open_writer(settings)
    except TherapyIndexError as error:
        yield Place(name=name, published=True, trouble=str(error))
        return
    try:
        live, versions = writer.live(), {info.version: info for info in every_version(writer)}
        if live and live not in versions:
            yield Place(name=f"{name}, live version {live}", published=True, trouble=UNREADABLE)
        elif not versions:
            yield Place(name=name, published=True)
        for version, info in versions.items():
            state = states.get(version, "unknown")
            state = "live" if version == live else _STATES.get(state, state)
            what = f"{name}, {state} version {version}"
            yield _place(what, partial(_in_version, writer, info, optouts, erased), published=True)
    except TherapyIndexError as error:
        yield Place(name=name, published=True, trouble=str(error))
    finally:
        writer.close()


def _in_version(writer: IndexWriter, info: VersionInfo, optouts: OptOuts, erased: OptOuts) -> Iterator[str]:
    yield from sorted(out_of(writer, info.version, optouts))
    # Up to `expunged` nothing of them is there: what left since is of others, unless one of the erased asked behind it.
    if erased.digests and erased.revision > info.meta.expunged and (residue := writer.residue(info.version)):
        yield from [f"deleted documents on disk: {residue}"]


def _runs(store: StoreSettings) -> Iterator[Run]:
    for run in run_ids(store):
        with suppress(TherapyIndexError):
            yield open_run(store, run)


def _kept(
    store: StoreSettings, ledger: Engine, found: People, readings: Mapping[PageKey, Reading], progress: Progress
) -> Iterator[Place]:
    """All that is kept below the data directory and in the ledger."""
    for source in sorted(path.name for path in (store.data / "archive").glob("*/")):
        progress(f"look into the archive of {source}", 0, None)
        yield _place(f"archive/{source}", partial(_in_archive, store, ledger, source, found, readings))
    yield _place("extracts", partial(_in_caches, store, ledger, found))
    for run in run_ids(store):
        yield _place(f"runs/{run}", partial(_in_run, store, run, found))
    for directory in unfinished_runs(store):
        yield _place(f"runs/{directory.name} (unfinished)", partial(_rows_in, directory, found))
    yield _place("unfinished files", lambda: (path.name for path in abandoned_in(store.data)))
    yield _place("ledger, identities", lambda: (found.identities[key].id for key in mentions_of(found)))
    yield _place("ledger, pages and captures", lambda: (source for source, _ in own_pages(ledger, found)))
    yield _place("ledger, versions", lambda: (version for version, _ in details_with(ledger, found)))


def _in_archive(
    store: StoreSettings, ledger: Engine, source: str, found: People, readings: Mapping[PageKey, Reading]
) -> Iterator[str]:
    if any((store.data / "archive" / source).glob("*/*.open")):
        raise TherapyIndexError("a crawl is at work on it; look again when it has ended.")
    for file in archive_files(ledger, store, source):
        for _, page in pages_in(store, file):
            if shown_on(page, found, readings) != Gone():
                yield file.name


def _in_caches(store: StoreSettings, ledger: Engine, found: People) -> Iterator[str]:
    caches = caches_in(store)
    held = {(page.url, page.digest) for page in captures(ledger)}
    for reading in caches.readings.all():
        if speaks_of(reading, found):
            yield "readings"
    taxonomy = load_taxonomy()
    for extract in caches.extracts.all():
        if speaks_of(reading_of(extract, taxonomy), found):
            yield "extracts"
    for path in sorted((store.data / "extracts").glob("broken-*.json")):
        if is_broken_of(path, found, held):
            yield path.name


def _in_run(store: StoreSettings, run: str, found: People) -> Iterator[str]:
    yield from _rows_in(open_run(store, run).directory, found)


def _rows_in(run: Path, found: People) -> Iterator[str]:
    for name, number in rows_in(run, found).items():
        yield from [name] * number


def _exports(store: StoreSettings, ledger: Engine, everybody: People, erased: People) -> Iterator[Place]:
    """Exports of a live version hold nobody who is out, all others nobody who is erased."""
    live = {row.version for row in list_versions(ledger) if row.state == "live"}
    for path in files_with_rows(ledger, store):
        published = version_of_export(path) in live
        found = everybody if published else erased
        if found.optouts.digests:
            name = str(path.relative_to(store.data))
            yield _place(name, partial(_in_export, path, found), published=published)


def _in_export(path: Path, found: People) -> list[str]:
    return [path.name] * count_rows(path, found)


def _place(name: str, look: Look, *, published: bool = False) -> Place:
    try:
        found = list(look())
    except (TherapyIndexError, OSError, ValueError) as error:
        return Place(name=name, published=published, trouble=" ".join(str(error).split()))
    examples = list(dict.fromkeys(found))[:SHOWN]
    return Place(name=name, published=published, found=len(found), examples=examples)
