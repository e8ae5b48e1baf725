"""The facts about one source, and where they are found."""

from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec
import yaml
from msgspec import Struct, field

from records.errors import WrongUse

PageKind = Literal["approach", "profile", "listing"]

_HERE = Path(__file__).parent


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A directory.

    `hosts` are its names, the canonical one first; `pages` maps a kind of page to a regular expression of its whole
    path; `paging` is the query parameter by which listings go on; `delay` is in seconds. `terms_url`, `reviewed_on`
    and `basis` say where its terms stand, when they were read, and on what ground it is crawled.
    """

    name: str
    title: str
    hosts: list[str]
    start_urls: list[str]
    pages: dict[PageKind, str]
    sitemaps: list[str] = field(default_factory=list)
    paging: str | None = None
    delay: float = 1.0
    terms_url: str | None = None
    reviewed_on: date | None = None
    basis: str | None = None


def source_names() -> list[str]:
    """The names of all sources."""
    return sorted(path.stem for path in _HERE.glob("*.yaml"))


@cache
def load_source(name: str) -> Source:
    """The source of that name. Raises WrongUse, with the nearest name, when there is none."""
    if name not in source_names():
        nearest = get_close_matches(name, source_names(), n=1, cutoff=0.0)
        raise WrongUse(f"there is no source {name!r}: did you mean {nearest[0]!r}?")
    return read_source(_HERE / f"{name}.yaml")


def read_source(path: Path) -> Source:
    """The source described in a YAML file. Raises WrongUse that names the line or the key at fault."""
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Source)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise WrongUse(f"{path.name} does not describe a source: {' '.join(str(error).split())}.") from error


def source_of(url: str) -> str | None:
    """The name of the source that has the url's host; None when none has."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return next((name for name in source_names() if host in load_source(name).hosts), None)
