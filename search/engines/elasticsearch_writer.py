"""Elasticsearch's write side."""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from http import HTTPStatus
from typing import Any

import msgspec

from index_config.mappings import INDEXES, Index, index_body
from index_config.versions import alias_name, index_name, version_of
from search.engines.elasticsearch import THERAPISTS, version_infos
from search.engines.elasticsearch_bulk import Batch, batches, send
from search.engines.elasticsearch_client import NotFound, connect, plain_errors
from search.settings import SearchSettings
from search.writer import BulkOutcome, DeadLetter, VersionInfo, VersionMeta

AT_ONCE = 3  # requests under way
PAGE = 1_000  # documents of a request that reads or deletes
REACH = 10_000  # hits of a search at most
KEEP_ALIVE = "2m"  # of a frozen view, from page to page
PATIENCE = 60.0  # seconds for a request that changes indexes


class ElasticsearchWriter:
    """See search.writer.IndexWriter. A version is three indexes; three aliases name the live ones."""

    def __init__(self, settings: SearchSettings) -> None:
        self._settings = settings
        self._client = connect(settings).options(request_timeout=PATIENCE)
        self._building: dict[str, VersionMeta] = {}

    def build(self, version: str, meta: VersionMeta) -> None:
        """Creates the indexes. What the version is built from is written by `finish`, which marks it as finished."""
        self.delete(version)
        with plain_errors(self._settings):
            for index in INDEXES:
                body = index_body(index)
                self._client.indices.create(
                    index=self._name(index, version), settings=body["settings"], mappings=body["mappings"]
                )
        self._building[version] = meta

    def bulk(self, version: str, index: Index, documents: Iterable[dict[str, Any]]) -> BulkOutcome:
        """Streams documents in a few requests at a time."""
        name = self._name(index, version)
        sent = 0
        dead: list[DeadLetter] = []
        for batch, refused in self._results(name, batches(documents)):
            sent += batch.count
            dead += refused
        return BulkOutcome(sent=sent, dead=dead)

    def finish(self, version: str, counts: dict[str, int]) -> None:
        """Refreshes, brings replicas and refreshing back, and marks the version as finished."""
        names = [self._name(index, version) for index in INDEXES]
        with plain_errors(self._settings):
            self._client.indices.refresh(index=names)
            # A copy where there is a second node, none where there is not.
            back = {"index": {"auto_expand_replicas": "0-1", "refresh_interval": None}}
            self._client.indices.put_settings(index=names, settings=back)
        self._write_meta(version, msgspec.structs.replace(self._building.pop(version), counts=counts))

    def count(self, version: str, index: Index) -> int:
        """Documents in one index of a version."""
        with plain_errors(self._settings):
            return int(self._client.count(index=self._name(index, version))["count"])

    def read(self, version: str, index: Index, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """One request."""
        if not ids:
            return {}
        with plain_errors(self._settings):
            answer = self._client.mget(index=self._name(index, version), ids=list(ids), source_includes=["record"])
            return {one["_id"]: one["_source"]["record"] for one in answer["docs"] if one.get("found")}

    def scan(self, version: str, index: Index) -> Iterator[dict[str, Any]]:
        """Pages of a frozen view of the index."""
        with plain_errors(self._settings):
            pit = self._client.open_point_in_time(index=self._name(index, version), keep_alive=KEEP_ALIVE)["id"]
            try:
                after: list[Any] | None = None
                while True:
                    answer = self._client.search(
                        pit={"id": pit, "keep_alive": KEEP_ALIVE},
                        source_includes=["record"],
                        sort=["_shard_doc"],
                        search_after=after,
                        size=PAGE,
                        track_total_hits=False,
                    )
                    hits = answer["hits"]["hits"]
                    if not hits:
                        return
                    yield from (hit["_source"]["record"] for hit in hits)
                    after = hits[-1]["sort"]
            finally:
                self._client.close_point_in_time(id=pit)

    def forget(self, version: str, therapists: Collection[str], revision: int, *, expunge: bool = False) -> int:
        """Deletes by id, at once to be seen by searches."""
        info = self._info(version)
        names = [self._name(index, version) for index in INDEXES]
        wanted = sorted(therapists)
        with plain_errors(self._settings):
            gone = 0
            for start in range(0, len(wanted), PAGE):
                some = wanted[start : start + PAGE]
                said = self._client.search(
                    index=self._name("statements", version),
                    query={"terms": {"therapist_id": some}},
                    source=False,
                    size=REACH,
                )
                ids: dict[Index, list[str]] = {
                    "therapists": some,
                    "statements": [hit["_id"] for hit in said["hits"]["hits"]],
                }
                lines = [
                    {"delete": {"_index": self._name(index, version), "_id": one}}
                    for index, found in ids.items()
                    for one in found
                ]
                answer = self._client.bulk(operations=lines, refresh=True)
                gone += sum(item["delete"]["status"] == HTTPStatus.OK for item in answer["items"])
            if expunge:
                self._client.indices.forcemerge(index=names, only_expunge_deletes=True)
                self._client.indices.flush(index=names)
        self._write_meta(version, msgspec.structs.replace(info.meta, optouts=revision))
        return gone

    def settle(self) -> str | None:
        """Moves the aliases of the other indexes to where the therapists' alias is."""
        live = self.live()
        info = next((one for one in self.versions() if one.version == live), None)
        if live is None or info is None:
            return None
        if any(self._behind(index) != [self._name(index, live)] for index in INDEXES):
            self.swap(live, info.meta.published_at or info.meta.built_at)
        return live

    def swap(self, version: str, at: datetime) -> None:
        """Moves all aliases in one request; before, the version is told when."""
        info = self._info(version)
        self._write_meta(version, msgspec.structs.replace(info.meta, published_at=at))
        with plain_errors(self._settings):
            self._client.indices.update_aliases(
                actions=[action for index in INDEXES for action in self._move(index, version)]
            )

    def live(self) -> str | None:
        """What the therapists' alias names."""
        alias = self._settings.alias
        names = self._behind(THERAPISTS)
        return next((version for name in names if (version := version_of(name, alias, THERAPISTS))), None)

    def versions(self) -> list[VersionInfo]:
        """The versions that are whole and whose mapping carries what they were built from."""
        alias = self._settings.alias
        with plain_errors(self._settings):
            found = self._client.indices.get_mapping(index=[f"{alias_name(alias, index)}-*" for index in INDEXES])
            names = set(found.keys())
            return [
                info
                for info in version_infos(found, alias)
                if names.issuperset(self._name(index, info.version) for index in INDEXES)
            ]

    def delete(self, version: str) -> None:
        """Removes the three indexes by name."""
        if version == self.live():
            raise ValueError(f"version {version} is live")
        with plain_errors(self._settings):
            names = [self._name(index, version) for index in INDEXES]
            self._client.indices.delete(index=names, ignore_unavailable=True)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _results(self, name: str, made: Iterator[Batch]) -> Iterator[tuple[Batch, list[DeadLetter]]]:
        """Each batch with the documents refused from it, `AT_ONCE` requests under way."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            waiting: list[tuple[Batch, Future[list[DeadLetter]]]] = []
            for batch in made:
                if len(waiting) == AT_ONCE + 1:
                    first, future = waiting.pop(0)
                    yield first, future.result()
                waiting.append((batch, pool.submit(self._send, name, batch)))
            for batch, future in waiting:
                yield batch, future.result()

    def _send(self, name: str, batch: Batch) -> list[DeadLetter]:
        with plain_errors(self._settings):
            return send(self._client, name, batch)

    def _name(self, index: Index, version: str) -> str:
        return index_name(self._settings.alias, index, version)

    def _info(self, version: str) -> VersionInfo:
        info = next((one for one in self.versions() if one.version == version), None)
        if info is None:
            raise ValueError(f"version {version} is not finished")
        return info

    def _write_meta(self, version: str, meta: VersionMeta) -> None:
        with plain_errors(self._settings):
            self._client.indices.put_mapping(index=self._name(THERAPISTS, version), meta=msgspec.to_builtins(meta))

    def _behind(self, index: Index) -> list[str]:
        """The indexes that an alias names; more than one only where somebody else had a hand in it."""
        with plain_errors(self._settings):
            try:
                return sorted(self._client.indices.get_alias(name=alias_name(self._settings.alias, index)).keys())
            except NotFound:
                return []

    def _move(self, index: Index, version: str) -> Iterator[dict[str, Any]]:
        alias, new = alias_name(self._settings.alias, index), self._name(index, version)
        yield from ({"remove": {"index": old, "alias": alias}} for old in self._behind(index) if old != new)
        yield {"add": {"index": new, "alias": alias}}
