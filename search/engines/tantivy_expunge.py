"""Deleted documents off the disk: tantivy only marks them, and merges segments when it likes.

An index with such documents is filled anew from what it stores of all others, in one commit: whoever reads it reads
what it was until then, and a kill leaves it as it was.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import orjson
import tantivy

from index_config.documents import statement_document, therapist_document
from index_config.mappings import Index
from index_config.taxonomy import load_taxonomy
from records import Meaning, Statement, Therapist
from search.engines.tantivy_index import analyzer, schema
from search.engines.tantivy_lines import liner
from search.writer import THERAPIST_KEYS

HEAP = 64 * 1024**2  # bytes
_AT_ONCE = 1_000
_OURS = ("meta.json", ".managed.json")


def residue_in(version: Path) -> int:
    """Deleted documents, and files that belong to no segment, in the indexes of a version that hold people."""
    return sum(_residue(version / index) for index in THERAPIST_KEYS)


def expunge_version(version: Path) -> None:
    """Fills the indexes with residue anew. One with other fields than today's stays as it is: it cannot be filled."""
    for index in THERAPIST_KEYS:
        path = version / index
        if _residue(path) and tantivy.Index.open(str(path)).schema == schema(index):
            _fill(version, index)


def _fill(version: Path, index: Index) -> None:
    # Opened apart: tantivy keeps the files of what it has open itself.
    opened = tantivy.Index.open(str(version / index))
    opened.register_tokenizer("words", analyzer())
    line = liner(index)
    writer: Any = opened.writer(heap_size=HEAP, num_threads=1)
    writer.delete_all_documents()
    for document in _therapists(version) if index == "therapists" else _statements(version):
        writer.add_json(line(document).decode())
    writer.commit()
    writer.garbage_collect_files()
    writer.wait_merging_threads()


def _therapists(version: Path) -> Iterator[dict[str, Any]]:
    """Their documents, made of what is stored of each: the record, and their own words."""
    taxonomy = load_taxonomy()
    for stored in _stored(version / "therapists"):
        record, words = orjson.loads(bytes(stored.get_first("record"))), orjson.loads(bytes(stored.get_first("words")))
        about = next((one["text"] for one in words if one["field"] == "about"), None)
        said = [_statement(record["id"], one) for one in words if one["field"] == "statement"]
        meaning = Meaning(therapist_id=record["id"], **orjson.loads(bytes(stored.get_first("meaning"))))
        yield therapist_document(msgspec.convert({**record, "about": about}, Therapist), said, taxonomy, meaning)


def _statement(therapist: str, words: dict[str, Any]) -> Statement:
    """A statement as far as its author's document tells."""
    seen = words["last_seen"]
    known = {"approach_id": words["approach"], "text": words["text"], "source_url": words["source_url"]}
    return msgspec.convert(
        {"id": "", "therapist_id": therapist, "source": "", "first_seen": seen, "last_seen": seen, **known}, Statement
    )


def _statements(version: Path) -> Iterator[dict[str, Any]]:
    """Their documents, made of the stored records and those of their authors."""
    authors = tantivy.Index.open(str(version / "therapists"))
    searcher: Any = authors.searcher()
    stored = _stored(version / "statements")
    while some := list(islice(stored, _AT_ONCE)):
        said = [msgspec.convert(orjson.loads(bytes(one.get_first("record"))), Statement) for one in some]
        wanted = tantivy.Query.term_set_query(authors.schema, "id", sorted({one.therapist_id for one in said}))
        hits = searcher.search(wanted, limit=_AT_ONCE).hits
        records = (orjson.loads(bytes(searcher.doc(address).get_first("record"))) for _, address in hits)
        known = {record["id"]: msgspec.convert(record, Therapist) for record in records}
        yield from (statement_document(one, known[one.therapist_id]) for one in said if one.therapist_id in known)


def _stored(path: Path) -> Iterator[Any]:
    """What is stored of each document that is not deleted."""
    searcher: Any = tantivy.Index.open(str(path)).searcher()
    for _, address in searcher.search(tantivy.Query.all_query(), limit=max(searcher.num_docs, 1)).hits:
        yield searcher.doc(address)


def _residue(path: Path) -> int:
    meta = orjson.loads((path / "meta.json").read_bytes())
    deleted: int = sum((segment["deletes"] or {}).get("num_deleted_docs", 0) for segment in meta["segments"])
    known = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    files = [one for one in path.iterdir() if one.name not in _OURS and one.suffix != ".lock"]
    return deleted + sum(one.name.partition(".")[0] not in known for one in files)
