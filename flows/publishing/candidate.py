"""A candidate: a version that is built aside from the records of a run."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Engine

from flows.progress import Progress
from flows.publishing.dead_letters import dead_letters
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
from store.runs import Run
from store.versions import Version, add_version

INDEXES: tuple[IndexName, ...] = ("therapists", "statements", "approaches")


class Candidate(Struct, frozen=True):
    """A version with what went into it.

    By index: how many documents were `sent` and how many of them were `dead`, refused by the engine; how many records
    were `held_back`, and a sample of the records sent, as JSON by id.
    """

    version: str
    run: Run
    optouts: OptOuts
    built_at: datetime
    sent: dict[str, int]
    dead: dict[str, int]
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
    dead: dict[str, int] = {}
    held_back: dict[str, int] = {}
    samples: dict[str, dict[str, bytes]] = {}
    with dead_letters(run, version) as keep:
        for index in INDEXES:
            sample, held = Sample(version), HeldBack()

            def on_dead(letter: DeadLetter, index: IndexName = index, sample: Sample = sample) -> None:
                sample.drop(letter.id)
                keep(index, letter)

            made = sample.of(documents(run, index, optouts, now, held))
            counted = _counted(made, index, run.manifest.counts[index], progress)
            outcome = writer.bulk(version, index, counted, on_dead)
            sent[index], dead[index], held_back[index] = outcome.sent, outcome.dead, held.records[index]
            samples[index] = sample.records
    progress("refresh", 0, None)
    writer.finish(version, sent)
    return Candidate(version, run, optouts, now, sent, dead, held_back, samples)


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


def _counted(found: Iterator[dict[str, Any]], index: str, total: int, progress: Progress) -> Iterator[dict[str, Any]]:
    done = 0
    for done, document in enumerate(found, 1):
        if done % 500 == 1:
            progress(f"publish {index}", done - 1, total)
        yield document
    progress(f"publish {index}", done, done)
