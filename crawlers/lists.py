"""Listings: what one shows, whether it still shows anything new, and when another page was answered with one.

Pure but for reading the words once.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from urllib.parse import urlsplit

import yaml

MAX_PAGES_OF_A_LIST = 1_000

_BYTES = 4  # of the hash of one page
_FEWEST_PROFILES = 5  # that a listing links to; a profile links to a few neighbours
_WORD = re.compile(r"[a-z]{3,}")
_NUMBER = re.compile(r"=(\d+)$")


def shown_by(url: str, targets: Iterable[str]) -> bytes:
    """The pages that a listing leads to, its own further pages aside: four bytes for each, in order."""
    list_ = url.partition("?")[0]
    others = (target for target in targets if target.partition("?")[0] != list_)
    hashes = {blake2b(target.encode(), digest_size=_BYTES).digest() for target in others}
    return b"".join(sorted(hashes))


def is_further_page(url: str, target: str) -> bool:
    """Whether the target is another page of the same listing."""
    return "?" in target and url.partition("?")[0] == target.partition("?")[0]


def next_page(url: str, targets: Iterable[str]) -> str | None:
    """The page with which a listing goes on: of those it links to, the one with the lowest number above its own.

    One at a time, so that each is looked at before the next: a list may link to thousands that all show the same.
    """
    further = [target for target in targets if is_further_page(url, target) and _number(target) > _number(url)]
    return min(further, key=_number, default=None)


def earlier_pages(url: str) -> list[str]:
    """The pages of a listing before this one; none for its first."""
    first, mark, query = url.partition("?")
    number = _NUMBER.search(query)
    if not mark or not number:
        return []
    name = query[: number.start()]
    return [first, *(f"{first}?{name}={n}" for n in range(1, min(int(number[1]), MAX_PAGES_OF_A_LIST)))]


def goes_on(url: str, shown: bytes, earlier: Iterable[bytes]) -> bool:
    """Whether the next pages of a listing are worth a visit: only while it shows what its earlier pages did not."""
    known = {part for one in earlier for part in _parts(one)}
    return _number(url) < MAX_PAGES_OF_A_LIST and bool(_parts(shown) - known)


def is_listing_instead(
    url: str, titles: list[str], targets: Iterable[str], canonical: str | None, kind: Callable[[str], str | None]
) -> bool:
    """Whether a profile's url was answered with a listing, as sites do with people who have left.

    `titles` are the answer's title and heading, `canonical` the page that it says it is, `kind` tells what a page is.
    A page that calls itself a listing is one; so is one whose heading shares no word with its url, speaks as those of
    listings do, and that leads to several profiles. When in doubt it is no listing: nobody is to be lost.
    """
    if canonical and canonical != url:
        return kind(canonical) == "listing"
    words = set(_WORD.findall(_folded(urlsplit(url).path.rpartition("/")[2].replace("-", " "))))
    heading = set(_WORD.findall(_folded(" ".join(titles))))
    if not words or words & heading or not heading & _listing_words():
        return False
    return sum(kind(target) == "profile" for target in targets) >= _FEWEST_PROFILES


def _number(url: str) -> int:
    found = _NUMBER.search(url)
    return int(found[1]) if found else 0


def _parts(shown: bytes) -> set[bytes]:
    return {shown[start : start + _BYTES] for start in range(0, len(shown), _BYTES)}


@cache
def _listing_words() -> frozenset[str]:
    described = yaml.safe_load(files(__package__).joinpath("listing_titles.yaml").read_text(encoding="utf-8"))
    return frozenset(described["words"])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
