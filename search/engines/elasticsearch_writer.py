"""Elasticsearch's write side."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
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

    def finish(self, version: str) -> None:
        """Refreshes, brings replicas and refreshing back, and marks the version as finished."""
        names = [self._name(index, version) for index in INDEXES]
        with plain_errors(self._settings):
            self._client.indices.refresh(index=names)
            # A copy where there is a second node, none where there is not.
            back = {"index": {"auto_expand_replicas": "0-1", "refresh_interval": None}}
            self._client.indices.put_settings(index=names, settings=back)
        self._write_meta(version, self._building.pop(version))

    def count(self, version: str, index: Index) -> int:
        """Documents in one index of a version."""
        with plain_errors(self._settings):
            return int(self._client.count(index=self._name(index, version))["count"])

    def swap(self, version: str, at: datetime) -> None:
        """Moves all aliases in one request; before, the version is told when."""
        info = next((one for one in self.versions() if one.version == version), None)
        if info is None:
            raise ValueError(f"version {version} is not finished")
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
        """The versions whose mapping carries what they were built from."""
        with plain_errors(self._settings):
            pattern = f"{alias_name(self._settings.alias, THERAPISTS)}-*"
            return version_infos(self._client.indices.get_mapping(index=pattern), self._settings.alias)

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
