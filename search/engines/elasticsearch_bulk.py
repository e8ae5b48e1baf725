"""Bulk requests: batches of encoded documents, sent again while the server is busy."""

import time
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from elasticsearch import ApiError, Elasticsearch
from msgspec import Struct, field

from search.engines.elasticsearch_client import BUSY, Passing
from search.writer import DeadLetter

DOCUMENTS = 500  # of a batch at most
BYTES = 2 * 1024**2  # of a batch, about
PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before each further attempt


class Batch(Struct):
    """Documents on their way: `lines` are two per document. `dead` could not even be encoded."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    size: int = 0
    dead: list[DeadLetter] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The documents in it, encoded or not."""
        return len(self.documents) + len(self.dead)

    def add(self, document: dict[str, Any]) -> None:
        """Puts a document in."""
        try:
            action, line = orjson.dumps({"index": {"_id": document["id"]}}), orjson.dumps(document)
        except (TypeError, KeyError) as error:
            self.dead.append(DeadLetter(id=str(document.get("id")), reason=str(error), document=document))
            return
        self.documents.append(document)
        self.lines += (action, line)
        self.size += len(line)


def batches(documents: Iterable[dict[str, Any]]) -> Iterator[Batch]:
    """Documents in batches, made as they are asked for."""
    batch = Batch()
    for document in documents:
        batch.add(document)
        if batch.count >= DOCUMENTS or batch.size >= BYTES:
            yield batch
            batch = Batch()
    if batch.count:
        yield batch


def send(client: Elasticsearch, index: str, batch: Batch) -> list[DeadLetter]:
    """Sends a batch; what the server was too busy for goes again. The rest of what it refuses are dead letters."""
    dead = list(batch.dead)
    waiting = list(range(len(batch.documents)))
    for pause in (*PAUSES, None):
        if not waiting:
            break
        lines = [line for i in waiting for line in batch.lines[2 * i : 2 * i + 2]]
        answer = _patiently(client, index, lines)
        busy: list[int] = []
        for i, item in zip(waiting, answer["items"], strict=True) if answer["errors"] else ():
            result = item["index"]
            if result["status"] in BUSY and pause is not None:
                busy.append(i)
            elif "error" in result:
                document = batch.documents[i]
                dead.append(DeadLetter(id=document["id"], reason=_reason(result["error"]), document=document))
        if busy and pause is not None:
            time.sleep(pause)
        waiting = busy
    return dead


def _patiently(client: Elasticsearch, index: str, lines: list[bytes]) -> Any:
    """The answer to a bulk request, which is made again while the server is busy or away."""
    for pause in PAUSES:
        try:
            return _bulk(client, index, lines)
        except Passing:
            pass
        except ApiError as error:
            if error.status_code not in BUSY:
                raise
        time.sleep(pause)
    return _bulk(client, index, lines)


def _bulk(client: Elasticsearch, index: str, lines: list[bytes]) -> Any:
    return client.bulk(index=index, operations=lines)  # type: ignore[arg-type]  # bytes are sent as they are


def _reason(error: dict[str, Any]) -> str:
    cause = error.get("caused_by") or {}
    return ": ".join(part for part in (error.get("type"), error.get("reason"), cause.get("reason")) if part)
