"""Erasure in what was made of pages: extracts, readings, and pages that broke the extractor."""

from collections.abc import Mapping, Set
from pathlib import Path

import msgspec

from flows.batches import caches_in
from flows.erasing.archive import shown_on
from flows.erasing.people import People
from index_config.taxonomy import load_taxonomy
from pipelines.erasure import Gone, alone
from pipelines.mention import Reading
from pipelines.normalize import reading_of
from pipelines.optouts import url_key
from records import PageExtract
from store.archive import body_digest
from store.broken import broken_in, open_broken
from store.files import remove
from store.page_cache import PageKey
from store.settings import StoreSettings


def erase_caches(
    settings: StoreSettings, found: People, held: Set[PageKey], readings: Mapping[PageKey, Reading]
) -> int:
    """Drops what was made of pages that are held no more, and what speaks of somebody; gives the number of both.

    Of a page whose body is gone the extract is all there is: it stays, without them. `readings` tell which pages speak
    of nobody, so that their extracts need not be cleaned anew.
    """
    caches = caches_in(settings)
    silent = {key for key, reading in readings.items() if not speaks_of(reading, found)}

    def without(extract: PageExtract) -> PageExtract | None:
        return extract if (extract.url, extract.digest) in silent else extract_without(extract, found)

    changed = caches.extracts.edit(without, held)
    changed += caches.readings.edit(lambda reading: None if speaks_of(reading, found) else reading, held)
    broken = [path for path in broken_in(settings.data / "extracts", other_than=()) if is_broken_of(path, found, held)]
    remove(broken)
    return changed + len(broken)


def speaks_of(reading: Reading, found: People) -> bool:
    """Whether a reading mentions somebody who is out, or is of their own page."""
    return found.optouts.hold(url_key(reading.url)) or any(map(found.has, reading.mentions))


def extract_without(extract: PageExtract, found: People) -> PageExtract | None:
    """An extract without the statements of those who are out; None when the page is one of theirs."""
    reading = reading_of(extract, load_taxonomy())
    if not speaks_of(reading, found):
        return extract
    if extract.approach is None or found.optouts.hold(url_key(extract.url)):
        return None
    said = zip(extract.approach.statements, reading.mentions, strict=True)
    kept = [alone(one) for one, mention in said if not found.has(mention)]
    approach = msgspec.structs.replace(extract.approach, statements=kept)
    return msgspec.structs.replace(extract, approach=approach, problems=[])


def is_broken_of(path: Path, found: People, held: Set[PageKey]) -> bool:
    """Whether a kept page that broke the extractor shows somebody, or is of no page that is held."""
    try:
        page = open_broken(path)
    except (msgspec.MsgspecError, OSError):
        return True
    if (page.url, body_digest(page.body)) not in held:
        return True
    return shown_on(page, found, {}) != Gone()
