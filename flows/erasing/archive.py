"""Erasure in the archive: own pages go, on all others what they show of somebody is replaced."""

import re
from collections.abc import Callable, Mapping

from msgspec import Struct
from sqlalchemy import Engine

from flows.erasing.people import People
from index_config.taxonomy import load_taxonomy
from pipelines.erasure import Gone, erased, linked, shows, together
from pipelines.extract import extract_page
from pipelines.mention import Reading
from pipelines.normalize import reading_of
from pipelines.optouts import url_key
from records import Page
from records.errors import TherapyIndexError
from store.archive import body_digest
from store.page_cache import PageKey
from store.pages.erasure import ArchiveFile, Fate, archive_files, pages_in, rewrite
from store.settings import StoreSettings


class ErasedPages(Struct):
    """What was done to the pages of a source: own pages removed, shared ones rewritten or dropped whole.

    `unread` are the files that could not be read.
    """

    removed: int = 0
    rewritten: int = 0
    dropped: int = 0
    files: int = 0
    unread: list[str] = []


def erase_archive(
    ledger: Engine,
    settings: StoreSettings,
    source: str,
    found: People,
    readings: Mapping[PageKey, Reading],
    known: frozenset[str] | None,
    progress: Callable[[int, int], None],
) -> ErasedPages:
    """Rewrites every file that shows somebody; those `known` (SOURCE/CRAWL/NAME) are passed over."""
    done = ErasedPages()
    files = [file for file in archive_files(ledger, settings, source) if file.path not in (known or ())]
    for number, file in enumerate(files):
        progress(number, len(files))
        try:
            fates = fates_in(settings, file, found, readings)
            if fates:
                rewrite(ledger, settings, file, fates)
        except (TherapyIndexError, OSError, ValueError, KeyError):
            done.unread.append(f"{source}/{file.name}")
            continue
        done.files += bool(fates)
        done.removed += sum(fate.forgotten for fate in fates.values())
        done.rewritten += sum(fate.page is not None for fate in fates.values())
        done.dropped += sum(fate.page is None and not fate.forgotten for fate in fates.values())
    return done


def fates_in(
    settings: StoreSettings, file: ArchiveFile, found: People, readings: Mapping[PageKey, Reading]
) -> dict[int, Fate]:
    """What becomes of the pages of a file, by offset; those that show nobody stay as they are."""
    fates: dict[int, Fate] = {}
    for location, page in pages_in(settings, file):
        gone = shown_on(page, found, readings)
        if gone is None:
            fates[location.offset] = Fate(forgotten=True)
        elif gone != Gone():
            fates[location.offset] = Fate(erased(page, gone))
    return fates


def shown_on(page: Page, found: People, readings: Mapping[PageKey, Reading]) -> Gone | None:
    """What a page shows of those who are out; None when it is one of theirs, all of it."""
    if found.optouts.hold(url_key(page.url)):
        return None
    reading = readings.get((page.url, body_digest(page.body)))
    if reading is None:  # it came after pages were read, or is one that cannot be
        reading = reading_of(extract_page(page), load_taxonomy())
    theirs = [mention for mention in reading.mentions if found.has(mention)]
    if any(mention.is_profile for mention in theirs):
        return None
    links = linked(page, found.optouts)
    known = [gone for gone in found.shown.values() if _may_show(page, gone) and _tells_of(page, gone)]
    if not theirs and links == Gone() and not known:
        return Gone()
    return together([found.gone(theirs), links, *known])


def _may_show(page: Page, gone: Gone) -> bool:
    """Whether the longest plain part of a name stands on a page: whether it is worth a closer look."""
    body = page.body.lower()
    parts = (max(re.findall(r"[a-z0-9]+", name.lower()), key=len, default="") for name in gone.names)
    return any(part.encode() in body for part in parts)


def _tells_of(page: Page, gone: Gone) -> bool:
    """Whether a page shows more of somebody than a name, which others may have too."""
    more = Gone(lines=gone.lines, texts=gone.texts, phones=gone.phones, urls=gone.urls)
    return shows(page, Gone(names=gone.names)) and shows(page, more)
