"""A page as a list of text blocks: what a reader sees between one line break and the next."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

import yaml
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

_BETWEEN = "\x1e"  # white space, as Python sees it
_HEADING, _TITLE = "\x02", "\x03"  # words of their own before a heading, and before a first-level one
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
DASHES = ("—", "–", "--")
_MOST = 20_000  # lines; a page of a directory has some hundreds


class Block(Struct, frozen=True, gc=False):
    """One run of text, its white space collapsed.

    `is_heading` for headings, terms and table heads; `is_title` for headings of the first level.
    """

    text: str
    is_heading: bool = False
    is_title: bool = False


def html_blocks(tree: LexborHTMLParser, is_author: Callable[[str], bool] | None = None) -> list[Block]:
    """The blocks of a page's body, site furniture left out. Changes the tree: ask it for all else before.

    An inline element with a line for which `is_author` holds gets a block of its own. Without `is_author` a bold line
    counts as a heading.
    """
    if is_author:
        _set_apart_authors(tree, is_author)
    tree.strip_tags(elements("dropped"), recursive=True)
    for node in tree.css(", ".join(elements("headings"))):
        node.insert_before(f" {_TITLE if node.tag == 'h1' else _HEADING} ")
    # Unwrapped all at once, which costs a tenth of a walk through the tree; bold ones last, to see what they stand in.
    bold = elements("bold")
    tree.unwrap_tags([name for name in elements("inline") if name not in bold])
    if is_author is None:
        for node in tree.css(", ".join(bold)):
            if _stands_alone(node):
                node.insert_before(f" {_HEADING} {_BETWEEN}")
    tree.unwrap_tags(bold)
    tree.merge_text_nodes()
    return _blocks(tree.body.text(separator=_BETWEEN)) if tree.body else []


def fragment_blocks(html: str) -> list[Block]:
    """The blocks of a piece of HTML inside a value."""
    return html_blocks(LexborHTMLParser(html))


def plain_line(text: str) -> str:
    """The text with its white space collapsed and without control characters."""
    return _without_controls(" ".join(text.split()))


def text_blocks(text: str) -> list[Block]:
    """The lines of a page saved as text."""
    return [Block(line) for shown in text.splitlines()[:_MOST] if (line := plain_line(shown))]


@cache
def elements(group: str) -> list[str]:
    """The names of the elements of a group of markup.yaml."""
    data = yaml.safe_load(files(__package__).joinpath("markup.yaml").read_text(encoding="utf-8"))
    return list(data[group])


def _set_apart_authors(tree: LexborHTMLParser, is_author: Callable[[str], bool]) -> None:
    for node in tree.css(", ".join(elements("authors"))):
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


def _stands_alone(node: LexborNode) -> bool:
    """Whether an element is all that stands in its parent."""
    siblings = (node.prev, node.next)
    return all(one is None or (one.is_text_node and not one.text().strip()) for one in siblings)


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    mark = ""
    for part in text.split(_BETWEEN):
        words = part.split()
        if not words:
            continue
        ahead = words.pop() if words[-1] in (_HEADING, _TITLE) else ""
        if line := _without_controls(" ".join(words)):
            blocks.append(Block(line, bool(mark), mark == _TITLE))
            mark = ""
            if len(blocks) == _MOST:
                break
        mark = ahead or mark
    return blocks


def _without_controls(line: str) -> str:
    return line if line.isprintable() else _CONTROLS.sub("", line)
