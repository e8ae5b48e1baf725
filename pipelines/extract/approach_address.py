"""The address of an approach page: which approach or issue it is about."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from index_config.taxonomy import load_taxonomy
from pipelines.data import read_yaml
from records import Page
from records.page import APPROACH_HEADER

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,80}")
_AGAINST = re.compile(r"-(?:or|versus|vs)-")
_BLANKS = re.compile(r"[\s_+]+")
_ENDING = re.compile(r"\.(?:aspx?|cfm|html?|jsp|php)$")
_HOST = 2  # parts of an address stand before it: the scheme, and nothing
_MOST_FIELDS = 8  # of a query that names one thing
_SHORTEST_NAME = 3  # two letters may as well be a state's


def approach_slug(page: Page) -> str | None:
    """The approach whose page this is: the one the user named, else what the address ends with, else its query.

    That must stand behind a part that leads to approaches, or be an approach's name; None for all other pages.
    """
    if named := page.header(APPROACH_HEADER):
        return named
    address, _, query = page.url.partition("#")[0].partition("?")
    *before, last = address.lower().rstrip("/").split("/")[_HOST:] or [""]
    if not before:
        return None
    slug = _slug(last)
    if slug and slug not in _parts("names_of_nothing"):
        if before[-1] in _parts("before"):
            return slug
        if slug not in _parts("before"):
            return slug if _is_known(slug) and _parts("never", "people").isdisjoint(before) else None
    return _slug_in(query, [*before, slug]) if query and _parts("never", "people").isdisjoint([*before, slug]) else None


def is_below_people(url: str) -> bool:
    """Whether an address stands below the folder of people or profiles: one of the three steps before its last."""
    steps = _steps(url)
    return len(steps) > 1 and not _parts("people").isdisjoint(steps[-4:-1])


def is_below_articles(url: str) -> bool:
    """Whether an address stands below a folder of articles, events or other things, and not of people."""
    steps = _steps(url)[:-1]
    return not _parts("things").isdisjoint(steps) and _parts("people").isdisjoint(steps)


class Perhaps(NamedTuple):
    """An approach that a page may be about, and what it is compared with there: "" for nothing."""

    slug: str
    rival: str = ""


def perhaps_about(page: Page) -> Perhaps | None:
    """The approach behind a list of people, or among other words, or the only one of two.

    Such as "/therapists/emdr", "/what-is-emdr" and "/pairs/emdr-or-coaching". Only the page can say whether it is about
    that approach. None for all other addresses.
    """
    *before, last = _steps(page.url) or [""]
    slug = _slug(last) if before else ""
    if slug and before[-1] in _parts("lists_of_people") and _is_known(slug):
        return Perhaps(slug)
    if not slug or not _parts("never", "people").isdisjoint(before):
        return None
    named = _named_in(slug)
    if _AGAINST.search(slug.replace(named, "it") if named else slug):
        return _compared(slug)
    return Perhaps(named) if named else None


def _compared(slug: str) -> Perhaps | None:
    """The one side of a comparison that is an approach; None where both are."""
    sides = [(slug[: at.start()], slug[at.end() :]) for at in _AGAINST.finditer(slug)]
    known = [Perhaps(*pair) for one, other in sides for pair in ((one, other), (other, one)) if _is_known(pair[0])]
    best = max(known, key=lambda found: len(found.slug), default=None)
    return None if best is None or _is_known(best.rival) or _AGAINST.search(best.rival) else best


def _named_in(slug: str) -> str | None:
    """The longest name of an approach among the words of a slug, the first of several; None where there is none."""
    words = slug.split("-")
    runs = [words[start:end] for start, end in combinations(range(len(words) + 1), 2) if end - start < len(words)]
    known = ["-".join(run) for run in runs if _is_known("-".join(run))]
    return max(known, key=len, default=None)


def _steps(url: str) -> list[str]:
    """The steps of an address's path, in small letters."""
    return url.partition("#")[0].partition("?")[0].lower().rstrip("/").split("/")[_HOST:]


def _slug(last: str) -> str:
    """The slug of the last part of an address, or of a value in its query; "" where it is none."""
    slug = last if _SLUG.fullmatch(last) else _BLANKS.sub("-", unquote(_ENDING.sub("", last)))
    return slug if _SLUG.fullmatch(slug) else ""


def _slug_in(query: str, path: Sequence[str]) -> str | None:
    """The only value of a query that can be an approach: any behind a part that leads to approaches, else a name."""
    pairs = parse_qsl(query.lower(), max_num_fields=_MOST_FIELDS) if query.count("&") < _MOST_FIELDS else []
    slugs = [_slug(value) for name, value in pairs if name not in _parts("fields_of_lists")]
    named = [slug for slug in slugs if any(map(str.isalpha, slug)) and slug not in _parts("names_of_nothing")]
    if len(named) != 1:
        return None
    return named[0] if not _parts("before").isdisjoint(path[-2:]) or _is_known(named[0]) else None


def _is_known(slug: str) -> bool:
    return len(slug) >= _SHORTEST_NAME and slug.replace("-", " ") in load_taxonomy().keys


@cache
def _parts(*tables: str) -> frozenset[str]:
    data = read_yaml(__package__, "approach_paths.yaml")
    return frozenset(part for table in tables for part in data[table])
