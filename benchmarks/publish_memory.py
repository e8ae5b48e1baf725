"""The whole way from a run's files to a live version: `python -m benchmarks.publish_memory [THERAPISTS ...]`.

For each number of therapists a synthetic run is written and published in a process of its own. Told are documents per
second and two peaks of the publisher: of its own memory, which is to stay the same however many there are, and of its
resident set. In both is the embedded engine's heap, in the second also what is mapped of the files of its index, most
while it merges them: the system takes that back when it needs it. Elasticsearch's memory is in neither; it is measured
where ELASTICSEARCH_URL is set.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from benchmarks.invented import people
from benchmarks.peak import OwnPeak, peak_mb
from flows.stages.publish import publish
from index_config.taxonomy import load_taxonomy
from pipelines.checks.figures import record_figures
from records import Approach, Statement, Therapist
from search.settings import SearchSettings
from store.ledger import open_ledger
from store.parquet import write_records
from store.runs import Manifest, RunRecords, write_run
from store.settings import StoreSettings

TARGET_MB = 400.0
SIZES = (100_000, 500_000)
MODELS = 1_000  # invented people, who come again and again under other ids
ROOT = Path(__file__).parent.parent

Engine = Literal["embedded", "elasticsearch"]


def run(therapists: int, engine: Engine) -> dict[str, float]:
    """Documents published, those per second, and the publisher's peaks in MB."""
    with TemporaryDirectory() as data:
        _step("--write", data, "--therapists", str(therapists))
        return dict(msgspec.json.decode(_step("--publish", data, "--engine", engine)))


def _step(*arguments: str) -> bytes:
    command = [sys.executable, "-m", "benchmarks.publish_memory", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, check=True).stdout


def write(data: Path, therapists: int) -> None:
    """Writes a run of so many therapists."""
    store = StoreSettings(data=data)
    open_ledger(store)
    approaches = [
        Approach(id=one.id, name=one.name, kind=one.kind, synonyms=list(one.synonyms))
        for _, one in sorted(load_taxonomy().approaches.items())
    ]
    said = (words for _, found in _many(therapists) for words in found)
    figures = record_figures((one for one, _ in _many(therapists)), said, (), len(approaches))
    manifest = Manifest(
        id="20261120T031500Z-000000",
        finished_at=datetime.now(UTC),
        digest=f"{therapists:064}",
        dates="0" * 64,
        extractor="0",
        taxonomy=load_taxonomy().digest,
        counts=figures.counts,
        figures=figures,
    )
    empty = RunRecords(
        therapists=[],
        statements=[],
        approaches=approaches,
        provenance=(),
        claims=(),
        meanings=(),
        links=(),
        statement_history=[],
        quarantine=[],
    )
    directory = write_run(store, manifest, empty).directory
    write_records(directory / "therapists.parquet", Therapist, (one for one, _ in _many(therapists)))
    said = (words for _, found in _many(therapists) for words in found)
    write_records(directory / "statements.parquet", Statement, said)


def _many(count: int) -> Iterator[tuple[Therapist, list[Statement]]]:
    """In the order of ids, each with their statements in the order of theirs: that of a run's files."""
    models = list(people(min(count, MODELS)))
    for number in range(count):
        therapist, said = models[number % len(models)]
        id_ = f"t{number:012}"
        made = (replace(words, id=f"{id_}-{words.approach_id}", therapist_id=id_) for words in said)
        found = sorted(made, key=lambda words: words.id)
        yield replace(therapist, id=id_, name=f"{therapist.name} {number}", statements=[one.id for one in found]), found


def _published(data: Path, engine: Engine) -> dict[str, float]:
    url = os.environ.get("ELASTICSEARCH_URL", "")
    alias = f"bench-{uuid4().hex[:12]}"
    search = SearchSettings(engine=engine, index=data / "index", elasticsearch_url=url, alias=alias)
    began = time.perf_counter()
    try:
        with OwnPeak() as own:
            done = publish(StoreSettings(data=data), search, force=True)
        seconds = time.perf_counter() - began
    finally:
        if engine == "elasticsearch":
            _remove(url, alias)
    if done.outcome != "published":
        raise RuntimeError(f"{done.outcome}: {done.reasons}")
    count = sum(done.counts.values())
    return {"documents": count, "speed": count / seconds, "own": own.mb, "resident": peak_mb()}


def _remove(url: str, alias: str) -> None:
    from elasticsearch import Elasticsearch

    with Elasticsearch(url, request_timeout=60) as client:
        client.indices.delete(index=list(client.indices.get(index=f"{alias}-*").keys()))


def main() -> None:
    """Writes or publishes a run, or measures."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("therapists", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--write", type=Path, metavar="DATA", help="only write a run")
    parser.add_argument("--publish", type=Path, metavar="DATA", help="only publish what was written")
    parser.add_argument("--therapists", type=int, dest="count", default=0)
    parser.add_argument("--engine", choices=["embedded", "elasticsearch"], default="embedded")
    options: Any = parser.parse_args()
    if options.write:
        write(options.write, options.count)
        return
    if options.publish:
        sys.stdout.buffer.write(msgspec.json.encode(_published(options.publish, options.engine)))
        return
    engines: list[Engine] = ["embedded", "elasticsearch"] if os.environ.get("ELASTICSEARCH_URL") else ["embedded"]
    for engine in engines:
        for count in options.therapists:
            found = run(count, engine)
            verdict = "met" if found["own"] <= TARGET_MB else "MISSED"
            print(
                f"{engine:<14} {count:>9,} therapists: {found['documents']:,.0f} documents, {found['speed']:,.0f}/s, "
                f"own memory {found['own']:.0f} MB (target {TARGET_MB:.0f}: {verdict}), "
                f"resident {found['resident']:.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
