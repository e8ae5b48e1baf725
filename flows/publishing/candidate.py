"""A candidate: a version that is built aside from the records of a run."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from flows.progress import Progress
from flows.publishing.dead_letters import dead_letters, read_letters
from flows.publishing.desk import Desk
from flows.publishing.history import next_name
from flows.publishing.sample import Sample
from flows.publishing.shown import HeldBack, shown, with_meaning
from index_config.documents import approach_document, statement_document, therapist_document
from index_config.mappings import mapping_digest
from index_config.taxonomy import load_taxonomy
from index_config.versions import config_digest
from records.errors import TherapyIndexError
from records.optouts import OptOuts
from search.writer import DeadLetter, IndexName, VersionInfo, VersionMeta
from store.optouts import load_optouts
from store.runs import Run
from store.versions import Version, add_version, set_version

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


def build(desk: Desk, run: Run, progress: Progress) -> Candidate:
    """Builds and finishes a new version. What the engine refuses is kept beside the run as dead letters."""
    now, optouts = datetime.now(UTC), load_optouts(desk.ledger)
    version, digest = next_name(desk, now), config_digest()
    row = Version(
        engine=desk.engine,
        version=version,
        run=run.id,
        run_digest=run.manifest.digest,
        config_digest=digest,
        built_at=now,
    )
    add_version(desk.ledger, row)
    meta = VersionMeta(
        run=run.id,
        run_digest=run.manifest.digest,
        config_digest=digest,
        taxonomy=load_taxonomy().digest,
        mapping=mapping_digest(),
        optouts=optouts.revision,
        built_with=optouts.revision,
        expunged=optouts.revision,  # they were never in it
        built_at=now,
    )
    try:
        desk.writer.build(version, meta)
        return _filled(desk, version, run, optouts, now, progress)
    except TherapyIndexError as error:  # why it was never finished stays in the history
        set_version(desk.ledger, desk.engine, version, detail={"reasons": [str(error)]})
        raise


def resume(desk: Desk, info: VersionInfo, run: Run, progress: Progress) -> Candidate:
    """Sends the documents once more that the engine did not take of a finished version, made anew from its run."""
    dead: defaultdict[str, set[str]] = defaultdict(set)
    for letter in read_letters(run, info.version):
        dead[letter.index].add(letter.id)
    desk.writer.resume(info.version)
    return _filled(desk, info.version, run, load_optouts(desk.ledger), info.meta.built_at, progress, dead)


def _filled(
    desk: Desk,
    version: str,
    run: Run,
    optouts: OptOuts,
    now: datetime,
    progress: Progress,
    only: Mapping[str, Collection[str]] | None = None,
) -> Candidate:
    """The version with the documents of the run in it, finished; with `only`, all others are in it already."""
    sent: dict[str, int] = {}
    dead: dict[str, int] = {}
    held_back: dict[str, int] = {}
    samples: dict[str, dict[str, bytes]] = {}
    with dead_letters(run, version) as keep:
        for index in INDEXES:
            sample, held, count = Sample(version), HeldBack(), Count()

            def on_dead(letter: DeadLetter, index: IndexName = index, sample: Sample = sample) -> None:
                sample.drop(letter.id)
                keep(index, letter)

            made = sample.of(documents(run, index, optouts, now, held))
            counted = count.of(made, index, run.manifest.counts[index], progress)
            missing = counted if only is None else (one for one in counted if one["id"] in only.get(index, ()))
            dead[index] = desk.writer.bulk(version, index, missing, on_dead).dead
            sent[index], held_back[index], samples[index] = count.done, held.records[index], sample.records
    progress("refresh", 0, None)
    desk.writer.finish(version, sent)
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
        known = with_meaning(run, found)
        return (therapist_document(one, statements, taxonomy, meaning) for one, statements, meaning in known)
    return (statement_document(words, one) for one, statements in found for words in statements)


class Count:
    """Counts documents while they go by."""

    def __init__(self) -> None:
        self.done = 0

    def of(
        self, found: Iterable[dict[str, Any]], index: str, total: int, progress: Progress
    ) -> Iterator[dict[str, Any]]:
        """The same documents."""
        for document in found:
            if self.done % 500 == 0:
                progress(f"publish {index}", self.done, total)
            self.done += 1
            yield document
        progress(f"publish {index}", self.done, self.done)
