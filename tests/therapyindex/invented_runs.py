"""Runs of invented therapists, written as normalize writes them, and published in this process."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, update

from flows.stages.publish import Published, publish
from pipelines.checks.figures import record_figures, with_pages
from pipelines.mention import ApproachPage, Reading, Sighting
from pipelines.optouts import keys_of
from pipelines.resolve.digest import content_digest, dates_digest
from records import Approach, Location, Query, Therapist
from search import open_engine
from search.settings import SearchSettings
from store import tables
from store.ledger import open_ledger
from store.optouts import add_optout
from store.pages import begin_crawl, end_crawl
from store.runs import Manifest, Quarantined, Run, RunRecords, write_run
from store.settings import StoreSettings
from store.versions import Version, list_versions

SEEN = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
FIRST = ["Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus"]
LAST = ["Quill", "Marsh", "Fennimore", "Oakes", "Larkin", "Vance"]


def people(count: int, *, source: str = "therapyden", **fields: Any) -> list[Therapist]:
    """So many therapists of a source, alike but for name and phone; `fields` are those of all."""
    given = {"title": "Psychologist", "locations": [Location(city="Salem", state="OR", zip="97301")]} | fields
    return [
        Therapist(
            **{
                "id": f"t{source}{number:06}",
                "name": f"{FIRST[number % 7]} {LAST[number % 6]}{number}",
                "phone": f"+1503555{number:04}",
                "sources": [source],
                "first_seen": SEEN,
                "last_seen": SEEN,
                "last_confirmed": SEEN,
                **given,
            }
        )
        for number in range(count)
    ]


def _approach_page(number: int) -> Sighting:
    page = ApproachPage(f"approach-{number}", f"approach-{number}")
    reading = Reading(url=f"/approach/{number}", source="therapyden", digest="", fetched_at=SEEN, approach=page)
    return Sighting(reading, SEEN, SEEN)


class Desk:
    """A data directory to which runs are written, and what the public sees of it."""

    def __init__(self, data: Path, search: SearchSettings | None = None) -> None:
        self.store = StoreSettings(data=data)
        self.search = search or SearchSettings(index=data / "index")
        self.ledger: Engine = open_ledger(self.store)
        self._runs = 0

    def run(
        self,
        therapists: list[Therapist],
        *,
        set_aside: Sequence[str] = (),
        pages: int = 0,
        gone: int = 0,
        approach_pages: int = 0,
        older: bool = False,
    ) -> Run:
        """Writes the next run. `set_aside` are codes, one page each, of `pages`; an `older` one knows no figures.

        The source has `pages` that are there, others that are `gone`, and `approach_pages` that were read as such.
        """
        self._runs += 1
        therapists = sorted(therapists, key=lambda one: one.id)
        claimed = {claim.id for one in therapists for claim in one.approaches}
        met = [Approach(id=name, name=name, kind="approach") for name in sorted(claimed)]
        digest = content_digest(therapists, [], met)
        quarantine = [
            Quarantined(url=f"/{number}", source="therapyden", digest="", fetched_at=SEEN, code=code, detail="odd")
            for number, code in enumerate(set_aside)
        ]
        figures = record_figures(therapists, [], ((row.source, row.url, row.code) for row in quarantine), len(met))
        read = [("therapyden", f"/{number}") for number in range(pages)]
        shown = [_approach_page(number) for number in range(approach_pages)]
        figures = with_pages(figures, shown, read, {"therapyden": (pages + gone, gone)})
        finished = SEEN + timedelta(days=self._runs)
        manifest = Manifest(
            id=f"{finished:%Y%m%d-%H%M%S}-{digest[:8]}",
            finished_at=finished,
            digest=digest,
            dates=dates_digest(therapists, [], met),
            extractor="0",
            taxonomy="0",
            counts=figures.counts,
            format=1 if older else 3,
            figures=None if older else figures,
        )
        records = RunRecords(
            therapists=therapists,
            statements=[],
            approaches=met,
            provenance=[],
            claims=[],
            meanings=[],
            links=[],
            statement_history=[],
            quarantine=quarantine,
        )
        return write_run(self.store, manifest, records)

    def leave_out(self, *therapists: Therapist) -> None:
        """These people ask to be left out; no version is told."""
        add_optout(self.ledger, [key for one in therapists for key in keys_of(one, [])])

    def publish(self, **options: Any) -> Published:
        """Publishes the last run."""
        return publish(self.store, self.search, **options)

    def crawled(self, source: str, state: str, *, days_ago: float = 0) -> None:
        """A crawl that ended so some days ago."""
        crawl = begin_crawl(self.ledger, source)
        end_crawl(self.ledger, crawl, 1, state, {"reason": "as invented"})
        at = datetime.now(UTC) - timedelta(days=days_ago)
        with self.ledger.begin() as connection:
            mine = tables.crawls.c.id == crawl.id
            connection.execute(update(tables.crawls).where(mine).values(started_at=at, ended_at=at))

    def seen(self) -> tuple[str, int, list[str]]:
        """What the public sees: the version, how many there are in Oregon, and the first of them."""
        answer = open_engine(self.search).search(Query(q="oregon", limit=20))
        return answer.index.version, answer.total.value, [hit.id for hit in answer.hits]

    @property
    def newest(self) -> Version:
        """The ledger's row of the version that was built last."""
        return list_versions(self.ledger)[0]


def refused(published: Published) -> set[str]:
    """The checks that a publish was refused for."""
    assert published.outcome == "refused", published
    return {result.check for result in published.checks if result.outcome == "failed"}
