"""The embedded engine's write side."""

import ctypes
import shutil
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from errno import ENOENT, ENOTEMPTY
from pathlib import Path
from typing import Any

import msgspec
import orjson
import tantivy
from msgspec import Struct, field

from index_config.mappings import INDEXES, Index
from index_config.schema import Unfit, encoded
from index_config.versions import is_version
from records.errors import EngineUnavailable, TherapyIndexError
from search.engines.tantivy_expunge import expunge_version, residue_in
from search.engines.tantivy_index import NUMBER, Damaged, Files, analyzer, is_damage, readable, schema, unreadable
from search.engines.tantivy_lines import liner
from search.ranking import NUMBERS
from search.writer import THERAPIST_KEYS, BulkOutcome, DeadLetter, OnDead, VersionInfo, VersionMeta, ignore, refuse_live
from store.files import cannot_write

THREADS = 2  # of tantivy per index: more gain nothing
HEAP = 64 * 1024**2  # bytes per index, shared by its threads: what they hold before they write a segment
SMALL_HEAP = 16 * 1024**2  # for deletions
_CORRUPTED = "Data corrupted"  # so tantivy begins what it says of a file that holds nonsense
ATTEMPTS = 10  # to remove a directory
SLICE = 10_000  # documents, about, that are looked up at a time


class _Building(Struct):
    """A version under way. `commits` are those begun in the background, so that the next index need not wait.

    `resumed`: documents may be in it already.
    """

    meta: VersionMeta
    indexes: dict[Index, Any]
    resumed: bool = False
    commits: dict[Index, Future[Any]] = field(default_factory=dict)

    def committed(self, index: Index) -> None:
        """Waits for the commit of an index, if one was begun."""
        if commit := self.commits.pop(index, None):
            commit.result()


