"""A candidate: a version that is built aside from the records of a run."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Engine

from flows.progress import Progress
from flows.publishing.history import next_second
from flows.publishing.sample import Sample
from flows.publishing.shown import HeldBack, shown
from index_config.documents import approach_document, statement_document, therapist_document
from index_config.mappings import mapping_digest
from index_config.taxonomy import load_taxonomy
from index_config.versions import config_digest, version_name
from records.optouts import OptOuts
from search import IndexWriter
from search.writer import DeadLetter, IndexName, VersionMeta
from store.files import whole_file
from store.runs import Run
from store.versions import Version, add_version

INDEXES: tuple[IndexName, ...] = ("therapists", "statements", "approaches")


class Candidate(Struct, frozen=True):
    """A version with what went into it.

    By index: how many documents were `sent` and how many of them `refused` by the engine (all of these are `dead`), how
    many records were `held_back`, and a sample of the records sent, as JSON by id.
    """

    version: str
    run: Run
    optouts: OptOuts
    built_at: datetime
    sent: dict[str, int]
    dead: list[DeadLetter]
    refused: dict[str, int]
    held_back: dict[str, int]
    samples: dict[str, dict[str, bytes]]


def build(
    ledger: Engine, writer: IndexWriter, engine: str, run: Run, optouts: OptOuts, progress: Progress
) -> Candidate:
    """Builds and finishes a new version. What the engine refused is kept beside the run as dead letters."""
    now = next_second(ledger, engine)
    version, digests = version_name(now), (run.manifest.digest, config_digest())
    add_version(
        ledger,
        Version(
            engine=engine, version=version, run=run.id, run_digest=digests[0], config_digest=digests[1], built_at=now
        ),
    )
    meta = VersionMeta(
        run=run.id,
        run_digest=digests[0],
        config_digest=digests[1],
        taxonomy=load_taxonomy().digest,
        mapping=mapping_digest(),
        optouts=optouts.revision,
        built_at=now,
    )
    writer.build(version, meta)
    sent: dict[str, int] = {}
    dead: list[DeadLetter] = []
    refused: dict[str, int] = {}
    held_back: dict[str, int] = {}
    samples: dict[str, dict[str, bytes]] = {}
    for index in INDEXES:
        sample, held = Sample(version), HeldBack()
        made = sample.of(documents(run, index, optouts, now, held))
        outcome = writer.bulk(version, index, _counted(made, index, run.manifest.counts[index], progress))
        sent[index], refused[index], held_back[index] = outcome.sent, len(outcome.dead), held.records[index]
        samples[index] = sample.records
        dead += outcome.dead
    keep_dead_letters(run, version, dead)
    progress("refresh", 0, None)
    writer.finish(version, sent)
    return Candidate(version, run, optouts, now, sent, dead, refused, held_back, samples)


def documents(
    run: Run, index: IndexName, optouts: OptOuts, now: datetime, held_back: HeldBack | None = None
) -> Iterator[dict[str, Any]]:
    """The documents of one index, built one at a time; who is not shown is entered in `held_back`."""
    if index == "approaches":
        return (approach_document(approach) for approach in run.approaches())
    found = shown(run, optouts, now, held_back)
    if index == "therapists":
        taxonomy = load_taxonomy()
        return (therapist_document(one, statements, taxonomy) for one, statements in found)
    return (statement_document(words, one) for one, statements in found for words in statements)


def keep_dead_letters(run: Run, version: str, dead: list[DeadLetter]) -> None:
    """Keeps what the engine did not take of a version, for `publish --retry-dead`; nothing, once all is taken."""
    path = run.directory / f"dead-letters-{version}.jsonl"
    if dead:
        with whole_file(path) as temporary:
            temporary.write_bytes(msgspec.json.Encoder().encode_lines(dead))
    else:
        path.unlink(missing_ok=True)


def _counted(found: Iterator[dict[str, Any]], index: str, total: int, progress: Progress) -> Iterator[dict[str, Any]]:
    done = 0
    for done, document in enumerate(found, 1):
        if done % 500 == 1:
            progress(f"publish {index}", done - 1, total)
        yield document
    progress(f"publish {index}", done, done)
