"""The checks of a candidate: what they look at is gathered here, what they say of it is decided in pipelines.checks."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches

from sqlalchemy import Engine

from crawlers.sources import source_names
from flows.publishing.candidate import INDEXES, Candidate
from flows.publishing.desk import Desk
from flows.publishing.figures import figures_of, published_before
from flows.publishing.sample import as_json
from pipelines.checks import CHECKS, CheckResult, Facts, IndexFacts, LastCrawl, Sample, checked
from records.errors import EngineUnavailable, WrongUse
from records.relevance import RelevanceFigures
from search import IndexWriter
from search.writer import IndexName
from store.pages import crawl_states, last_nights

REJECTED = "rejected"  # the check that records left behind by a rollback fail


def known_checks(names: Iterable[str]) -> None:
    """Raises WrongUse, with the nearest, for a name that no check has."""
    known = (*CHECKS, REJECTED)
    for name in names:
        if name not in known:
            nearest = get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise WrongUse(f"there is no check {name!r}: do you mean {nearest}? All are: {', '.join(known)}.")


def check(desk: Desk, candidate: Candidate, relevance: RelevanceFigures) -> list[CheckResult]:
    """Every check of a candidate."""
    facts = Facts(
        now=datetime.now(UTC),
        figures=figures_of(candidate.run, candidate.optouts),
        before=published_before(desk.ledger, desk.store, candidate.optouts),
        crawls=_crawls(desk.ledger),
        indexes={index: _index(desk.writer, candidate, index) for index in INDEXES},
        live=_live(desk),
        relevance=relevance,
    )
    return checked(facts)


def _live(desk: Desk) -> dict[str, int] | None:
    """None also where the live version cannot be read: a new one is what mends that."""
    if desk.live is None:
        return None
    with suppress(EngineUnavailable):
        return {index: desk.writer.count(desk.live, index) for index in INDEXES}
    return None


def _crawls(ledger: Engine) -> dict[str, LastCrawl]:
    nights, configured = last_nights(ledger), source_names()
    return {
        source: LastCrawl(
            state=crawl.state,
            reason=(crawl.summary or {}).get("reason"),
            ended_at=crawl.ended_at,
            good_at=nights[source].ended_at if source in nights else None,
            configured=source in configured,
        )
        for source, crawl in crawl_states(ledger).items()
    }


def _index(writer: IndexWriter, candidate: Candidate, index: IndexName) -> IndexFacts:
    sent = candidate.samples[index]
    found = writer.read(candidate.version, index, sent)
    return IndexFacts(
        records=candidate.run.manifest.counts[index],
        held_back=candidate.held_back[index],
        sent=candidate.sent[index],
        dead=candidate.dead[index],
        found=writer.count(candidate.version, index),
        samples=[
            Sample(id_, record, as_json(found[id_]) if id_ in found else None) for id_, record in sorted(sent.items())
        ],
    )