class TantivyWriter:
    """See search.writer.IndexWriter. Versions are directories, the live one is named by a file."""

    def __init__(self, directory: Path) -> None:
        self._files = Files(directory)
        self._building: dict[str, _Building] = {}
        self._background = ThreadPoolExecutor(1)

    def build(self, version: str, meta: VersionMeta) -> None:
        """Starts a version in an empty directory of its own."""
        self.delete(version)
        indexes: dict[Index, Any] = {}
        try:
            for index in INDEXES:
                path = self._files.version(version) / index
                path.mkdir(parents=True)
                indexes[index] = tantivy.Index(schema(index), path=str(path))
        except OSError as error:
            raise cannot_write(self._files.version(version), error) from error
        self._building[version] = _Building(meta, indexes)

    def bulk(
        self, version: str, index: Index, documents: Iterable[dict[str, Any]], on_dead: OnDead = ignore
    ) -> BulkOutcome:
        """Adds documents, and begins to commit them."""
        building = self._building[version]
        line = liner(index)
        sent = dead = 0
        with self._writing(version):
            building.committed(index)
            opened = building.indexes[index]
            opened.register_tokenizer("words", analyzer())
            writer = opened.writer(heap_size=HEAP, num_threads=THREADS)
        for document in documents:
            sent += 1
            try:
                made = encoded(document, index, line)
            except Unfit as fault:
                dead += 1
                on_dead(DeadLetter(id=str(document.get("id")), reason=str(fault), document=document))
                continue
            try:
                if building.resumed:
                    writer.delete_documents_by_term("id", document["id"])
                writer.add_json(made.decode())
            except (ValueError, OSError) as error:
                raise self._cannot_write(version, error) from error
        building.commits[index] = self._background.submit(_commit, writer)
        return BulkOutcome(sent=sent, dead=dead)

    def resume(self, version: str) -> None:
        """Opens its indexes once more."""
        meta = self._info(version).meta
        with self._writing(version):
            indexes = {index: self._opened(version, index) for index in INDEXES}
        self._building[version] = _Building(meta, indexes, resumed=True)

    def finish(self, version: str, counts: dict[str, int]) -> None:
        """Waits for commits and merges, and only then marks the version as finished."""
        building = self._building.pop(version)
        with self._writing(version):
            for index in INDEXES:
                building.committed(index)
        self._files.write_meta(version, msgspec.structs.replace(building.meta, counts=counts))

    def count(self, version: str, index: Index) -> int:
        """Documents in one index of a version."""
        with self._reading(version):
            found: int = self._opened(version, index).searcher().num_docs
        return found

    def read(self, version: str, index: Index, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Looks each up by its id."""
        with self._reading(version):
            opened = self._opened(version, index)
            wanted = tantivy.Query.term_set_query(opened.schema, "id", list(ids))
            return {record["id"]: record for record in _records(opened.searcher(), wanted)}

    def scan(self, version: str, index: Index) -> Iterator[dict[str, Any]]:
        """Reads them by slices of the numbers that stand for ids."""
        with self._reading(version):
            opened = self._opened(version, index)
            searcher = opened.searcher()
            step = NUMBERS // (searcher.num_docs // SLICE + 1) + 1
            for first in range(0, NUMBERS, step):
                slice_ = tantivy.Query.range_query(
                    opened.schema, NUMBER, tantivy.FieldType.Integer, first, min(first + step, NUMBERS) - 1
                )
                yield from _records(searcher, slice_)

    def forget(self, version: str, therapists: Collection[str], revision: int, *, expunge: bool = False) -> int:
        """Deletes by id and commits; readers see it by the revision in meta.json. A lost index holds nobody."""
        info = self._info(version)
        gone = 0
        for index, key in THERAPIST_KEYS.items():
            if not self._files.is_there(version, index):
                continue
            with self._reading(version):
                opened = self._opened(version, index)
                before = opened.searcher().num_docs
            with self._writing(version):
                writer = opened.writer(heap_size=SMALL_HEAP, num_threads=1)
                for one in therapists:
                    writer.delete_documents_by_term(key, one)
                _commit(writer)
            opened.reload()
            gone += before - opened.searcher().num_docs
        meta = msgspec.structs.replace(info.meta, optouts=revision)
        if expunge:
            with self._writing(version):
                expunge_version(self._files.version(version))
            if not self.residue(version):
                meta = msgspec.structs.replace(meta, expunged=revision)
        self._files.write_meta(version, meta)
        return gone

    def residue(self, version: str) -> int:
        """Deleted documents in segments, and files that belong to no segment."""
        with self._reading(version):
            return residue_in(self._files.version(version))

    def settle(self) -> str | None:
        """The version that the pointer names, if it is whole."""
        live = self.live()
        return live if live and any(info.version == live for info in self.versions()) else None

    def swap(self, version: str, at: datetime) -> None:
        """Renames the pointer file; before, the version is told when."""
        info = self._info(version)
        self._files.write_meta(version, msgspec.structs.replace(info.meta, published_at=at))
        self._files.point(version, at)

    def live(self) -> str | None:
        """What the pointer file names; None when it is damaged, so that a publish can write it anew."""
        try:
            return self._files.live()
        except Damaged:
            return None

    def served(self) -> VersionInfo | None:
        """The version that the pointer names, if its mark can be read: searches ask for that."""
        live = self.live()
        try:
            return self._files.info(live) if live else None
        except Damaged:
            return None

    def versions(self) -> list[VersionInfo]:
        """The directories with a meta.json."""
        return list(self._files.finished())

    def present(self) -> set[str]:
        """The directories."""
        return {path.name for path in self._files.directory.glob("*/") if is_version(path.name)}

    def delete(self, version: str) -> None:
        """Removes a version's directory, its mark first, so that a kill leaves it unfinished."""
        refuse_live(self, version)
        path = self._files.version(version)
        try:
            (path / "meta.json").unlink(missing_ok=True)
            _remove(path)
        except OSError as error:
            raise cannot_write(path, error) from error

    def close(self) -> None:
        """Drops the writers; what they did not commit is lost."""
        self._background.shutdown()
        self._building.clear()

    @contextmanager
    def _writing(self, version: str) -> Iterator[None]:
        """For commits and deletions."""
        try:
            yield
        except BaseException as error:  # a panic is no Exception
            if not is_damage(error):
                raise
            raise self._cannot_write(version, error) from error

    def _reading(self, version: str) -> AbstractContextManager[None]:
        return readable(self._files.version(version))

    def _cannot_write(self, version: str, error: BaseException) -> TherapyIndexError:
        """Whatever tantivy complains of is the disk or what stands there: bad documents are found before."""
        if _CORRUPTED in str(error):
            return unreadable(self._files.version(version))
        return cannot_write(self._files.version(version), OSError(str(error)))

    def _info(self, version: str) -> VersionInfo:
        info = self._files.info(version)
        if info is None:
            raise EngineUnavailable(
                f"version {version} is not finished, or its directory was taken away: `therapyindex publish --force` "
                "builds a new one."
            )
        return info

    def _opened(self, version: str, index: Index) -> Any:
        return tantivy.Index.open(str(self._files.version(version) / index))


def _remove(path: Path) -> None:
    """Removes a directory also while files are made in it: each opened index is watched by a thread of tantivy's."""
    for left in reversed(range(ATTEMPTS)):
        try:
            shutil.rmtree(path)
        except OSError as error:
            if error.errno not in (ENOENT, ENOTEMPTY) or not left:
                raise
        if not path.exists():
            return


def _commit(writer: Any) -> None:
    """Ends a writer's life: nothing of it stays in memory, also where the allocator would keep it (glibc: 100 MB)."""
    writer.commit()
    writer.wait_merging_threads()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _records(searcher: Any, query: Any) -> Iterator[dict[str, Any]]:
    for _, address in searcher.search(query, limit=max(searcher.num_docs, 1)).hits:
        yield orjson.loads(bytes(searcher.doc(address).get_first("record")))
