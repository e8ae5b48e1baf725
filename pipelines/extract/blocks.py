"""A page as a list of text blocks: what a reader sees between one line break and the next."""

import re
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct
from selectolax.lexbor import LexborNode

from pipelines.extract.source import HEADING, Source, elements, parsed

_BETWEEN = "\x1e"  # white space, as Python sees it
_HEADING = HEADING.decode()  # stands before a heading
_TITLE = "\x03"  # and behind it, before a first-level one
# Control characters, invisible ones (of writing direction, say), halves of characters, and those of icon fonts.
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ue000-\uf8ff]+"
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_LOOSE = re.compile(r"(?<!<)<++(?=[a-zA-Z/!?])")  # what is left of a tag without its end
DASHES = ("—", "–", "--")
_FORMULA_SIGNS = frozenset("=@+-")
_FORMULA = re.compile(r"[=@]|[+-][^\W\d]")
_LONGEST_KEPT = 80
_MOST = 20_000  # lines; a page of a directory has some hundreds


class Block(Struct, frozen=True, gc=False):
    """One run of text, its white space collapsed.

    `is_heading` for headings, terms and table heads; `is_title` for headings of the first level.
    """

    text: str
    is_heading: bool = False
    is_title: bool = False


def html_blocks(source: Source, is_author: Callable[[str], bool] | None = None) -> list[Block]:
    """The blocks of a page's body, site furniture left out. Changes the tree: ask it for all else before.

    An inline element with a line for which `is_author` holds gets a block of its own. Without `is_author` a bold line
    counts as a heading.
    """
    body, groups = source.tree.body, source.elements
    if body is None:
        return []
    if is_author:
        _set_apart_authors(body, is_author)
    for node in (*groups["emptied"], *groups["dropped"]):
        node.decompose(recursive=False)  # with all that stands in it
    for node in groups["headings"]:
        node.insert_before(f" {_HEADING} ")
    for node in groups["titles"]:
        node.insert_before(f" {_HEADING}{_TITLE} ")
    for node in groups["inline"]:
        node.unwrap()
    for node in groups["bold"]:  # last, to see what they stand in
        if is_author is None and _stands_alone(node):
            node.insert_before(f" {_HEADING} {_BETWEEN}")
        node.unwrap()
    body.merge_text_nodes()
    for node in groups["preformatted"]:
        _part_lines(node)
    return _blocks(body.text(separator=_BETWEEN, skip_empty=True))


def fragment_blocks(html: str) -> list[Block]:
    """The blocks of a piece of HTML inside a value."""
    return html_blocks(parsed(html.encode(errors="ignore")))


def plain_line(text: str) -> str:
    """The text with its white space collapsed, without control characters, and without tags that it shows as text."""
    text = text.strip()
    if text.isprintable() and "  " not in text and "<" not in text:
        return text  # as nearly all are: the only white space that can be printed is a blank
    if "<" in text:
        text = _LOOSE.sub("", _TAG.sub(" ", _without_controls(text)))
    return _without_controls(" ".join(text.split()))


def is_formula(line: str) -> bool:
    """Whether a spreadsheet would run a value: nobody's name, title or number begins so."""
    return line[:1] in _FORMULA_SIGNS and _FORMULA.match(line) is not None


def text_blocks(text: str) -> list[Block]:
    """The lines of a page saved as text."""
    return [Block(line) for shown in text.splitlines()[:_MOST] if (line := plain_line(shown))]


def _set_apart_authors(body: LexborNode, is_author: Callable[[str], bool]) -> None:
    for node in body.css(", ".join(elements("authors"))):
        text = node.text()
        if node.tag == "footer":
            node.insert_before(_BETWEEN)
            node.insert_after(_BETWEEN)
            node.unwrap()
        elif text.lstrip().startswith(DASHES):
            tail = node.next.text() if node.next and node.next.is_text_node else ""
            goes_on = tail.lstrip().startswith(",")  # the line goes on behind the name
            if is_author(plain_line(text + tail if goes_on else text)):
                node.insert_before(_BETWEEN)
                if not goes_on:
                    node.insert_after(_BETWEEN)


def _part_lines(preformatted: LexborNode) -> None:
    for node in list(preformatted.iter(include_text=True)):
        if node.is_text_node and "\n" in (text := node.text()):
            node.replace_with(text.replace("\n", _BETWEEN))


def _stands_alone(node: LexborNode) -> bool:
    """Whether an element is all that stands in its parent."""
    siblings = (node.prev, node.next)
    return all(one is None or (one.is_text_node and not one.text().strip()) for one in siblings)


def _blocks(text: str) -> list[Block]:
    first, *others = text.split(_HEADING)
    blocks = _lines(first)
    for piece in others:
        lines = _lines(piece)
        if lines:
            lines[0] = Block(lines[0].text, True, piece.startswith(_TITLE))
            blocks += lines
    return blocks[:_MOST]


def _lines(text: str) -> list[Block]:
    parts = text.split(_BETWEEN)
    return [line for part in parts if (line := _kept_line(part) if len(part) <= _LONGEST_KEPT else _line(part))]


def _line(part: str) -> Block | None:
    line = plain_line(part)
    return Block(line) if line else None


# Menus, labels and buttons: the short lines of a site come on every page.
_kept_line = lru_cache(maxsize=16_384)(_line)


def _without_controls(line: str) -> str:
    return line if line.isprintable() else _CONTROLS.sub("", line)
