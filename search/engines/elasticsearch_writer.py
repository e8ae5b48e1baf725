"""Elasticsearch's write side."""

import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from http import HTTPStatus
from typing import Any

import msgspec
from elasticsearch import BadRequestError
from msgspec import Struct

from index_config.mappings import INDEXES, Index, index_body
from index_config.versions import alias_name, index_name, version_of
from records.errors import EngineUnavailable
from search.engines.elasticsearch import THERAPISTS, newest, version_infos
from search.engines.elasticsearch_aliases import Aliases
from search.engines.elasticsearch_bulk import Batch, Pace, batches, send
from search.engines.elasticsearch_bulk import pace as shipped_pace
from search.engines.elasticsearch_client import NotFound, connect, plain_errors, shown
from search.engines.elasticsearch_errors import type_of
from search.settings import SearchSettings
from search.writer import (
    THERAPIST_KEYS,
    BulkOutcome,
    DeadLetter,
    OnDead,
    VersionInfo,
    VersionMeta,
    every_version,
    ignore,
    refuse_live,
)

PAGE = 1_000  # documents of a request that reads or deletes
KEEP_ALIVE = "2m"  # of a frozen view, from page to page
TIMEOUT = 60.0  # seconds for a request that writes
FOR_EVER = 3600.0  # seconds for one that rewrites all there is
EXPUNGED_AFTER = 300.0  # seconds at most
QUEUE = "30s"  # at most, for what was asked before; a server that is so busy may do the rest later
PAUSE = 2.0  # seconds, until it is tried again


class _Building(Struct, frozen=True):
    meta: VersionMeta
    uuids: list[str]


