"""A sample of what is sent to an engine, to be read back from it."""

from collections.abc import Iterable, Iterator
from heapq import heapify, heappush, heappushpop
from typing import Any
from zlib import crc32

import msgspec

SIZE = 50  # records per index


class Sample:
    """Picks records while their documents go by; which ones depends on the version's name and their ids alone."""

    def __init__(self, version: str) -> None:
        self._seed = crc32(version.encode())
        self._picked: list[tuple[int, str, bytes]] = []

    def of(self, documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The same documents."""
        for document in documents:
            order = -crc32(document["id"].encode(), self._seed)
            if len(self._picked) < SIZE:
                heappush(self._picked, (order, document["id"], as_json(document["record"])))
            elif order > self._picked[0][0]:
                heappushpop(self._picked, (order, document["id"], as_json(document["record"])))
            yield document

    def drop(self, id_: str) -> None:
        """Leaves out a record that the engine did not take."""
        self._picked = [one for one in self._picked if one[1] != id_]
        heapify(self._picked)

    @property
    def records(self) -> dict[str, bytes]:
        """The records picked, as JSON, by id."""
        return {id_: record for _, id_, record in self._picked}


def as_json(record: dict[str, Any]) -> bytes:
    """One spelling for equal records: JSON with sorted keys."""
    return msgspec.json.encode(record, order="sorted")
