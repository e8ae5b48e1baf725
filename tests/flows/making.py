"""Runs of invented people, published on the embedded engine without a crawl."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from msgspec.structs import replace

from flows.progress import silent
from flows.publishing.candidate import build
from flows.publishing.opening import at_the_desk
from flows.publishing.swap import swap
from index_config.taxonomy import load_taxonomy
from pipelines.resolve.digest import content_digest, dates_digest
from records import ApproachClaim, Location, Statement, Therapist
from search.settings import SearchSettings
from store.ledger import open_ledger
from store.runs import Manifest, Run, RunRecords, latest_run, write_run
from store.settings import StoreSettings

People: TypeAlias = tuple[Therapist, list[Statement]]

START = datetime(2026, 11, 1, 3, tzinfo=UTC)
DAY = timedelta(days=1)


class House:
    """A data directory with its settings."""

    def __init__(self, data: Path) -> None:
        self.store = StoreSettings(data=data)
        self.search = SearchSettings(engine="embedded", index=data / "index")
        self.ledger = open_ledger(self.store)
        self._runs = 0

    def run(self, people: Iterable[People], visits: int = 1) -> Run:
        """A run of these people, a day after the one before it, and one approach."""
        self._runs += 1
        known = sorted(people, key=lambda one: one[0].id)
        therapists = [one for one, _ in known]
        statements = [one for _, said in known for one in sorted(said, key=lambda one: one.id)]
        approaches = [replace(load_taxonomy().approaches["relational-therapy"], visits=visits)]
        now = START + self._runs * DAY
        digest = content_digest(therapists, statements, approaches)
        manifest = Manifest(
            id=f"{now:%Y%m%d-%H%M%S}-{digest[:8]}",
            finished_at=now,
            digest=digest,
            dates=dates_digest(therapists, statements, approaches),
            extractor="1",
            taxonomy="1",
            counts={"therapists": len(therapists), "statements": len(statements), "approaches": 1},
        )
        records = RunRecords(
            therapists=therapists,
            statements=statements,
            approaches=approaches,
            provenance=[],
            claims=[],
            meanings=[],
            links=[],
            statement_history=[],
            quarantine=[],
        )
        return write_run(self.store, manifest, records)

    def published(self, people: Iterable[People] | None = None, visits: int = 1) -> str:
        """The version that a run of these people becomes (None: the last run), whatever checks would say of it."""
        run = latest_run(self.store) if people is None else self.run(people, visits)
        assert run is not None
        with at_the_desk(self.store, self.search) as desk:
            candidate = build(desk, run, silent)
            swap(desk, candidate.version, "publish")
        return candidate.version


def person(number: int, name: str, said: str | None = None, **fields: Any) -> People:
    """An invented therapist, with a statement where one is given; `seen` is the day of the last visit."""
    seen = fields.pop("seen", START)
    therapist_id = f"t{number:04}"
    statements = [statement(therapist_id, said, seen)] if said else []
    therapist = Therapist(
        id=therapist_id,
        name=name,
        locations=[Location(city="Salem", state="OR", zip="97301", lat=44.9429, lon=-123.0351)],
        approaches=[ApproachClaim(id="relational-therapy", claim="ticked", claims=["ticked"])],
        statements=[one.id for one in statements],
        profile_urls=[] if fields.get("status") == "stale" else [f"https://directory.example/therapist/{number}"],
        sources=["made"],
        first_seen=START,
        last_seen=seen,
        last_confirmed=seen,
        **fields,
    )
    return therapist, statements


def statement(therapist_id: str, text: str, seen: datetime = START) -> Statement:
    """What that therapist says of relational therapy."""
    return Statement(
        id=f"s-{therapist_id}",
        therapist_id=therapist_id,
        approach_id="relational-therapy",
        source="made",
        text=text,
        source_url="https://directory.example/specialties/relational-therapy",
        first_seen=START,
        last_seen=seen,
    )
