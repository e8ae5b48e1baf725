"""What the checks look at."""

from datetime import datetime

from msgspec import Struct, field

from records.figures import RunFigures, SourceFigures
from records.relevance import RelevanceFigures


class Before(Struct, frozen=True, kw_only=True):
    """A run that was published before, and which of its checks the operator overrode."""

    figures: RunFigures
    accepted: frozenset[str] = frozenset()


class LastCrawl(Struct, frozen=True, kw_only=True):
    """How the last crawl of a source ended.

    `state` is complete, budget, blocked, chain_broken or failed, None while it runs and after a kill; `reason` says why
    in words. `ended_at` is when, `good_at` when the last one ended that was complete or within its budget.
    `configured`: the source still has its YAML.
    """

    state: str | None
    reason: str | None = None
    ended_at: datetime | None = None
    good_at: datetime | None = None
    configured: bool = True


class Sample(Struct, frozen=True):
    """A record that was sent, and what the engine gives back for its id, as JSON; None when it has nothing."""

    id: str
    sent: bytes
    found: bytes | None


class IndexFacts(Struct, frozen=True, kw_only=True):
    """One index of the candidate.

    `records` are those that the run's manifest counts, `held_back` those of people who are not shown, `sent` the
    documents made of the others, `dead` how many of these the engine did not take, `found` how many it has.
    """

    records: int
    held_back: int = 0
    sent: int
    dead: int = 0
    found: int
    samples: list[Sample] = field(default_factory=list)


class Facts(Struct, frozen=True, kw_only=True):
    """All of it, for one candidate at the time `now` (UTC).

    `before` are the runs published before, newest first; `live` is how many documents each index of the live version
    holds now, None where none is live; `relevance` is None where it was not measured.
    """

    now: datetime
    figures: RunFigures
    before: list[Before] = field(default_factory=list)
    crawls: dict[str, LastCrawl] = field(default_factory=dict)
    indexes: dict[str, IndexFacts] = field(default_factory=dict)
    live: dict[str, int] | None = None
    relevance: RelevanceFigures | None = None

    @property
    def sources(self) -> list[str]:
        """The sources that there is something to say of."""
        runs = [self.figures, *(one.figures for one in self.before)]
        met = (source for run in runs for source, figures in run.sources.items() if figures.therapists or figures.pages)
        return sorted({*met, *self.crawls})

    def of(self, source: str) -> SourceFigures:
        """The candidate's figures of a source; zeros where it holds nothing."""
        return self.figures.sources.get(source, SourceFigures())
