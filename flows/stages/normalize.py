"""Normalize: archived pages -> readings (of what is new) -> the records of a run."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Engine

from flows.progress import Progress, silent
from flows.understand import Understood, understand
from index_config.taxonomy import load_taxonomy
from pipelines.checks.figures import record_figures, with_pages
from pipelines.extract import EXTRACTOR_VERSION
from pipelines.mention import Reading, Sighting
from pipelines.normalize import CLEANER_VERSION
from pipelines.resolve import Before, Resolved, resolve
from pipelines.resolve.corrections import checked
from pipelines.resolve.digest import content_digest, corrections_digest, dates_digest
from pipelines.resolve.optouts import HELD_BACK, Suspect
from records import ClaimEvidence, Corrections, Link, Meaning, Problem, Provenance
from records.errors import TherapyIndexError
from records.figures import RunFigures
from records.optouts import OptOuts, url_key
from store.archive import Capture
from store.corrections import FILE, load_corrections
from store.identities import add_identities, load_identities
from store.leases import lease
from store.ledger import open_ledger
from store.optouts import learn, load_optouts
from store.pages import captures, gone_pages, page_counts, record_lost, record_texts, unread_pages, withdrawn_pages
from store.runs import Manifest, Quarantined, Run, RunRecords, latest_run, sweep_unfinished, write_run
from store.settings import StoreSettings

Origin = TypeVar("Origin", Provenance, ClaimEvidence, Link, Meaning)


class Normalized(Struct, frozen=True, kw_only=True):
    """What a normalization came to; `changed` is False when the last run already says the same."""

    run: Manifest
    changed: bool
    extracted: int


def normalize(
    settings: StoreSettings, *, everything: bool = False, progress: Progress = silent, now: datetime | None = None
) -> Normalized:
    """Extracts what is new (or everything, from the archive) and resolves all of it into a run.

    Raises Busy while another normalization is at work, TherapyIndexError when there is no data or no room.
    """
    ledger = open_ledger(settings, create=False)
    corrections = load_corrections(settings.data)
    checked(corrections, load_taxonomy())  # before hours of work, not behind them
    with lease(ledger, "normalize"):
        sweep_unfinished(settings)
        optouts, gone = load_optouts(ledger), gone_pages(ledger)
        kept = list(captures(ledger))
        withdrawn = withdrawn_pages(ledger) | {page.url for page in kept if optouts.hold(url_key(page.url))}
        pages = [page for page in kept if page.url not in withdrawn and not _is_gone(page, gone)]
        understood = understand(settings, pages, progress, everything=everything)
        _tell_the_crawler(ledger, understood)
        last = latest_run(settings)
        now = _after(last, now or datetime.now(UTC))
        progress("resolve", 0, None)
        sightings = _sightings(pages, understood)
        before = _before(last, withdrawn, {url for _, url in gone} - {page.url for page in pages})
        resolved = resolve(sightings, load_identities(ledger), before, corrections, load_taxonomy(), now, optouts)
        learn(ledger, ((one.matching, one.new) for one in resolved.learned))
        records = _records(resolved, last, _quarantine(understood, sightings, resolved, now))
        manifest = _manifest(records, corrections, resolved.left_out.released, optouts, now)
        if last and last.manifest.is_same_as(manifest):
            return Normalized(run=last.manifest, changed=False, extracted=understood.extracted)
        # Ids before records: a run must never name an id that a later run could give to somebody else.
        add_identities(ledger, resolved.minted)
        progress("write", 0, None)
        manifest = replace(manifest, figures=_figures(ledger, records, sightings, understood))
        run = write_run(settings, manifest, records)
        return Normalized(run=run.manifest, changed=True, extracted=understood.extracted)


def _is_gone(page: Capture, gone: Mapping[tuple[str, str], datetime]) -> bool:
    """Whether the page has gone from its site since; what was imported later is there again."""
    at = gone.get((page.source, page.url))
    return at is not None and page.fetched_at <= at


def _after(last: Run | None, now: datetime) -> datetime:
    """Now, or a second after the last run: ids carry seconds, and must sort by age whatever the clock does."""
    return max(now, last.manifest.finished_at + timedelta(seconds=1)) if last else now


def _records(resolved: Resolved, last: Run | None, quarantine: list[Quarantined]) -> RunRecords:
    """The run's records; of those carried over, what the last run knew of their origin is carried over too."""

    def carried(old: Callable[[Run], Iterable[Origin]]) -> Iterator[Origin]:
        if last and resolved.carried:
            yield from (row for row in old(last) if row.therapist_id in resolved.carried)

    return RunRecords(
        therapists=resolved.therapists,
        statements=resolved.statements,
        approaches=resolved.approaches,
        provenance=chain(resolved.provenance, carried(Run.provenance)),
        claims=chain(resolved.claims, carried(Run.claims)),
        meanings=merge(resolved.meanings, carried(Run.meanings), key=attrgetter("therapist_id")),
        links=chain(resolved.links, carried(Run.links)),
        statement_history=resolved.statement_history,
        quarantine=quarantine,
    )


