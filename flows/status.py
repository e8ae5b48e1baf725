"""How things stand: the last crawl of each source, the last run, the versions."""

from datetime import datetime

from msgspec import Struct, field

from store.ledger import open_ledger
from store.pages import crawl_states
from store.runs import Manifest, latest_run
from store.settings import StoreSettings
from store.versions import Version, list_versions


class SourceStatus(Struct, frozen=True, kw_only=True):
    """The last crawl of one source; `state` is None while it runs or after a kill."""

    source: str
    crawl: str
    started_at: datetime
    ended_at: datetime | None
    state: str | None


class Status(Struct, frozen=True, kw_only=True):
    """What there is in a data directory."""

    sources: list[SourceStatus] = field(default_factory=list)
    run: Manifest | None = None
    live: list[Version] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The same for people."""
        lines = [
            f"{one.source}: {one.state or 'not ended'}, {one.ended_at or one.started_at:%Y-%m-%d %H:%M} UTC"
            for one in self.sources
        ] or ["no crawl yet"]
        if self.run:
            lines.append(self.run.line())
        else:
            lines.append("no run yet: therapyindex normalize makes the first")
        lines.extend(f"live on {one.engine}: version {one.version} of run {one.run}" for one in self.live)
        if not self.live:
            lines.append("nothing is live: therapyindex publish makes the first version")
        return lines


def status(settings: StoreSettings) -> Status:
    """Reads the ledger and the runs; raises TherapyIndexError when there is no data yet."""
    ledger = open_ledger(settings, create=False)
    run = latest_run(settings)
    return Status(
        sources=[
            SourceStatus(
                source=row.source, crawl=row.id, started_at=row.started_at, ended_at=row.ended_at, state=row.state
            )
            for row in crawl_states(ledger).values()
        ],
        run=run.manifest if run else None,
        live=[version for version in list_versions(ledger) if version.state == "live"],
    )
