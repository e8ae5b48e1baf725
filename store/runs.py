"""Runs: what one normalization made of the archive, as Parquet files and a manifest."""

import shutil
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec
from msgspec import Struct, field

from records import Approach, ApproachClaim, ClaimEvidence, Link, Meaning, Provenance, Statement, Therapist
from records.errors import Unreadable
from records.figures import RunFigures
from store.files import cannot_write, whole_file
from store.parquet import Record, count_records, read_records, write_records
from store.settings import StoreSettings

FORMAT = 3
"""Of the files of a run; 1 had no claims and links, 2 no meanings."""

_NAMED = 5  # runs in an error


class Quarantined(Struct, frozen=True, kw_only=True):
    """A page, or a part of one, that was set aside; the raw page stays in the archive."""

    url: str
    source: str
    digest: str
    fetched_at: datetime
    code: str
    detail: str
    excerpt: str = ""


class Manifest(Struct, frozen=True, kw_only=True):
    """A run's own description.

    `digest` is over the records without their dates of seeing (runs alike but for them are `unchanged`);
    `dates` is over those dates. `extractor`, `cleaner` and `taxonomy` are the versions that made the records,
    `corrections` is the digest of the operator's corrections ("" without any), `released` are the ids whom the operator
    lets go though their name and state are those of somebody who opted out.
    `optouts` is the revision of the opt-outs that were obeyed (older runs do not say). `figures` are for the checks;
    older runs have none.
    """

    id: str
    finished_at: datetime
    digest: str
    dates: str
    extractor: str
    cleaner: str = ""
    taxonomy: str
    corrections: str = ""
    released: list[str] = field(default_factory=list)
    optouts: int | None = None
    counts: dict[str, int]
    quarantine: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT
    figures: RunFigures | None = None

    def is_same_as(self, other: "Manifest") -> bool:
        """Whether this run holds all that the other would, from the same origins, and set the same aside."""
        return all(getattr(self, name) == getattr(other, name) for name in _TELLING)

    def line(self) -> str:
        """The run in one line for people."""
        return f"run {self.id}: " + ", ".join(f"{count:,} {name}" for name, count in self.counts.items())


_TELLING = ("digest", "dates", "quarantine", "format", "extractor", "cleaner", "taxonomy", "corrections")


class RunRecords(Struct, frozen=True, kw_only=True):
    """Everything a run holds. `provenance`, `claims`, `meanings` and `links` are read once, while they are written."""

    therapists: list[Therapist]
    statements: list[Statement]
    approaches: list[Approach]
    provenance: Iterable[Provenance]
    claims: Iterable[ClaimEvidence]
    meanings: Iterable[Meaning]
    links: Iterable[Link]
    statement_history: list[Statement]
    quarantine: list[Quarantined]


_TABLES: dict[str, type[Struct]] = {
    "therapists": Therapist,
    "statements": Statement,
    "approaches": Approach,
    "provenance": Provenance,
    "claims": ClaimEvidence,
    "meanings": Meaning,
    "links": Link,
    "statement_history": Statement,
}


_SINCE = {"claims": 2, "links": 2, "meanings": 3}
"""The format of a run with which a file came."""


class _Claims(Struct):
    id: str
    approaches: list[ApproachClaim]
    issues: list[str]


class _Said(Struct):
    therapist_id: str
    approach_id: str


