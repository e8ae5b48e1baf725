"""The profiles of an approach page's authors: where their names, or links beside them, lead to."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct
from selectolax.lexbor import LexborNode

from index_config.folding import fold, folded_words
from pipelines.data import read_yaml
from pipelines.extract.blocks import Outline
from pipelines.extract.lines import plain_line
from pipelines.extract.names import split_name
from pipelines.extract.pairs import Author

_MOST_BESIDE = 50  # in an author's element
_LONGEST = 400  # letters of a link's text
_LONGEST_CLEAR = 40

Own = Callable[[str], str | None]
"""The other page of the same host that an address leads to."""

PageOfName = Literal["person", "perhaps"]
"""A page where a site keeps one person each, or one of any kind."""


class Link(Struct, frozen=True, gc=False):
    """A link to another page of the directory, in the block with the index `at`; its words are folded."""

    at: int
    url: str
    words: tuple[str, ...]
    path: frozenset[str]
    is_listed: bool
    to_people: bool
    to_person: bool
    is_elsewhere: bool


class ProfileLinks:
    """The links of an outline that may lead to profiles."""

    def __init__(self, outline: Outline, own: Own) -> None:
        self._outline, self._own = outline, own
        self._linked = [at for at, block in enumerate(outline.blocks) if block.links]
        self._read: dict[int, list[Link]] = {}  # by block: most links of a page are its menus' and never asked for

    def names_somebody(self, at: int) -> bool:
        """Whether a block is a link, or begins with one, that leads to people or to its own words."""
        block = self._outline.blocks[at]
        words = tuple(folded_words(block.lead))
        return bool(words) and any(
            link.words == words and ((link.to_people and not link.is_listed) or _name_words(block.lead) <= link.path)
            for link in self._between(at, at + 1)
        )

    def page_of_name(self, at: int) -> PageOfName | None:
        """How sure a block that is one link leads to a page about whom it names; None where it does not."""
        block = self._outline.blocks[at]
        if len(block.links) != 1 or ":" in block.text:
            return None
        words = tuple(folded_words(block.text))
        links = (link for link in self._between(at, at + 1) if link.words == words)
        link = next((link for link in links if _is_of_name(link, block.text)), None)
        return None if link is None else "person" if link.to_person else "perhaps"

    def of_authors(self, authors: Sequence[Author], barriers: Sequence[int]) -> list[str | None]:
        """The profile of each author, in the order of the page; None where none is linked or several are.

        A link counts that is the author's name, or that stands with this one author in the same element and says that
        it leads there ("View profile"). Where elements part nothing, each such link belongs to the author before it, or
        each to the one behind it. `barriers` are blocks that no author's element holds.
        """
        found = [_only(self._naming(author, author.first, author.last + 1)) for author in authors]
        starts = [author.first for author in authors]
        for start, end in self._outline.cards:
            low, high = bisect_left(starts, start), bisect_left(starts, end)
            if high - low == 1 and not found[low] and not _any_between(barriers, start, end):
                found[low] = _only(self._beside(authors[low], start, end))
        if not any(found):
            found = self._in_order(authors)
        owners: dict[str, set[str]] = {}
        for url, author in zip(found, authors, strict=True):
            owners.setdefault(url or "", set()).add(fold(author.attribution.name))
        return [url if url and len(owners[url]) == 1 else None for url in found]

    def _between(self, start: int, end: int) -> list[Link]:
        """The links in a range of blocks; none where there are too many for one author's element."""
        linked = self._linked[bisect_left(self._linked, start) : bisect_left(self._linked, end)]
        return [link for at in linked for link in self._in(at)] if len(linked) <= _MOST_BESIDE else []

    def _in(self, at: int) -> list[Link]:
        if at not in self._read:
            block = self._outline.blocks[at]
            read = (_link(at, block.text, node, self._own) for node in block.links[:_MOST_BESIDE])
            self._read[at] = [link for link in read if link]
        return self._read[at]

    def _naming(self, author: Author, start: int, end: int) -> set[str]:
        """Where the links with an author's name between two blocks lead to."""
        return {link.url for link in self._between(start, end) if _names(link, author) and _leads_to(link, author)}

    def _beside(self, author: Author, start: int, end: int) -> set[str]:
        """Where the links in an element lead to that name its author or say that they lead to a profile."""
        links = [link for link in self._between(start, end) if _leads_to(link, author)]
        telling = {link.url for link in links if _says(link) == "clear" or _is_meant(link, author)}
        return self._naming(author, start, end) or telling

    def _in_order(self, authors: Sequence[Author]) -> list[str | None]:
        """The profiles where authors and links alternate all over the page."""
        short = [at for at in self._linked if len(self._outline.blocks[at].text) <= _LONGEST_CLEAR]
        clear = [link for at in short if _is_clear(self._outline.blocks[at].text) for link in self._in(at)]
        order = sorted([(author.first, 0, "") for author in authors] + [(link.at, 1, link.url) for link in clear])
        urls = [url for _, _, url in order]
        if len(authors) < 2 or len(clear) != len(authors):
            return [None] * len(authors)
        if all(urls[1::2]) and not any(urls[::2]):
            return list(urls[1::2])
        return list(urls[::2]) if all(urls[::2]) and not any(urls[1::2]) else [None] * len(authors)


