"""Import: a saved page (text or HTML) into the archive, as if it had been fetched."""

import mimetypes
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from crawlers.sources import canonical_url, source_of
from index_config.taxonomy import load_taxonomy, slug
from records import Page
from records.errors import BadParameter, TherapyIndexError, WrongUse
from records.optouts import url_key
from records.page import APPROACH_HEADER, LARGEST_PAGE
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.pages import record_import
from store.settings import StoreSettings

LONGEST_URL = 2_000
EARLIEST_YEAR = 1990
SAVED = "saved"


class Imported(Struct, frozen=True, kw_only=True):
    """What was imported; `new` is False when the same page with the same bytes was there already."""

    url: str
    source: str
    approach: str
    new: bool


def import_page(
    settings: StoreSettings, file: Path, *, approach: str, url: str | None = None, date: datetime | None = None
) -> Imported:
    """Keeps a saved page under its approach, its url (by default its file name) and its date (by default the file's).

    Raises WrongUse for a file that is no page, BadParameter for an unknown approach, naming the nearest, and
    TherapyIndexError for a page of somebody who asked to be left out.
    """
    body, modified = _read(file)
    approach_id = _approach(approach)
    if url is not None:
        _check_url(url)
    source = (source_of(url) if url else None) or SAVED
    page = Page(
        url=canonical_url(source, url) if url and source != SAVED else url or f"file:{file.name}",
        status=200,
        headers={"content-type": _content_type(file, body), APPROACH_HEADER: approach_id},
        body=body,
        fetched_at=date or modified,
        source=source,
    )
    ledger = open_ledger(settings)
    if load_optouts(ledger).hold(url_key(page.url)):  # as a crawl asks
        raise TherapyIndexError("the page of this --url is one of somebody who asked to be left out: it is not kept.")
    return Imported(url=page.url, source=source, approach=approach_id, new=record_import(ledger, settings, page))


def _read(file: Path) -> tuple[bytes, datetime]:
    try:
        size, modified = file.stat().st_size, datetime.fromtimestamp(file.stat().st_mtime, UTC)
        if size > LARGEST_PAGE:
            raise WrongUse(f"{file} has {size:,} bytes; a page has at most {LARGEST_PAGE:,}. Save the page alone.")
        body = file.read_bytes()
    except OSError as error:
        raise WrongUse(f"{file} cannot be read: {error.strerror}.") from error
    if not body.strip():
        raise WrongUse(f"{file} is empty: save the page again, then import it.")
    if b"\0" in body and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WrongUse(f"{file} is a binary file: import takes a page saved as text or HTML.")
    return body, modified


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        raise BadParameter("url", f"{url[:80]!r} is no address: give the http(s) address the page was saved from.")


def _approach(shown: str) -> str:
    taxonomy = load_taxonomy()
    found = taxonomy.resolve(shown)
    if found is None:
        nearest = taxonomy.nearest(shown)
        perhaps = f"; the nearest are {', '.join(nearest)}" if nearest else ""
        raise BadParameter("approach", f"unknown approach {slug(shown) or shown!r}{perhaps}.", nearest)
    return found


def _content_type(file: Path, body: bytes) -> str:
    """By the name, then by the look: a saved page often has no telling name."""
    guessed, _ = mimetypes.guess_type(file.name)
    if guessed in ("text/html", "application/xhtml+xml"):
        return "text/html"
    return "text/html" if body.lstrip()[:1] == b"<" else "text/plain"


def check_date(text: str) -> datetime:
    """The UTC time of an ISO 8601 date or time. Raises BadParameter."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadParameter("date", f"{text!r} is no date: write it as 2026-05-30 or 2026-05-30T04:00:00Z.") from None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if found.year < EARLIEST_YEAR:
        raise BadParameter("date", f"{text} lies before the web: give the day on which the page was saved.")
    if found > datetime.now(UTC):
        raise BadParameter("date", f"{text} lies in the future: give the day on which the page was saved.")
    return found.astimezone(UTC)
