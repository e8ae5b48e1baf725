"""What a process of its own does with a batch of archived pages: extracts, readings, and what was set aside.

It imports no more than that takes: every process pays for it at its start.
"""

from msgspec import Struct

from flows.workers import WorkFailed
from index_config.taxonomy import load_taxonomy
from pipelines.extract import EXTRACTOR_VERSION, extract_page
from pipelines.extract.page import EXTRACTOR_ERROR
from pipelines.mention import Reading
from pipelines.normalize import CLEANER_VERSION, reading_of
from records import PageExtract
from records.errors import TherapyIndexError
from store.archive import Capture, read_page
from store.broken import keep_broken
from store.page_cache import PageCache
from store.runs import Quarantined
from store.settings import StoreSettings


class Caches(Struct, frozen=True):
    """What is kept of pages: extracts by the extractor's version, readings also by the cleaner's and the taxonomy's.

    A batch of readings has the name of the batch of extracts that it was made of.
    """

    extracts: PageCache[PageExtract]
    readings: PageCache[Reading]


def caches_in(settings: StoreSettings) -> Caches:
    """The caches of this code and this taxonomy."""
    directory = settings.data / "extracts"
    version = f"{EXTRACTOR_VERSION}-{CLEANER_VERSION}-{load_taxonomy().digest}"
    return Caches(
        PageCache(directory, "extracts", EXTRACTOR_VERSION, PageExtract),
        PageCache(directory, "readings", version, Reading),
    )


def extract_batch(settings: StoreSettings, pages: list[Capture]) -> list[Quarantined]:
    """Extracts and cleans pages into the caches; gives those that could not be extracted."""
    extracts: list[PageExtract] = []
    lost: list[Quarantined] = []
    for page in pages:
        try:
            archived = read_page(settings, page.source, page.file, page.offset, page.length)
        except TherapyIndexError as error:
            lost.append(_set_aside(page, "unreadable-archive", str(error)))
            continue
        extract = extract_page(archived)
        if fault := next((one for one in extract.problems if one.code == EXTRACTOR_ERROR), None):
            name = keep_broken(settings.data / "extracts", page.digest, archived)
            lost.append(_set_aside(page, EXTRACTOR_ERROR, fault.detail, name))
        else:
            extracts.append(extract)
    if extracts:
        keep(caches_in(settings), extracts)
    return lost


def renew_batch(settings: StoreSettings, batch: str) -> None:
    """Makes the readings of a batch of extracts."""
    caches = caches_in(settings)
    taxonomy = load_taxonomy()
    caches.readings.add([reading_of(extract, taxonomy) for extract in caches.extracts.read([batch])], batch)


def keep(caches: Caches, extracts: list[PageExtract]) -> None:
    """Adds extracts, and what they read like, to the caches."""
    taxonomy = load_taxonomy()
    batch = caches.extracts.add(extracts)
    caches.readings.add([reading_of(extract, taxonomy) for extract in extracts], batch)


def failed_page(settings: StoreSettings, page: Capture, failure: WorkFailed) -> Quarantined:
    """A page over which its process came to an end."""
    archived = read_page(settings, page.source, page.file, page.offset, page.length)
    name = keep_broken(settings.data / "extracts", page.digest, archived)
    return _set_aside(page, "extractor-too-slow" if failure.is_late else "extractor-crash", str(failure), name)


def _set_aside(page: Capture, code: str, detail: str, kept_as: str = "") -> Quarantined:
    return Quarantined(
        url=page.url,
        source=page.source,
        digest=page.digest,
        fetched_at=page.fetched_at,
        code=code,
        detail=f"{detail}; the page is kept as extracts/{kept_as}" if kept_as else detail,
    )
