"""Publish: the last run -> a new version of the index -> checks -> one atomic swap."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Literal

import msgspec
from msgspec import Struct, field
from sqlalchemy import Engine

from flows.progress import Progress, silent
from index_config.documents import approach_document, statement_document, therapist_document
from index_config.taxonomy import load_taxonomy
from index_config.versions import config_digest, version_name
from records import Statement, Therapist
from records.errors import TherapyIndexError
from search import IndexWriter, open_writer
from search.settings import SearchSettings
from search.writer import DeadLetter, IndexName, VersionMeta
from store.files import whole_file
from store.leases import lease
from store.ledger import open_ledger
from store.runs import Run, latest_run
from store.settings import StoreSettings
from store.versions import Version, add_version, list_versions, set_version

KEPT_VERSIONS = 2
INDEXES: tuple[IndexName, ...] = ("therapists", "statements", "approaches")


class Published(Struct, frozen=True, kw_only=True):
    """What a publish came to. `unchanged`: the live version already holds these records."""

    outcome: Literal["published", "unchanged", "refused"]
    version: str
    run: str
    counts: dict[str, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def publish(
    store: StoreSettings, search: SearchSettings, *, force: bool = False, progress: Progress = silent
) -> Published:
    """Builds a new version from the last run and makes it live when its counts are right.

    Raises TherapyIndexError when there is no run, Busy while another publisher is at work, EngineUnavailable.
    Whatever happens before the swap, the live version stays.
    """
    ledger = open_ledger(store, create=False)
    run = latest_run(store)
    if run is None:
        raise TherapyIndexError("nothing to publish: run `therapyindex normalize` first.")
    writer = open_writer(search)
    try:
        with lease(ledger, f"publish-{search.engine}"):
            _clean_up(ledger, writer, search.engine)
            live = writer.live()
            meta = {info.version: info.meta for info in writer.versions()}
            same = live in meta and (meta[live].run_digest, meta[live].config_digest) == (
                run.manifest.digest,
                config_digest(),
            )
            if live and same and not force:
                return Published(outcome="unchanged", version=live, run=meta[live].run, counts=meta[live].counts)
            return _build_and_swap(ledger, writer, search.engine, run, progress)
    finally:
        writer.close()


def _build_and_swap(ledger: Engine, writer: IndexWriter, engine: str, run: Run, progress: Progress) -> Published:
    now = _next_second(ledger, engine)
    version = version_name(now)
    counts: dict[str, int] = {index: run.manifest.counts[index] for index in INDEXES}
    add_version(
        ledger,
        Version(engine=engine, version=version, run=run.id, run_digest=run.manifest.digest, built_at=now),
    )
    writer.build(
        version,
        VersionMeta(
            run=run.id,
            run_digest=run.manifest.digest,
            counts=counts,
            config_digest=config_digest(),
            built_at=now,
        ),
    )
    dead = [letter for index in INDEXES for letter in _send(writer, version, index, run, progress)]
    _keep_dead_letters(run, version, dead)
    progress("refresh", 0, None)
    writer.finish(version)
    reasons = _check_counts(writer, version, counts)
    if reasons:
        set_version(ledger, engine, version, state="refused", detail={"reasons": reasons})
        return Published(outcome="refused", version=version, run=run.id, counts=counts, reasons=reasons)
    before = writer.live()
    published_at = datetime.now(UTC)
    writer.swap(version, published_at)
    set_version(ledger, engine, version, state="live", published_at=published_at)
    if before:
        set_version(ledger, engine, before, state="kept")
    _retire(ledger, writer, engine)
    return Published(outcome="published", version=version, run=run.id, counts=counts)


def _next_second(ledger: Engine, engine: str) -> datetime:
    """Now, or a second after the newest version: names carry seconds, and must sort by age whatever the clock does."""
    newest = max((row.built_at for row in list_versions(ledger, engine)), default=None)
    now = datetime.now(UTC)
    return max(now, newest + timedelta(seconds=1)) if newest else now


def _send(writer: IndexWriter, version: str, index: IndexName, run: Run, progress: Progress) -> list[DeadLetter]:
    total = run.manifest.counts[index]

    def counted() -> Iterator[dict[str, Any]]:
        for done, document in enumerate(_documents(run, index)):
            if done % 500 == 0:
                progress(f"publish {index}", done, total)
            yield document

    dead = writer.bulk(version, index, counted()).dead
    progress(f"publish {index}", total, total)
    return dead


def _documents(run: Run, index: IndexName) -> Iterator[dict[str, Any]]:
    """The documents of one index, built one at a time: therapists and statements lie in the same order."""
    if index == "approaches":
        return (approach_document(approach) for approach in run.approaches())
    if index == "therapists":
        taxonomy = load_taxonomy()
        return (therapist_document(one, statements, taxonomy) for one, statements in _with_statements(run))
    return (statement_document(words, one) for one, statements in _with_statements(run) for words in statements)


def _with_statements(run: Run) -> Iterator[tuple[Therapist, list[Statement]]]:
    groups = groupby(run.statements(), key=lambda statement: statement.therapist_id)
    key, found = next(groups, (None, iter(())))
    for therapist in run.therapists():
        if key == therapist.id:
            yield therapist, list(found)
            key, found = next(groups, (None, iter(())))
        else:
            yield therapist, []


def _check_counts(writer: IndexWriter, version: str, sent: dict[str, int]) -> list[str]:
    found = {index: writer.count(version, index) for index in INDEXES}
    reasons = [
        f"{index}: {found[index]} documents in the engine, {sent[index]} records in the run"
        for index in INDEXES
        if found[index] != sent[index]
    ]
    if not sent["therapists"]:
        reasons.append("therapists: the run holds none")
    return reasons


def _keep_dead_letters(run: Run, version: str, dead: list[DeadLetter]) -> None:
    if dead:
        with whole_file(run.directory / f"dead-letters-{version}.jsonl") as temporary:
            temporary.write_bytes(msgspec.json.Encoder().encode_lines(dead))


def _clean_up(ledger: Engine, writer: IndexWriter, engine: str) -> None:
    """Removes what a killed publisher was building; brings the ledger's rows in line with the engine."""
    live = writer.live()
    present = {info.version for info in writer.versions()}
    for version in list_versions(ledger, engine):
        if version.version == live and version.state != "live":
            set_version(ledger, engine, version.version, state="live", published_at=datetime.now(UTC))
        elif version.version != live and version.state == "live":
            set_version(ledger, engine, version.version, state="kept")
        elif version.version != live and version.state == "building":
            writer.delete(version.version)
            set_version(ledger, engine, version.version, state="deleted")
        elif version.state in ("kept", "refused") and version.version not in present:
            set_version(ledger, engine, version.version, state="deleted")


def _retire(ledger: Engine, writer: IndexWriter, engine: str) -> None:
    """Deletes all but the live version and the good ones before it; a refused candidate goes with the next."""
    rows = list_versions(ledger, engine)
    kept = [row for row in rows if row.state == "kept"]
    for row in [*kept[KEPT_VERSIONS:], *(row for row in rows if row.state == "refused")]:
        writer.delete(row.version)
        set_version(ledger, engine, row.version, state="deleted")
