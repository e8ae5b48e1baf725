"""Bulk requests: batches of encoded documents, sent again while the server is busy, away or answers nonsense."""

import logging
import time
from collections.abc import Iterable, Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

import orjson
from elasticsearch import ApiError, Elasticsearch, SerializationError
from msgspec import Struct, field

from index_config.mappings import Index
from index_config.schema import Unfit, encoded
from search.data import read_yaml
from search.engines.elasticsearch_client import BUSY, Passing
from search.engines.elasticsearch_errors import Refused
from search.writer import DeadLetter

log = logging.getLogger(__name__)

_KEPT = (HTTPStatus.OK, HTTPStatus.CREATED)
_STARTING = HTTPStatus.SERVICE_UNAVAILABLE  # a block that passes
_PARTS = ["items.index._id", "items.index.status", "items.index.error"]  # of an answer


class Pace(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of bulk.yaml."""

    documents: int
    bytes: int
    at_once: int
    pause: float
    longest_pause: float
    patience: float
    timeout: float


class Nonsense(ValueError):
    """An answer that does not say of each document what became of it."""


class Batch(Struct):
    """Documents on their way: their ids and two lines of each. `dead` are not sent at all."""

    ids: list[str] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    size: int = 0
    dead: list[DeadLetter] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The documents in it, dead or not."""
        return len(self.ids) + len(self.dead)

    def add(self, document: dict[str, Any], index: Index) -> None:
        """Puts a document in."""
        try:
            line = encoded(document, index)
        except Unfit as fault:
            self.dead.append(DeadLetter(id=str(document.get("id")), reason=str(fault), document=document))
            return
        self.ids.append(document["id"])
        self.lines += (orjson.dumps({"index": {"_id": document["id"]}}), line)
        self.size += len(line)


@cache
def pace() -> Pace:
    """The pace as shipped."""
    return read_yaml("engines/bulk.yaml", Pace)


def batches(documents: Iterable[dict[str, Any]], index: Index, pace: Pace) -> Iterator[Batch]:
    """Documents in batches, made as they are asked for."""
    batch = Batch()
    for document in documents:
        batch.add(document, index)
        if batch.count >= pace.documents or batch.size >= pace.bytes:
            yield batch
            batch = Batch()
    if batch.count:
        yield batch


def send(client: Elasticsearch, name: str, batch: Batch, pace: Pace) -> list[DeadLetter]:
    """Sends a batch until the server has said of every document that it is kept, or why not: those are dead letters.

    Ids make it harmless to send a document twice. When the patience is over, or waiting would not help, raises what
    the client raised, Nonsense or Refused.
    """
    dead = list(batch.dead)
    waiting = list(range(len(batch.ids)))
    patience = _Patience(pace)
    while waiting:
        try:
            results = _asked(client, name, batch, waiting)
        except (*Passing, SerializationError, Nonsense) as error:
            patience.wait(error)
            continue
        except ApiError as error:
            if error.status_code not in BUSY:
                raise
            patience.wait(error)
            continue
        busy = [(i, result) for i, result in zip(waiting, results, strict=True) if _is_busy(result)]
        dead += [
            _dead_letter(batch, i, result["error"])
            for i, result in zip(waiting, results, strict=True)
            if "error" in result and not _is_busy(result)
        ]
        waiting = [i for i, _ in busy]
        if busy:
            patience.wait(_refusal(busy[0][1]))
    return dead


class _Patience:
    """How long a request has been tried."""

    def __init__(self, pace: Pace) -> None:
        self._end = time.monotonic() + pace.patience
        self._pause = pace.pause
        self._longest = pace.longest_pause

    def wait(self, error: Exception) -> None:
        """Waits before the next attempt; raises the error when the time is up."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise error
        if self._pause < self._longest <= 2 * self._pause:
            log.warning("Elasticsearch is busy or away (%s): tried again for %.0f seconds", type(error).__name__, left)
        time.sleep(min(self._pause, left))
        self._pause = min(2 * self._pause, self._longest)


def _asked(client: Elasticsearch, name: str, batch: Batch, wanted: list[int]) -> list[dict[str, Any]]:
    """What became of each of these documents of a batch. Raises Nonsense when the answer does not say so."""
    lines = [line for i in wanted for line in batch.lines[2 * i : 2 * i + 2]]
    answer = client.bulk(index=name, operations=lines, filter_path=_PARTS)  # type: ignore[arg-type]  # bytes are sent as they are
    try:
        results = [item["index"] for item in answer["items"]]
        is_whole = [result["_id"] for result in results] == [batch.ids[i] for i in wanted]
        is_told = all(("error" in result) is not (result["status"] in _KEPT) for result in results)
    except (LookupError, TypeError, AttributeError) as error:
        raise Nonsense("a bulk answer of another shape") from error
    if not (is_whole and is_told):
        raise Nonsense("a bulk answer about other documents")
    return results


def _is_busy(result: dict[str, Any]) -> bool:
    """Whether a document was refused for a reason that passes; those that never pass for any document are raised."""
    status = result["status"]
    is_blocked = result.get("error", {}).get("type") == "cluster_block_exception" and status != _STARTING
    if is_blocked or status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
        raise _refusal(result)
    return status in BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _refusal(result: dict[str, Any]) -> Refused:
    return Refused(result["status"], result["error"])


def _dead_letter(batch: Batch, i: int, error: dict[str, Any]) -> DeadLetter:
    return DeadLetter(id=batch.ids[i], reason=_reason(error), document=orjson.loads(batch.lines[2 * i + 1]))


def _reason(error: dict[str, Any]) -> str:
    cause = error.get("caused_by") or {}
    return ": ".join(part for part in (error.get("type"), error.get("reason"), cause.get("reason")) if part)
