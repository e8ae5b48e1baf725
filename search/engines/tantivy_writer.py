"""The embedded engine's write side."""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import orjson
import tantivy
from msgspec import Struct

from index_config.mappings import INDEXES, Index, properties
from search.engines.tantivy_index import NUMBER, STATUS, STATUSES, Damaged, Files, analyzer, point, schema
from search.ranking import number_of
from search.writer import BulkOutcome, DeadLetter, VersionInfo, VersionMeta
from store.files import cannot_write

HEAP = 256 * 1024**2  # bytes per index: most indexes fit in one segment
LONGEST_KEYWORD = 32_766  # bytes; Elasticsearch takes no longer ones either


class _Building(Struct):
    meta: VersionMeta
    writers: dict[Index, Any]


class TantivyWriter:
    """See search.writer.IndexWriter. Versions are directories, the live one is named by a file."""

    def __init__(self, directory: Path) -> None:
        self._files = Files(directory)
        self._building: dict[str, _Building] = {}

    def build(self, version: str, meta: VersionMeta) -> None:
        """Starts a version in an empty directory of its own."""
        self.delete(version)
        writers: dict[Index, Any] = {}
        try:
            for index in INDEXES:
                path = self._files.version(version) / index
                path.mkdir(parents=True)
                opened = tantivy.Index(schema(index), path=str(path))
                opened.register_tokenizer("words", analyzer())
                # One thread keeps the documents in the order in which they come, and tantivy is no faster with more.
                writers[index] = opened.writer(heap_size=HEAP, num_threads=1)
        except OSError as error:
            raise cannot_write(self._files.version(version), error) from error
        self._building[version] = _Building(meta, writers)

    def bulk(self, version: str, index: Index, documents: Iterable[dict[str, Any]]) -> BulkOutcome:
        """Adds documents; one that does not fit the fields becomes a dead letter."""
        writer = self._building[version].writers[index]
        convert = _converter(index)
        sent = 0
        dead: list[DeadLetter] = []
        for document in documents:
            sent += 1
            try:
                converted = convert(document)
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                dead.append(DeadLetter(id=str(document.get("id")), reason=str(error), document=document))
                continue
            try:
                writer.add_document(converted)
            except (ValueError, OSError) as error:
                raise cannot_write(self._files.version(version), OSError(str(error))) from error
        return BulkOutcome(sent=sent, dead=dead)

    def finish(self, version: str, counts: dict[str, int]) -> None:
        """Commits, waits for merges, and only then marks the version as finished."""
        building = self._building.pop(version)
        try:
            for writer in building.writers.values():
                writer.commit()
                writer.wait_merging_threads()
        except (ValueError, OSError) as error:
            raise cannot_write(self._files.version(version), OSError(str(error))) from error
        self._files.write_meta(version, msgspec.structs.replace(building.meta, counts=counts))

    def count(self, version: str, index: Index) -> int:
        """Documents in one index of a version."""
        found: int = tantivy.Index.open(str(self._files.version(version) / index)).searcher().num_docs
        return found

    def read(self, version: str, index: Index, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Looks each up by its id."""
        opened = self._opened(version, index)
        wanted = tantivy.Query.term_set_query(opened.schema, "id", list(ids))
        return {record["id"]: record for record in _records(opened.searcher(), wanted, len(ids))}

    def scan(self, version: str, index: Index) -> Iterator[dict[str, Any]]:
        """Reads them one at a time."""
        searcher = self._opened(version, index).searcher()
        yield from _records(searcher, tantivy.Query.all_query(), searcher.num_docs)

    def forget(self, version: str, therapists: Collection[str], revision: int, *, expunge: bool = False) -> int:
        """Deletes by id and commits; readers see it by the revision in meta.json."""
        info = self._info(version)
        gone = 0
        fields: dict[Index, str] = {"therapists": "id", "statements": "therapist_id"}
        for index, field in fields.items():
            opened = self._opened(version, index)
            before = opened.searcher().num_docs
            writer = opened.writer(heap_size=HEAP, num_threads=1)
            for one in therapists:
                writer.delete_documents_by_term(field, one)
            writer.commit()
            writer.wait_merging_threads()
            opened.reload()
            gone += before - opened.searcher().num_docs
        self._files.write_meta(version, msgspec.structs.replace(info.meta, optouts=revision))
        return gone

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

    def versions(self) -> list[VersionInfo]:
        """The directories with a meta.json."""
        return list(self._files.finished())

    def delete(self, version: str) -> None:
        """Removes a version's directory, its mark first, so that a kill leaves it unfinished."""
        if version == self.live():
            raise ValueError(f"version {version} is live")
        path = self._files.version(version)
        try:
            (path / "meta.json").unlink(missing_ok=True)
            shutil.rmtree(path)
        except FileNotFoundError:
            return
        except OSError as error:
            raise cannot_write(path, error) from error

    def close(self) -> None:
        """Drops the writers; what they did not commit is lost."""
        self._building.clear()

    def _info(self, version: str) -> VersionInfo:
        info = self._files.info(version)
        if info is None:
            raise ValueError(f"version {version} is not finished")
        return info

    def _opened(self, version: str, index: Index) -> Any:
        return tantivy.Index.open(str(self._files.version(version) / index))


def _records(searcher: Any, query: Any, count: int) -> Iterator[dict[str, Any]]:
    for _, address in searcher.search(query, limit=max(count, 1)).hits:
        yield orjson.loads(bytes(searcher.doc(address).get_first("record")))


def _converter(index: Index) -> Callable[[dict[str, Any]], Any]:
    """How documents of an index become tantivy's."""
    known = {name: _BY_TYPE[mapping["type"]] for name, mapping in properties(index).items()}

    def convert(document: dict[str, Any]) -> Any:
        values = {NUMBER: number_of(document["id"])}
        if index == "therapists":
            values[STATUS] = STATUSES.index(document["status"])
        for name, value in document.items():
            if name not in known:
                raise ValueError(f"there is no field {name}")
            if value is None or value == []:
                continue
            values[name] = known[name](value)
        return tantivy.Document(**values)

    return convert


def _texts(value: Any) -> list[str]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise TypeError("text expected")
    return texts


def _keywords(value: Any) -> list[str]:
    words = _texts(value)
    if any(len(one) > LONGEST_KEYWORD // 4 and len(one.encode()) > LONGEST_KEYWORD for one in words):
        raise ValueError(f"a keyword of more than {LONGEST_KEYWORD} bytes")
    return words


def _boolean(value: Any) -> str:
    if not isinstance(value, bool):
        raise TypeError("true or false expected")
    return str(value).lower()


_BY_TYPE: dict[str, Callable[[Any], Any]] = {
    "text": _texts,
    "keyword": _keywords,
    "boolean": _boolean,
    "float": float,
    "date": datetime.fromisoformat,
    "geo_point": lambda points: [point(one["lat"], one["lon"]) for one in points],
    "object": orjson.dumps,
}
