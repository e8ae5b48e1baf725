"""The profiles of an approach page's authors: where their names, or links beside them, lead to."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

import yaml
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from index_config.folding import fold, folded_words
from pipelines.extract.addresses import base_of, own_url
from pipelines.extract.blocks import DASHES
from records import Attribution

_HREF = b"href"
_MOST_LINKS = 5_000  # of a page; one of a directory has some hundreds
_MOST_LINES = 200  # a page shows some dozen authors
_LONGEST = 400  # letters of a link's text
_HIGHEST = 40  # elements above a link in which its card is looked for
_MARK = "\x1e"
_BOUNDARY = re.compile(r",|\s+in\s")

_NOBODY: frozenset[int] = frozenset()


class _Link(Struct, eq=False):
    """A link that may lead to an author. `named` are the lines (by number) whose author is its whole text."""

    node: LexborNode
    url: str
    named: frozenset[int]
    says: Literal["clear", "vague"]
    words: frozenset[str]


def author_links(html: bytes, page_url: str, lines: Sequence[Attribution]) -> list[str | None]:
    """The profile of each line's author, None where none is linked or several are.

    A link counts that is the author's name in the line, or that stands with this one author in the same part of the
    page and says that it leads there ("View profile"). Where a page's elements part nothing, each such link belongs
    to the author before it, or each to the one behind it, if the first and the last of them show which.
    """
    found: list[set[str]] = [set() for _ in lines]
    if lines and len(lines) <= _MOST_LINES and _HREF in html:
        tree = LexborHTMLParser(html)
        keys = [_letters(line.raw) for line in lines]
        links = list(_links(tree, page_url, lines))
        loose: list[_Link] = []
        for link, card, text, within in _cards(links, keys):
            if link.named:
                authors = link.named & within or (link.named if _opens_line(card, text) else _NOBODY)
            else:
                authors = _meant(link, within, lines, is_part=card.tag != "body")
                loose += [] if within else [link]
            for index in authors:
                found[index].add(link.url)
        for link, within in _in_order(tree, loose, keys):
            for index in _meant(link, within, lines, is_part=True):
                found[index].add(link.url)
    return [_only(urls, found, lines) for urls in found]


def _only(urls: set[str], found: list[set[str]], lines: Sequence[Attribution]) -> str | None:
    """The one profile of an author that is nobody else's."""
    if len(urls) != 1:
        return None
    url = next(iter(urls))
    owners = {fold(line.name) for line, others in zip(lines, found, strict=True) if url in others}
    return url if len(owners) == 1 else None


def _meant(link: _Link, within: frozenset[int], lines: Sequence[Attribution], *, is_part: bool) -> frozenset[int]:
    """The author beside a link, if it is only one; `is_part`: in a part of the page of their own."""
    names = {fold(lines[index].name) for index in within}
    if len(names) != 1:
        return _NOBODY
    named = not link.words.isdisjoint(word for word in folded_words(next(iter(names))) if len(word) > 1)
    return within if named or (is_part and link.says == "clear") else _NOBODY


def _links(tree: LexborHTMLParser, page_url: str, lines: Sequence[Attribution]) -> Iterator[_Link]:
    """The links to pages of the directory whose text is an author's or says that it leads to one."""
    names = _names(lines)
    base = base_of(tree, page_url)
    for node in islice(tree.css("a[href]"), _MOST_LINKS):
        url = own_url(page_url, node.attributes["href"] or "", base)
        path = urlsplit(url).path if url else ""
        text = node.text() if url else ""
        if url is None or len(text) > _LONGEST or path.split("/")[1].lower() in _rules()["never"]:
            continue
        named = names.get(_letters(text), _NOBODY)
        shown = " ".join(folded_words(text))
        is_clear = shown in _rules()["clear"]
        if named or is_clear or f"{shown} ".startswith(_vague()):
            words = frozenset(folded_words(f"{text} {path}"))
            yield _Link(node, url, named, "clear" if is_clear else "vague", words)


def _names(lines: Sequence[Attribution]) -> dict[str, frozenset[int]]:
    """Letters of a link -> the lines whose author they name: a line up to one of its parts, or the name alone."""
    names: dict[str, set[int]] = {}
    for index, line in enumerate(lines):
        beginnings = [line.raw[: part.start()] for part in _BOUNDARY.finditer(line.raw)]
        for wording in (*beginnings, line.raw, line.name, f"{line.prefix or ''} {line.name}"):
            names.setdefault(_letters(wording), set()).add(index)
    names.pop("", None)
    return {letters: frozenset(indexes) for letters, indexes in names.items()}


def _cards(links: list[_Link], keys: list[str]) -> Iterator[tuple[_Link, LexborNode, str, frozenset[int]]]:
    """Each link with its card, this one's text and the authors in it.

    A card is the largest element around a link in which no such link leads elsewhere.
    """
    chains = [_chain(link.node) for link in links]
    urls: dict[int, set[str]] = {}
    for link, chain in zip(links, chains, strict=True):
        for node in chain:
            urls.setdefault(node.mem_id, set()).add(link.url)
    read: dict[int, tuple[str, frozenset[int]]] = {}
    for link, chain in zip(links, chains, strict=True):
        card = [node for node in chain if len(urls[node.mem_id]) == 1][-1]
        if card.mem_id not in read:
            text = card.text()
            read[card.mem_id] = text, _authors_in(_letters(text), keys)
        yield link, card, *read[card.mem_id]


def _chain(node: LexborNode) -> list[LexborNode]:
    """An element and those around it, from the inside."""
    chain = [node]
    while len(chain) < _HIGHEST and (parent := chain[-1].parent) is not None and parent.tag != "html":
        chain.append(parent)
    return chain


def _authors_in(letters: str, keys: list[str]) -> frozenset[int]:
    """The lines that stand in a text; one that is only the beginning of another does not."""
    within = [index for index, key in enumerate(keys) if key in letters]
    return frozenset(
        index for index in within if not any(keys[index] in keys[other] != keys[index] for other in within)
    )


def _opens_line(card: LexborNode, text: str) -> bool:
    """Whether a name whose line goes on outside of its element stands behind a dash."""
    before = card.prev.text() if card.prev is not None and card.prev.is_text_node else ""
    return text.lstrip().startswith(DASHES) or before.rstrip().endswith(DASHES)


def _in_order(tree: LexborHTMLParser, links: list[_Link], keys: list[str]) -> Iterator[tuple[_Link, frozenset[int]]]:
    """The authors beside links that stand in no part of their own, by their order. Changes the tree."""
    if tree.body is None or not links:
        return
    for link in links:
        link.node.insert_before(_MARK)
    authors = [_authors_in(_letters(part), keys) for part in tree.body.text().split(_MARK)]
    if len(authors) == len(links) + 1 and bool(authors[0]) != bool(authors[-1]):
        yield from zip(links, authors[:-1] if authors[0] else authors[1:], strict=True)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@cache
def _rules() -> dict[str, frozenset[str]]:
    data = yaml.safe_load(files(__package__).joinpath("author_links.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


@cache
def _vague() -> tuple[str, ...]:
    return tuple(f"{opening} " for opening in _rules()["vague"])
