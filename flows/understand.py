"""From archived pages to readings, batch by batch, in processes of their own."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from msgspec import Struct

from flows.batches import Caches, caches_in, extract_batch, failed_page, keep, renew_batch
from flows.progress import Progress
from flows.workers import WorkFailed, in_processes
from pipelines.mention import Reading
from records.errors import TherapyIndexError
from store.archive import Capture
from store.broken import broken_in
from store.files import remove, unfinished_in
from store.page_cache import PageKey
from store.runs import Quarantined
from store.settings import StoreSettings

_PAGES = 250  # of a batch
_SECONDS = 60  # for a batch: some hundred times what it takes
_SECONDS_ALONE = 20  # for a page of a batch that failed


class Understood(Struct, frozen=True):
    """Readings by page, how many pages were extracted, and the pages that could not be, which every run tries again."""

    readings: dict[PageKey, Reading]
    extracted: int
    lost: dict[PageKey, Quarantined]


def understand(
    settings: StoreSettings, pages: Sequence[Capture], progress: Progress, *, everything: bool = False
) -> Understood:
    """The readings of these pages.

    New pages are extracted; extracts are read again where the cleaner or the taxonomy changed. With `everything` all
    pages are extracted anew, from the archive. Of pages that cannot be extracted, and of those whose body was dropped
    for its age, an older extract counts, where there is one.
    """
    caches = caches_in(settings)
    remove(unfinished_in(settings.data / "extracts"))
    old = [*caches.extracts.files(), *caches.readings.files()] if everything else []
    if not everything:
        _read_again(settings, caches, progress)
    before = set(caches.readings.batches())
    kept = sorted(before) if not everything else []
    readings = {(one.url, one.digest): one for one in caches.readings.read(kept)}
    unknown = [page for page in pages if (page.url, page.digest) not in readings]
    wanted = [page for page in unknown if page.file]
    lost = _extract(settings, wanted, progress)
    dropped = {(page.url, page.digest) for page in unknown if not page.file}
    if older := list(caches.extracts.older(lost.keys() | dropped)):
        keep(caches, older)
    new = sorted(set(caches.readings.batches()) - before)
    readings.update(((one.url, one.digest), one) for one in caches.readings.read(new))
    remove(old)  # only now that the new ones are there
    caches.readings.remove_others()
    remove(broken_in(settings.data / "extracts", other_than={digest for _, digest in lost}))
    return Understood(readings, len(wanted) - len(lost), lost)


def _read_again(settings: StoreSettings, caches: Caches, progress: Progress) -> None:
    """Makes the readings of extracts that have none: the cleaner or the taxonomy changed, or a run was killed."""
    stale = sorted(set(caches.extracts.batches()) - set(caches.readings.batches()))
    if stale:
        progress("clean", 0, len(stale))
    for done, (_, failed) in enumerate(in_processes(partial(renew_batch, settings), stale, seconds=_SECONDS)):
        if isinstance(failed, WorkFailed):
            raise TherapyIndexError(f"extracts cannot be cleaned anew ({failed}): run `therapyindex normalize --all`.")
        progress("clean", done + 1, len(stale))


def _extract(settings: StoreSettings, pages: Sequence[Capture], progress: Progress) -> dict[PageKey, Quarantined]:
    """Extracts pages into the caches; gives those that could not be."""
    lost: dict[PageKey, Quarantined] = {}
    done = 0
    if pages:
        progress("extract", 0, len(pages))
    for batch, found in _outcomes(settings, list(_batches(pages)), _SECONDS):
        if isinstance(found, WorkFailed):  # one page's fault: each by itself
            for (page,), alone in _outcomes(settings, [[page] for page in batch], _SECONDS_ALONE):
                rows = [failed_page(settings, page, alone)] if isinstance(alone, WorkFailed) else alone
                lost.update(((row.url, row.digest), row) for row in rows)
        else:
            lost.update(((row.url, row.digest), row) for row in found)
        done += len(batch)
        progress("extract", done, len(pages))
    return lost


def _outcomes(
    settings: StoreSettings, batches: Sequence[list[Capture]], seconds: float
) -> Iterator[tuple[list[Capture], list[Quarantined] | WorkFailed]]:
    return in_processes(partial(extract_batch, settings), batches, seconds=seconds)


def _batches(pages: Iterable[Capture]) -> Iterator[list[Capture]]:
    rest = iter(pages)
    while batch := list(islice(rest, _PAGES)):
        yield batch
