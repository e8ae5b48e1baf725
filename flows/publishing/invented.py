"""The invented relevance set: built aside with the configuration at hand, measured, and taken away again."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import index_config
import pipelines
import records
import search
from index_config.documents import approach_document, statement_document, therapist_document
from index_config.relevance import (
    invented_identities,
    invented_pages,
    invented_people,
    judged_queries,
    relevance_digest,
)
from index_config.relevance.people import SEEN
from index_config.taxonomy import load_taxonomy
from index_config.versions import config_digest
from pipelines.mention import Sighting
from pipelines.normalize import reading_of
from pipelines.resolve import Before, Resolved, resolve
from records import Corrections, Statement
from records.relevance import SetFigures
from search import IndexWriter, open_engine, open_writer
from search.relevance import LOOKED_AT, judged_by, measured
from search.settings import SearchSettings
from search.writer import VersionMeta

SCRATCH = "19700101-000000-00000000"
"""The only version there ever is of the set: what a killed run left of it, the next one removes."""

_ROOMS = (index_config, pipelines, records, search)
_LIBRARIES = ("pystemmer", "tantivy")


@cache
def inputs_digest() -> str:
    """The sha256 (hex) of all that the figures depend on: code and data of the rooms that have a part in an answer."""
    digest = sha256(repr([(name, version(name)) for name in _LIBRARIES]).encode())
    for room in _ROOMS:
        root = Path(str(files(room)))
        for path in sorted(path for path in root.rglob("*") if path.suffix in (".py", ".yaml")):
            digest.update(path.relative_to(root.parent).as_posix().encode() + b" ")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def apart(settings: SearchSettings) -> SearchSettings:
    """The same engine under a name of its own, beside which what is published stays unseen."""
    return settings.model_copy(update={"alias": f"{settings.alias}-relevance", "index": settings.index / ".relevance"})


def discard(settings: SearchSettings) -> None:
    """Removes what a killed run left of the set."""
    writer = open_writer(apart(settings))
    try:
        writer.delete(SCRATCH)
    finally:
        writer.close()


def measure(settings: SearchSettings) -> SetFigures:
    """Builds the set on the engine that the settings name, asks the judged queries and removes it again."""
    people = invented_people()
    queries = judged_queries(people)
    found = _resolved()
    writer, engine = open_writer(apart(settings)), open_engine(apart(settings), version=SCRATCH)
    try:
        _build(writer, found)
        return measured(engine, queries, data=relevance_digest(), digest=inputs_digest())
    finally:
        engine.close()
        writer.delete(SCRATCH)
        writer.close()


def measure_plain() -> SetFigures:
    """The figures of plain BM25 on the same people and queries."""
    from search.engines.tantivy_plain import PlainBm25

    plain = PlainBm25(_therapists(_resolved()))
    queries = judged_queries(invented_people())
    return judged_by(lambda q: plain.ask(q, LOOKED_AT), queries, data=relevance_digest(), digest="plain")


def _resolved() -> Resolved:
    """The records of the invented people, made as those of real pages are."""
    people, taxonomy = invented_people(), load_taxonomy()
    sightings = [Sighting(reading_of(page, taxonomy), SEEN, SEEN) for page in invented_pages(people)]
    return resolve(sightings, invented_identities(people), Before(), Corrections(), taxonomy, SEEN)


def _said(found: Resolved) -> dict[str, list[Statement]]:
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in found.statements:
        said[statement.therapist_id].append(statement)
    return said


def _therapists(found: Resolved) -> Iterator[dict[str, Any]]:
    said, taxonomy = _said(found), load_taxonomy()
    return (
        therapist_document(one, said[one.id], taxonomy, meaning)
        for one, meaning in zip(found.therapists, found.meanings, strict=True)
    )


def _build(writer: IndexWriter, found: Resolved) -> None:
    said = _said(found)
    writer.build(SCRATCH, VersionMeta(run="invented", run_digest="", config_digest=config_digest(), built_at=SEEN))
    writer.bulk(SCRATCH, "therapists", _therapists(found))
    writer.bulk(
        SCRATCH,
        "statements",
        (statement_document(words, one) for one in found.therapists for words in said[one.id]),
    )
    writer.bulk(SCRATCH, "approaches", map(approach_document, found.approaches))
    writer.finish(SCRATCH, {})