def _tell_the_crawler(ledger: Engine, understood: Understood) -> None:
    """Whether changed pages say anything new, which sets their next visit, and which are to be fetched anew."""
    unreadable = (page for page in understood.lost.values() if page.code == "unreadable-archive")
    record_lost(ledger, [(page.source, page.url, page.digest) for page in unreadable])
    known = ((page, understood.readings.get((page.url, page.digest))) for page in unread_pages(ledger))
    record_texts(ledger, [(page, reading.says) for page, reading in known if reading])


def _sightings(pages: list[Capture], understood: Understood) -> list[Sighting]:
    """Every body of an approach page (its specialists rotate), and of all other pages the body seen last."""
    found: list[Sighting] = []
    newest: dict[tuple[str, str], Sighting] = {}
    for page in pages:
        reading = understood.readings.get((page.url, page.digest))
        if reading is None and (not page.file or (page.url, page.digest) in understood.lost):
            continue
        if reading is None:
            raise TherapyIndexError(f"the extract of {page.url} is gone: run `therapyindex normalize` once more.")
        sighting = Sighting(reading, page.fetched_at, page.last_confirmed)
        if reading.approach:
            found.append(sighting)
            continue
        key = page.source, page.url
        known = newest.get(key, sighting)
        latest = max(known, sighting, key=lambda one: (one.last_seen, one.first_seen))
        newest[key] = Sighting(latest.reading, min(known.first_seen, sighting.first_seen), latest.last_seen)
    return sorted([*found, *newest.values()], key=lambda one: (one.reading.source, one.reading.url, one.first_seen))


def _before(last: Run | None, withdrawn: set[str], gone: set[str]) -> Before:
    """What the last run left, without what stood on pages that have asked not to be kept since."""
    if last is None:
        return Before()
    return Before(
        list(last.therapists()),
        [one for one in last.statements() if one.source_url not in withdrawn],
        [one for one in last.statement_history() if one.source_url not in withdrawn],
        withdrawn,
        gone,
    )


def _quarantine(
    understood: Understood, sightings: list[Sighting], resolved: Resolved, now: datetime
) -> list[Quarantined]:
    """All that was set aside: pages, parts of pages, people held back, and corrections that met nobody.

    Of those who asked to be left out nothing is told.
    """
    operator = Reading(url=FILE, source="operator", digest="", fetched_at=now)
    hidden = resolved.left_out
    return [
        *understood.lost.values(),
        *(
            _set_aside(sighting.reading, problem)
            for sighting in sightings
            for problem in sighting.reading.problems
            if not hidden.is_about(sighting.reading.url, problem)
        ),
        *(_held_back(suspect, now) for suspect in hidden.suspects),
        *(_set_aside(operator, problem) for problem in resolved.problems),
    ]


def _held_back(suspect: Suspect, now: datetime) -> Quarantined:
    detail = (
        f"{suspect.id} has the name and state of somebody who asked to be left out: `therapyindex optout add "
        f"{suspect.id}` when it is them, release it in {FILE} when not"
    )
    problem = Problem(code=HELD_BACK, detail=detail)
    return _set_aside(Reading(url=suspect.url, source=suspect.source, digest="", fetched_at=now), problem)


def _set_aside(reading: Reading, problem: Problem) -> Quarantined:
    return Quarantined(
        url=reading.url,
        source=reading.source,
        digest=reading.digest,
        fetched_at=reading.fetched_at,
        code=problem.code,
        detail=problem.detail,
        excerpt=problem.excerpt,
    )


def _figures(ledger: Engine, records: RunRecords, sightings: list[Sighting], understood: Understood) -> RunFigures:
    """What the checks of a publish look at."""
    figures = record_figures(
        records.therapists,
        records.statements,
        ((row.source, row.url, row.code) for row in records.quarantine),
        len(records.approaches),
    )
    lost = ((row.source, row.url) for row in understood.lost.values())
    return with_pages(figures, sightings, lost, page_counts(ledger))


def _manifest(
    records: RunRecords, corrections: Corrections, released: list[str], optouts: OptOuts, now: datetime
) -> Manifest:
    content = (records.therapists, records.statements, records.approaches)
    digest = content_digest(*content)
    return Manifest(
        id=f"{now:%Y%m%d-%H%M%S}-{digest[:8]}",
        finished_at=now,
        digest=digest,
        dates=dates_digest(*content),
        extractor=EXTRACTOR_VERSION,
        cleaner=CLEANER_VERSION,
        taxonomy=load_taxonomy().digest,
        corrections=corrections_digest(corrections),
        released=sorted(released),
        optouts=optouts.revision,
        counts={
            "therapists": len(records.therapists),
            "statements": len(records.statements),
            "approaches": len(records.approaches),
        },
        quarantine=dict(Counter(row.code for row in records.quarantine)),
    )