class Run:
    """A finished run on disk."""

    def __init__(self, directory: Path, manifest: Manifest) -> None:
        self.directory = directory
        self.manifest = manifest

    @property
    def id(self) -> str:
        """The run's id, which sorts by time."""
        return self.manifest.id

    def therapists(self) -> Iterator[Therapist]:
        """The therapists, ordered by id."""
        return read_records(self.directory / "therapists.parquet", Therapist)

    def statements(self) -> Iterator[Statement]:
        """The current statements, ordered by therapist."""
        return read_records(self.directory / "statements.parquet", Statement)

    def claimed(self) -> Iterator[tuple[str, str]]:
        """(approach or issue, therapist) for each that somebody claims, in whatever way."""
        for one in read_records(self.directory / "therapists.parquet", _Claims):
            yield from ((claim.id, one.id) for claim in one.approaches)
            yield from ((issue, one.id) for issue in one.issues)

    def described(self) -> Iterator[tuple[str, set[str]]]:
        """Each therapist with the approaches and issues they describe, by claim or statement, in the order of ids."""
        people = read_records(self.directory / "therapists.parquet", _Claims)
        claims = ((one.id, claim.id) for one in people for claim in one.approaches if claim.claim == "described")
        words = read_records(self.directory / "statements.parquet", _Said)
        said = ((one.therapist_id, one.approach_id) for one in words)
        of_whom = itemgetter(0)
        for therapist_id, found in groupby(merge(claims, said, key=of_whom), key=of_whom):
            yield therapist_id, {approach_id for _, approach_id in found}

    def statement_history(self) -> Iterator[Statement]:
        """Older texts of the statements."""
        return read_records(self.directory / "statement_history.parquet", Statement)

    def provenance(self, therapist_id: str | None = None) -> Iterator[Provenance]:
        """Where values come from, of all therapists or of one."""
        return self._origins("provenance", Provenance, therapist_id)

    def claims(self, therapist_id: str | None = None) -> Iterator[ClaimEvidence]:
        """The evidence of claims, of all therapists or of one."""
        return self._origins("claims", ClaimEvidence, therapist_id)

    def meanings(self) -> Iterator[Meaning]:
        """What the words of each therapist mean, ordered by therapist."""
        return self._origins("meanings", Meaning, None)

    def links(self, therapist_id: str | Collection[str] | None = None) -> Iterator[Link]:
        """Why mentions are taken for their therapist, of all therapists, of some or of one."""
        return self._origins("links", Link, therapist_id)

    def _origins(self, name: str, record: type[Record], therapist_id: str | Collection[str] | None) -> Iterator[Record]:
        if self.manifest.format < _SINCE.get(name, 1):
            return iter(())
        wanted = None if therapist_id is None else ("therapist_id", therapist_id)
        return read_records(self.directory / f"{name}.parquet", record, wanted)

    def approaches(self) -> Iterator[Approach]:
        """The approaches that were met, ordered by id."""
        return read_records(self.directory / "approaches.parquet", Approach)

    def check(self) -> None:
        """Raises Unreadable when a table is missing, cut off, or not as long as the manifest says.

        Only the ends of the files are read, which tell their rows: it takes milliseconds, however many they are.
        """
        for name in _TABLES:
            if self.manifest.format < _SINCE.get(name, 1):
                continue
            path = self.directory / f"{name}.parquet"
            rows = count_records(path)
            wanted = self.manifest.counts.get(name, rows)
            if rows != wanted:
                raise Unreadable(
                    f"{path} holds {rows:,} rows, not the {wanted:,} of its manifest: restore it from a backup, or "
                    "move its run away and run `therapyindex normalize`."
                )

    def quarantine(self) -> Iterator[Quarantined]:
        """What was set aside."""
        path = self.directory / "quarantine.jsonl"
        decoder = msgspec.json.Decoder(Quarantined)
        try:
            with path.open("rb") as lines:
                yield from map(decoder.decode, lines)
        except (OSError, msgspec.DecodeError) as error:
            raise Unreadable(f"{path} cannot be read ({error}): restore it from a backup.") from error


def write_run(settings: StoreSettings, manifest: Manifest, records: RunRecords) -> Run:
    """Writes a run; it exists once its manifest has been renamed in."""
    directory = settings.data / "runs" / manifest.id
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(directory, error) from error
    for name, record in _TABLES.items():
        write_records(directory / f"{name}.parquet", record, getattr(records, name))
    with whole_file(directory / "quarantine.jsonl") as temporary:
        temporary.write_bytes(msgspec.json.Encoder().encode_lines(records.quarantine))
    with whole_file(directory / "manifest.json") as temporary:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    return Run(directory, manifest)


def rewrite_manifest(run: Run, manifest: Manifest) -> Run:
    """Gives a run another manifest of the same id."""
    with whole_file(run.directory / "manifest.json") as temporary:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    return Run(run.directory, manifest)


def open_run(settings: StoreSettings, run_id: str) -> Run:
    """The run of that id. Raises Unreadable when there is none or it cannot be read."""
    known = run_ids(settings)
    if run_id not in known:
        newest = ", ".join(known[: -_NAMED - 1 : -1])
        raise Unreadable(
            f"there is no run {run_id!r}: "
            + (f"the newest are {newest}." if known else "`therapyindex normalize` makes the first.")
        )
    directory = settings.data / "runs" / run_id
    try:
        manifest = msgspec.json.decode((directory / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise Unreadable(
            f"the manifest of run {run_id} cannot be read ({error}): restore it from a backup, or move {directory} "
            "away and run `therapyindex normalize`."
        ) from error
    if manifest.format > FORMAT:
        raise Unreadable(f"run {run_id} was written by a newer therapyindex: update, then try again.")
    return Run(directory, manifest)


def run_ids(settings: StoreSettings) -> list[str]:
    """The ids of all finished runs, oldest first."""
    return sorted(path.parent.name for path in (settings.data / "runs").glob("*/manifest.json"))


def latest_run(settings: StoreSettings) -> Run | None:
    """The newest finished run, or None."""
    ids = run_ids(settings)
    return open_run(settings, ids[-1]) if ids else None


def unfinished_runs(settings: StoreSettings) -> list[Path]:
    """The directories of runs that have no manifest, oldest first: none is being written while their lease is held."""
    finished = set(run_ids(settings))
    return sorted(path for path in (settings.data / "runs").glob("*/") if path.name not in finished)


def sweep_unfinished(settings: StoreSettings) -> None:
    """Removes what a killed normalization left behind; only for the holder of its lease."""
    for directory in unfinished_runs(settings):
        shutil.rmtree(directory, ignore_errors=True)
