"""Where the sources are found, and what in a description is wrong that the types alone do not say."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.sources.description import read_description
from crawlers.sources.source import Source
from crawlers.sources.urls import own_url, page_kind
from records.errors import WrongUse

OWN_SOURCES = "THERAPYINDEX_SOURCES"
"""The environment's name for a directory with further sources."""

_HERE = Path(__file__).parent


def source_names() -> list[str]:
    """The names of all sources."""
    return sorted(_files(os.environ.get(OWN_SOURCES)))


def load_source(name: str) -> Source:
    """The source of that name. Raises WrongUse, with the nearest name, when there is none."""
    return _loaded(name, os.environ.get(OWN_SOURCES))


@cache
def _loaded(name: str, own: str | None) -> Source:
    files = _files(own)
    if name not in files:
        nearest = get_close_matches(name, files, n=1, cutoff=0.0)
        raise WrongUse(f"there is no source {name!r}: did you mean {nearest[0]!r}?")
    return read_source(files[name])


def read_source(path: Path) -> Source:
    """The source described in a YAML file. Raises WrongUse that names the line and the key at fault."""
    return read_description(path, Source, _faults)


def source_of(url: str) -> str | None:
    """The name of the source that has the url's host; None when none has."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return next((name for name in source_names() if host in load_source(name).hosts), None)


def canonical_url(name: str, url: str) -> str:
    """The url by which records name a page of the source called `name`. Raises WrongUse when it is not its page."""
    found = own_url(load_source(name), url)
    if found is None:
        raise WrongUse(f"{url} is no page of {name}: give the address as the browser shows it.")
    return found


def _files(own: str | None) -> dict[str, Path]:
    """The sources that come with the program, and the user's own, which go before them."""
    if own and not Path(own).is_dir():
        raise WrongUse(f"{OWN_SOURCES} is no directory: {own}.")
    folders = [_HERE, Path(own)] if own else [_HERE]
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}


def _faults(source: Source, path: Path) -> Iterator[tuple[str, str]]:
    """(key, what is wrong with it), the first ones first."""
    if source.name != path.stem:
        yield "name", f"is {source.name!r}, the file's name says {path.stem!r}"
    for kind, pattern in source.pages.items():
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"pages.{kind}", f"is no regular expression ({error})"
    if not source.start_urls and not source.sitemaps:
        yield "start_urls", "is empty, and there is no sitemap either: nothing leads into the site"
    for url in source.start_urls:
        if own_url(source, url) != url:
            yield "start_urls", f"names {url}, which is no canonical url of {source.hosts[0]}"
        elif page_kind(source, url) is None:
            yield "start_urls", f"names {url}, a page of no kind: no pattern of `pages` fits it"
    yield from _faults_of_terms(source)
    for url in source.sitemaps:
        if own_url(source, url) is None:
            yield "sitemaps", f"names {url}, which is not on {', '.join(source.hosts)}"


def _faults_of_terms(source: Source) -> Iterator[tuple[str, str]]:
    if source.terms_url and not source.terms_url.startswith(("https://", "http://")):
        yield "terms_url", "is no address of a web page"
    if source.reviewed_on and source.reviewed_on > datetime.now(UTC).date() + timedelta(days=1):  # of some time zone
        yield "reviewed_on", "lies in the future: it is the day on which the terms were read"
