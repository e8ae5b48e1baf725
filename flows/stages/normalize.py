"""Normalize: archived pages -> extracts (what is new) -> mentions -> the records of a run."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from sqlalchemy import Engine

from flows.progress import Progress, silent
from index_config.taxonomy import Taxonomy, load_taxonomy
from pipelines.extract import EXTRACTOR_VERSION, extract_page, text_digest
from pipelines.mention import Mention, Sighting
from pipelines.normalize import mentions_of
from pipelines.resolve import Before, Resolved, resolve
from pipelines.resolve.digest import content_digest, dates_digest
from records import PageExtract
from records.errors import TherapyIndexError
from store.archive import read_page
from store.extracts import ExtractCache, ExtractKey
from store.identities import add_identities, load_identities
from store.leases import lease
from store.ledger import open_ledger
from store.pages import Capture, captures, record_lost, record_texts, unread_pages, withdrawn_pages
from store.runs import Manifest, Quarantined, Run, RunRecords, latest_run, sweep_unfinished, write_run
from store.settings import StoreSettings

BATCH = 500


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
    with lease(ledger, "normalize"):
        sweep_unfinished(settings)
        withdrawn = withdrawn_pages(ledger)
        pages = [page for page in captures(ledger) if page.url not in withdrawn]
        cache = ExtractCache(settings.data / "extracts", EXTRACTOR_VERSION)
        extracted, lost = _extract_new(settings, cache, pages, progress, everything=everything)
        extracts = {(extract.url, extract.digest): extract for extract in cache.read()}
        _tell_the_crawler(ledger, extracts, lost.values())
        last = latest_run(settings)
        now = _after(last, now or datetime.now(UTC))
        progress("resolve", 0, None)
        before = _before(last, withdrawn)
        records, resolved = _records(ledger, _sightings(pages, extracts, lost), list(lost.values()), before, now)
        manifest = _manifest(records, now)
        if last and (last.manifest.digest, last.manifest.dates) == (manifest.digest, manifest.dates):
            return Normalized(run=last.manifest, changed=False, extracted=extracted)
        # Ids before records: a run must never name an id that a later run could give to somebody else.
        add_identities(ledger, resolved.minted)
        return Normalized(run=write_run(settings, manifest, records).manifest, changed=True, extracted=extracted)


def _after(last: Run | None, now: datetime) -> datetime:
    """Now, or a second after the last run: ids carry seconds, and must sort by age whatever the clock does."""
    return max(now, last.manifest.finished_at + timedelta(seconds=1)) if last else now


def _extract_new(
    settings: StoreSettings, cache: ExtractCache, pages: list[Capture], progress: Progress, *, everything: bool
) -> tuple[int, dict[ExtractKey, Quarantined]]:
    """How many pages were extracted, and those that the archive cannot give back, which every run tries again.

    Of these, and of those whose body was dropped for its age, an older extract counts, where there is one; else they
    are as good as no longer held.
    """
    known = set() if everything else cache.keys()
    unknown = [page for page in pages if (page.url, page.digest) not in known]
    wanted = [page for page in unknown if page.file]
    old = cache.files() if everything else []
    lost: dict[ExtractKey, Quarantined] = {}
    for start in range(0, len(wanted), BATCH):
        progress("extract", start, len(wanted))
        cache.add(list(_extracts(settings, wanted[start : start + BATCH], lost)))
    dropped = {(page.url, page.digest) for page in unknown if not page.file}
    cache.add(list(cache.older(lost.keys() | dropped)))
    cache.remove(old)  # only now that the new ones are there
    progress("extract", len(wanted), len(wanted))
    return len(wanted) - len(lost), lost


def _extracts(
    settings: StoreSettings, pages: list[Capture], lost: dict[ExtractKey, Quarantined]
) -> Iterator[PageExtract]:
    """What the pages say; one that the archive cannot give back is noted as lost, and the others go on."""
    for page in pages:
        try:
            yield extract_page(read_page(settings, page.source, page.file, page.offset, page.length))
        except TherapyIndexError as error:
            lost[page.url, page.digest] = Quarantined(
                url=page.url,
                source=page.source,
                digest=page.digest,
                fetched_at=page.fetched_at,
                code="unreadable-archive",
                detail=str(error),
            )


def _records(
    ledger: Engine, sightings: list[Sighting], unreadable: list[Quarantined], before: Before, now: datetime
) -> tuple[RunRecords, Resolved]:
    taxonomy = load_taxonomy()
    resolved = resolve(sightings, _mentions(sightings, taxonomy), load_identities(ledger), before, taxonomy, now)
    records = RunRecords(
        therapists=resolved.therapists,
        statements=resolved.statements,
        approaches=resolved.approaches,
        provenance=resolved.provenance,
        statement_history=resolved.statement_history,
        quarantine=[*unreadable, *(row for sighting in sightings for row in _quarantined(sighting.extract))],
    )
    return records, resolved


def _tell_the_crawler(ledger: Engine, extracts: dict[ExtractKey, PageExtract], lost: Iterable[Quarantined]) -> None:
    """Whether changed pages say anything new, which sets their next visit, and which are to be fetched anew."""
    record_lost(ledger, [(page.source, page.url, page.digest) for page in lost])
    known = ((page, extracts.get((page.url, page.digest))) for page in unread_pages(ledger))
    record_texts(ledger, [(page, text_digest(extract)) for page, extract in known if extract])


def _sightings(
    pages: list[Capture], extracts: dict[ExtractKey, PageExtract], lost: dict[ExtractKey, Quarantined]
) -> list[Sighting]:
    """Every body of an approach page (its specialists rotate), and of all other pages the body seen last."""
    found: list[Sighting] = []
    newest: dict[tuple[str, str], Sighting] = {}
    for page in pages:
        extract = extracts.get((page.url, page.digest))
        if extract is None and (not page.file or (page.url, page.digest) in lost):
            continue
        if extract is None:
            raise TherapyIndexError(f"the extract of {page.url} is gone: run `therapyindex normalize` once more.")
        sighting = Sighting(extract, page.fetched_at, page.last_confirmed)
        if extract.approach:
            found.append(sighting)
            continue
        key = page.source, page.url
        known = newest.get(key, sighting)
        latest = max(known, sighting, key=lambda one: (one.last_seen, one.first_seen))
        newest[key] = Sighting(latest.extract, min(known.first_seen, sighting.first_seen), latest.last_seen)
    return sorted([*found, *newest.values()], key=lambda one: (one.extract.source, one.extract.url, one.first_seen))


def _mentions(sightings: list[Sighting], taxonomy: Taxonomy) -> Iterator[Mention]:
    for sighting in sightings:
        yield from mentions_of(sighting, taxonomy)


def _before(last: Run | None, withdrawn: set[str]) -> Before:
    """What the last run left, without what stood on pages that have asked not to be kept since."""
    if last is None:
        return Before()
    return Before(
        list(last.therapists()),
        [one for one in last.statements() if one.source_url not in withdrawn],
        [one for one in last.statement_history() if one.source_url not in withdrawn],
        withdrawn,
    )


def _quarantined(extract: PageExtract) -> Iterator[Quarantined]:
    for problem in extract.problems:
        yield Quarantined(
            url=extract.url,
            source=extract.source,
            digest=extract.digest,
            fetched_at=extract.fetched_at,
            code=problem.code,
            detail=problem.detail,
            excerpt=problem.excerpt,
        )


def _manifest(records: RunRecords, now: datetime) -> Manifest:
    content = (records.therapists, records.statements, records.approaches)
    digest = content_digest(*content)
    return Manifest(
        id=f"{now:%Y%m%d-%H%M%S}-{digest[:8]}",
        finished_at=now,
        digest=digest,
        dates=dates_digest(*content),
        extractor=EXTRACTOR_VERSION,
        taxonomy=load_taxonomy().digest,
        counts={
            "therapists": len(records.therapists),
            "statements": len(records.statements),
            "approaches": len(records.approaches),
        },
        quarantine=dict(Counter(row.code for row in records.quarantine)),
    )