class ElasticsearchWriter:
    """See search.writer.IndexWriter. A version is three indexes; three aliases name the live ones."""

    def __init__(self, settings: SearchSettings, pace: Pace | None = None) -> None:
        self._settings = settings
        self._pace = pace or shipped_pace()
        self._client = connect(settings).options(request_timeout=TIMEOUT)
        self._aliases = Aliases(self._client, settings.alias)
        self._building: dict[str, _Building] = {}

    def build(self, version: str, meta: VersionMeta) -> None:
        """Creates the indexes. What the version is built from is written by `finish`, which marks it as finished."""
        self.delete(version)
        with ThreadPoolExecutor(len(INDEXES)) as pool:  # the server takes its time for each, and does them together
            list(pool.map(lambda index: self._create(index, version), INDEXES))
        self._building[version] = _Building(meta, self._uuids(version))

    def bulk(
        self, version: str, index: Index, documents: Iterable[dict[str, Any]], on_dead: OnDead = ignore
    ) -> BulkOutcome:
        """Streams documents in a few requests at a time."""
        name = self._name(index, version)
        sent = dead = 0
        for batch, refused in self._results(name, batches(documents, index, self._pace)):
            sent += batch.count
            dead += len(refused)
            for letter in refused:
                on_dead(letter)
        return BulkOutcome(sent=sent, dead=dead)

    def resume(self, version: str) -> None:
        """What is sent under an id replaces what was."""
        self._building[version] = _Building(self._info(version).meta, self._uuids(version))

    def finish(self, version: str, counts: dict[str, int]) -> None:
        """Refreshes, brings replicas and refreshing back, and marks the version as finished."""
        building = self._building.pop(version)
        if self._uuids(version) != building.uuids:  # a bulk request makes an index that is not there, of any shape
            raise EngineUnavailable(f"an index of version {version} was deleted while it was built: publish again.")
        names = [self._name(index, version) for index in INDEXES]
        with plain_errors(self._settings):
            if self._settings.force_merge:
                self._client.options(request_timeout=FOR_EVER).indices.forcemerge(index=names, max_num_segments=1)
            self._client.indices.refresh(index=names)
            back = {"index": {**_replicas(self._settings.replicas), "refresh_interval": None}}
            self._client.indices.put_settings(index=names, settings=back)
        self._write_meta(version, msgspec.structs.replace(building.meta, counts=counts))

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
        """Deletes by query, at once to be seen by searches; an index that is gone holds nobody."""
        info = self._info(version)
        meta = msgspec.structs.replace(info.meta, optouts=revision)
        wanted = sorted(therapists)
        gone = 0
        with plain_errors(self._settings):
            for start in range(0, len(wanted), PAGE):
                for index, key in THERAPIST_KEYS.items():
                    gone += self._delete(self._name(index, version), {key: wanted[start : start + PAGE]})
            if expunge:
                self._expunge([self._name(index, version) for index in THERAPIST_KEYS])
                meta = msgspec.structs.replace(meta, expunged=revision)
        self._write_meta(version, meta)
        return gone

    def residue(self, version: str) -> int:
        """Deleted documents in segments."""
        with plain_errors(self._settings):
            return self._deleted([self._name(index, version) for index in THERAPIST_KEYS])

    def settle(self) -> str | None:
        """Moves all aliases to the version that the therapists' alias names, else to one that another alias names."""
        self._catch_up()
        whole = {info.version: info for info in self.versions()}
        with plain_errors(self._settings):
            behind = {index: self._aliases.behind(index) for index in INDEXES}
        for index in INDEXES:
            found = [whole[one] for name in behind[index] if (one := self._version(index, name)) in whole]
            if found:
                live = newest(found)
                if any(behind[index] != [self._name(index, live.version)] for index in INDEXES):
                    self.swap(live.version, live.meta.published_at or live.meta.built_at)
                return live.version
        return None

    def swap(self, version: str, at: datetime) -> None:
        """Moves all aliases in one request; before, the version is told when."""
        info = self._info(version)
        self._write_meta(version, msgspec.structs.replace(info.meta, published_at=at))
        with plain_errors(self._settings):
            self._aliases.move(version)

    def live(self) -> str | None:
        """What the therapists' alias names; of several the one that was made live last."""
        found, infos = self._served()
        return newest(infos).version if infos else min(found, default=None)

    def served(self) -> VersionInfo | None:
        """The same, with what its mapping carries: searches ask the therapists' index alone."""
        _, infos = self._served()
        return newest(infos) if infos else None

    def versions(self) -> list[VersionInfo]:
        """The versions that are whole and whose mapping carries what they were built from; closed ones too."""
        with plain_errors(self._settings):
            found = self._client.indices.get_mapping(index=self._every(), expand_wildcards=["open", "closed"])
            names = set(found.keys())
            return [
                info
                for info in version_infos(found, self._settings.alias)
                if names.issuperset(self._name(index, info.version) for index in INDEXES)
            ]

    def present(self) -> set[str]:
        """By the names of the indexes."""
        with plain_errors(self._settings):
            names = self._aliases.indexes()
        return {version for name in names for index in INDEXES if (version := self._version(index, name))}

    def delete(self, version: str) -> None:
        """Removes the three indexes by name."""
        with plain_errors(self._settings):
            self._aliases.delete(version, lambda: refuse_live(self, version))

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _create(self, index: Index, version: str) -> None:
        """Makes an index that takes documents."""
        body = index_body(index)
        with plain_errors(self._settings):
            try:
                made = self._client.indices.create(
                    index=self._name(index, version), settings=body["settings"], mappings=body["mappings"]
                )
            except BadRequestError as error:
                # Asked twice, because the first answer was lost: nobody else makes an index of this name.
                if type_of(error.body) != "resource_already_exists_exception":
                    raise
                return
        if not made["shards_acknowledged"]:
            raise EngineUnavailable(
                f"no node of Elasticsearch at {shown(self._settings)} takes a new index: make room on its disk"
                " (watermarks), or see _cluster/allocation/explain; then publish again."
            )

    def _catch_up(self) -> None:
        """Waits until the server has done what it was asked for, also by a publisher that was killed meanwhile."""
        with plain_errors(self._settings):
            self._client.options(ignore_status=HTTPStatus.REQUEST_TIMEOUT).cluster.health(
                wait_for_events="languid", timeout=QUEUE
            )

    def _results(self, name: str, made: Iterator[Batch]) -> Iterator[tuple[Batch, list[DeadLetter]]]:
        """Each batch with the documents refused from it, a few requests under way."""
        at_once = self._pace.at_once
        with ThreadPoolExecutor(at_once) as pool:
            waiting: deque[tuple[Batch, Future[list[DeadLetter]]]] = deque()
            try:
                for batch in made:
                    if len(waiting) > at_once:
                        first, future = waiting.popleft()
                        yield first, future.result()
                    waiting.append((batch, pool.submit(self._send, name, batch)))
                while waiting:
                    first, future = waiting.popleft()
                    yield first, future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _send(self, name: str, batch: Batch) -> list[DeadLetter]:
        with plain_errors(self._settings):
            return send(
                self._client.options(max_retries=0, request_timeout=self._pace.timeout), name, batch, self._pace
            )

    def _delete(self, name: str, terms: dict[str, list[str]]) -> int:
        """Deletes the documents of an index that hold these terms; gives their number."""
        try:
            answer = self._client.options(request_timeout=FOR_EVER).delete_by_query(
                index=name,
                query={"terms": terms},
                conflicts="proceed",  # with whoever deletes the same
                refresh=True,
            )
        except NotFound as error:
            if type_of(error.body) != "index_not_found_exception":
                raise
            return 0
        return int(answer["deleted"])

    def _expunge(self, names: list[str]) -> None:
        """Rewrites what still holds deleted documents, until there are none.

        By default a tenth may stay. And the server keeps what was just deleted for copies that might ask for it, for
        about half a minute.
        """
        self._client.indices.put_settings(index=names, settings={"index.merge.policy.expunge_deletes_allowed": 0})
        end = time.monotonic() + EXPUNGED_AFTER
        while True:
            self._client.indices.flush(index=names)
            self._client.options(request_timeout=FOR_EVER).indices.forcemerge(index=names, only_expunge_deletes=True)
            deleted = self._deleted(names)
            if not deleted:
                return
            if time.monotonic() > end:
                raise EngineUnavailable(f"Elasticsearch still holds {deleted:,} deleted documents: run this again.")
            time.sleep(PAUSE)

    def _deleted(self, names: list[str]) -> int:
        """Deleted documents that segments still hold, on all copies."""
        found = self._client.indices.stats(index=names, metric="docs")
        return int(found["_all"]["total"]["docs"]["deleted"])

    def _uuids(self, version: str) -> list[str]:
        """What tells the indexes of a version from others of the same names."""
        names = [self._name(index, version) for index in INDEXES]
        with plain_errors(self._settings):
            found = self._client.indices.get_settings(index=names, name="index.uuid", ignore_unavailable=True)
            return sorted(one["settings"]["index"]["uuid"] for one in found.values())

    def _version(self, index: Index, name: str) -> str | None:
        return version_of(name, self._settings.alias, index)

    def _every(self) -> list[str]:
        """Patterns for the names of all our indexes."""
        return [f"{alias_name(self._settings.alias, index)}-*" for index in INDEXES]

    def _name(self, index: Index, version: str) -> str:
        return index_name(self._settings.alias, index, version)

    def _info(self, version: str) -> VersionInfo:
        info = next((one for one in every_version(self) if one.version == version), None)
        if info is None:
            raise EngineUnavailable(
                f"version {version} is not finished or not whole any more, as Elasticsearch at {shown(self._settings)} "
                "tells: run this again; if that does not help, `therapyindex publish --force` builds a new one."
            )
        return info

    def _served(self) -> tuple[list[str], list[VersionInfo]]:
        """The versions that the therapists' alias names, and those of them that were finished."""
        with plain_errors(self._settings):
            try:
                found = self._client.indices.get_mapping(index=alias_name(self._settings.alias, THERAPISTS))
            except NotFound:
                return [], []
            names = [one for name in found if (one := self._version(THERAPISTS, name))]
            return names, version_infos(found, self._settings.alias)

    def _write_meta(self, version: str, meta: VersionMeta) -> None:
        with plain_errors(self._settings):
            self._client.indices.put_mapping(index=self._name(THERAPISTS, version), meta=msgspec.to_builtins(meta))


def _replicas(wanted: str) -> dict[str, Any]:
    """The setting for a number of copies, or for a range such as "0-1": as many as there are nodes for."""
    if wanted.isdecimal():
        return {"number_of_replicas": int(wanted), "auto_expand_replicas": False}
    return {"auto_expand_replicas": wanted}
