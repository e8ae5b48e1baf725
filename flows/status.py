"""How things stand: the last crawl of each source, the last run, the versions."""

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct, field
from sqlalchemy import Engine

from records.errors import EngineUnavailable
from search import open_engine
from search.settings import SearchSettings
from store.ledger import open_ledger
from store.pages import Crawl, crawl_states, last_nights, night_of, page_count, visit_counts
from store.runs import Manifest, latest_run
from store.settings import StoreSettings
from store.versions import Version, list_versions


class SourceStatus(Struct, frozen=True, kw_only=True):
    """The last crawl of one source; `state` is None while it runs or after a kill, `reason` why it ended so.

    `night` is the number of the next night, `last_night` when the last one that ended complete or within its budget
    did, `age_days` how long ago. `pages` are known and not gone; `due_next`, `due_in_a_week` and `due_later` how many
    of them (and of those gone) the next night, the six after it and all others will visit.
    """

    source: str
    crawl: str
    started_at: datetime
    ended_at: datetime | None
    state: str | None
    reason: str | None = None
    night: int = 1
    last_night: datetime | None = None
    age_days: float | None = None
    pages: int = 0
    due_next: int = 0
    due_in_a_week: int = 0
    due_later: int = 0

    def lines(self) -> list[str]:
        """The same for people."""
        because = f" ({self.reason})" if self.reason else ""
        since = f"{self.age_days:.1f} days ago" if self.age_days is not None else "never"
        ended = f"{self.ended_at or self.started_at:%Y-%m-%d %H:%M} UTC"
        return [
            f"{self.source}: {self.state or 'not ended'}, {ended}{because}",
            f"  last complete or within its budget: {since}; {self.pages:,} pages known",
            f"  next visits: {self.due_next:,} in the next night (number {self.night}), "
            f"{self.due_in_a_week:,} in the six after it, {self.due_later:,} later",
        ]


class Live(Struct, frozen=True, kw_only=True):
    """What is live on one engine, None: nothing. `run` is what the ledger knows of the version.

    `asked` says whether the engine told it, which counts; else it is what the ledger knows, and `trouble` why the
    engine could not tell (None: it is not the one of the settings). `ledger` is the version that the ledger says.
    """

    engine: str
    version: str | None
    run: str | None
    asked: bool
    ledger: str | None
    trouble: str | None = None

    def line(self) -> str:
        """The same for people."""
        version = f"version {self.version}" + (f" of run {self.run}" if self.run else "")
        if not self.asked:
            why = (self.trouble or f"--engine {self.engine} asks the engine").rstrip(".")
            return f"live on {self.engine}, as the ledger knows: {version if self.version else 'nothing'} ({why})"
        line = f"live on {self.engine}: {version}"
        if not self.version:
            line = f"nothing is live on {self.engine}: therapyindex publish makes a version"
        if self.ledger == self.version:
            return line
        return f"{line} (the ledger says {self.ledger or 'nothing'}; the next publish or rollback brings it in line)"


class Status(Struct, frozen=True, kw_only=True):
    """What there is in a data directory, and what is live on each engine."""

    sources: list[SourceStatus] = field(default_factory=list)
    run: Manifest | None = None
    live: list[Live] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The same for people."""
        lines = [line for one in self.sources for line in one.lines()] or ["no crawl yet"]
        if self.run:
            lines.append(self.run.line())
        else:
            lines.append("no run yet: therapyindex normalize makes the first")
        return lines + [one.line() for one in self.live]


def status(store: StoreSettings, search: SearchSettings) -> Status:
    """Reads the ledger and the runs, and asks the engine of the settings what is live.

    Raises TherapyIndexError when there is no data yet.
    """
    ledger = open_ledger(store, create=False)
    run, nights = latest_run(store), last_nights(ledger)
    return Status(
        sources=[_of_source(ledger, crawl, nights.get(crawl.source)) for crawl in crawl_states(ledger).values()],
        run=run.manifest if run else None,
        live=list(_live(list_versions(ledger), search)),
    )


def _live(rows: list[Version], search: SearchSettings) -> Iterator[Live]:
    """The engine of the settings first, then the others of which the ledger says that something is live."""
    known = {row.engine: row.version for row in rows if row.state == "live"}
    runs = {(row.engine, row.version): row.run for row in rows}
    for engine in dict.fromkeys([search.engine, *known]):
        version, asked, trouble = known.get(engine), False, None
        if engine == search.engine:
            try:
                version, asked = _answering(search), True
            except EngineUnavailable as error:
                trouble = str(error)
        yield Live(
            engine=engine,
            version=version,
            run=runs.get((engine, version)) if version else None,
            asked=asked,
            ledger=known.get(engine),
            trouble=trouble,
        )


def _answering(search: SearchSettings) -> str | None:
    """The version that searches are answered from; one question, which a dead server may leave open for seconds."""
    engine = open_engine(search)
    try:
        state = engine.state()
    finally:
        engine.close()
    return state.version if state else None


def _of_source(ledger: Engine, crawl: Crawl, last_night: Crawl | None) -> SourceStatus:
    night, ended = night_of(ledger, crawl.source), last_night.ended_at if last_night else None
    visits = visit_counts(ledger, crawl.source)
    return SourceStatus(
        source=crawl.source,
        crawl=crawl.id,
        started_at=crawl.started_at,
        ended_at=crawl.ended_at,
        state=crawl.state,
        reason=(crawl.summary or {}).get("reason"),
        night=night,
        last_night=ended,
        age_days=round((datetime.now(UTC) - ended).total_seconds() / 86_400, 2) if ended else None,
        pages=page_count(ledger, crawl.source),
        due_next=sum(count for due, count in visits.items() if due <= night),
        due_in_a_week=sum(count for due, count in visits.items() if night < due <= night + 6),
        due_later=sum(count for due, count in visits.items() if due > night + 6),
    )