def _link(at: int, line: str, node: LexborNode, own: Own) -> Link | None:
    """A link whose first line, or part of one, is given; None where it leads to nobody."""
    address = node.attributes.get("href")
    url = own(address) if address else None
    if url is None:
        return None
    text = plain_line(node.text())
    text = line if len(text) > len(line) else text  # a whole card may be a link
    if len(text) > _LONGEST:
        return None
    path = urlsplit(url).path
    parts = path.lower().strip("/").split("/")
    if parts[0] in _rules()["never"]:
        return None
    return Link(
        at,
        url,
        tuple(folded_words(text)),
        frozenset(folded_words(path)),
        is_listed=len(parts) > 2 and parts[0] in _rules()["lists"],
        to_people=not _rules()["people"].isdisjoint(parts[:-1]),
        to_person=not _rules()["person"].isdisjoint(parts[:-1]),
        is_elsewhere=not _rules()["elsewhere"].isdisjoint(parts[:-1]),
    )


def _names(link: Link, author: Author) -> bool:
    """Whether a link's text opens with an author's name, or is the beginning of the author's line that holds it."""
    attribution = author.attribution
    name = tuple(folded_words(attribution.name))
    opened = tuple(folded_words(f"{attribution.prefix or ''} {attribution.name}"))
    if link.words[: len(name)] == name or link.words[: len(opened)] == opened:
        return True
    return link.words == tuple(folded_words(attribution.raw))[: len(link.words)] and set(name) <= set(link.words)


def _leads_to(link: Link, author: Author) -> bool:
    """Whether a link can lead to an author and not to a list."""
    return not link.is_listed or set(folded_words(author.attribution.name)) <= link.path


def _is_meant(link: Link, author: Author) -> bool:
    """Whether a link beside an author leads to somebody of this name, by its text and its address."""
    words = {word for word in folded_words(author.attribution.name) if len(word) > 1}
    if _says(link) == "vague":
        return not words.isdisjoint((*link.words, *link.path))
    return words <= link.path and (not link.words or link.to_people)  # a photo, or a whole card


def _says(link: Link) -> Literal["clear", "vague", "nothing"]:
    shown = " ".join(link.words)
    if shown in _rules()["clear"]:
        return "clear"
    return "vague" if f"{shown} ".startswith(_vague()) else "nothing"


def _is_clear(text: str) -> bool:
    return " ".join(folded_words(text)) in _rules()["clear"]


def _name_words(text: str) -> frozenset[str]:
    parts = split_name(text)
    return frozenset(folded_words(parts.name)) if parts else frozenset({""})


def _is_of_name(link: Link, name: str) -> bool:
    """Whether the last part of a link's address is a number, or holds a word of the name."""
    last = link.url.rstrip("/").rpartition("/")[2].lower()
    words = (word for word in _name_words(name) if len(word) > 1)
    return not link.is_elsewhere and (any(map(str.isdigit, last)) or any(word in last for word in words))


def _only(urls: set[str]) -> str | None:
    return next(iter(urls)) if len(urls) == 1 else None


def _any_between(indexes: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(indexes, start)
    return at < len(indexes) and indexes[at] < end


@cache
def _rules() -> dict[str, frozenset[str]]:
    data = read_yaml(__package__, "profile_links.yaml")
    return {name: frozenset(words) for name, words in data.items()}


@cache
def _vague() -> tuple[str, ...]:
    return tuple(f"{opening} " for opening in _rules()["vague"])
