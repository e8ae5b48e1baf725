"""The address of an approach page: which approach or issue it is about."""

import re
from functools import cache
from importlib.resources import files
from urllib.parse import unquote

import yaml

from index_config.taxonomy import load_taxonomy
from records import Page
from records.page import APPROACH_HEADER

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,80}")
_BLANKS = re.compile(r"[\s_+]+")
_ENDING = re.compile(r"\.(?:aspx?|cfm|html?|jsp|php)$")
_HOST = 2  # parts of an address stand before it: the scheme, and nothing
_SHORTEST_NAME = 3  # two letters may as well be a state's


def approach_slug(page: Page) -> str | None:
    """The approach whose page this is: the one the user named, else the last part of the address.

    That part must stand behind one that leads to approaches, or be an approach's name; None for all other pages.
    """
    if named := page.header(APPROACH_HEADER):
        return named
    address = page.url.partition("?")[0].partition("#")[0].lower().rstrip("/")
    *before, last = address.split("/")[_HOST:] or [""]
    slug = last if _SLUG.fullmatch(last) else _BLANKS.sub("-", unquote(_ENDING.sub("", last)))
    if not before or not _SLUG.fullmatch(slug) or slug in _parts("names_of_nothing"):
        return None
    if before[-1] in _parts("before"):
        return slug
    is_known = len(slug) >= _SHORTEST_NAME and slug.replace("-", " ") in load_taxonomy().keys
    return slug if is_known and _parts("never").isdisjoint(before) else None


@cache
def _parts(table: str) -> frozenset[str]:
    data = yaml.safe_load(files(__package__).joinpath("approach_paths.yaml").read_text(encoding="utf-8"))
    return frozenset(data[table])
