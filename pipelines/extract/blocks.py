"""A page as a list of text blocks: what a reader sees between one line break and the next."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

import yaml
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

_BETWEEN, _HEADING = "\x1e", "\x1f"
DASHES = ("—", "–", "--")
_MOST = 20_000  # lines; a page of a directory has some hundreds


class Block(Struct, frozen=True):
    """One run of text, its white space collapsed; `is_heading` for headings, terms and table heads."""

    text: str
    is_heading: bool = False


def html_blocks(tree: LexborHTMLParser, is_author: Callable[[str], bool] | None = None) -> list[Block]:
    """The blocks of a page's body, site furniture left out. Changes the tree: ask it for all else before.

    An inline element with a line for which `is_author` holds gets a block of its own.
    """
    if is_author:
        _set_apart_authors(tree, is_author)
    tree.strip_tags(elements("dropped"), recursive=True)
    for node in tree.css(", ".join(elements("headings"))):
        node.insert_before(_HEADING)
    tree.unwrap_tags(elements("inline"))
    tree.merge_text_nodes()
    body = tree.body
    return _blocks(body.text(separator=_BETWEEN)) if body else []


def text_blocks(text: str) -> list[Block]:
    """The lines of a page saved as text."""
    return [Block(line) for line in map(_one_line, text.splitlines()[:_MOST]) if line]


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
            if is_author(_one_line(text + tail if goes_on else text)):
                node.insert_before(_BETWEEN)
                if not goes_on:
                    node.insert_after(_BETWEEN)


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    is_heading = False
    for part in text.split(_BETWEEN, _MOST)[:_MOST]:
        line = _one_line(part.replace(_HEADING, ""))
        if line:
            blocks.append(Block(line, is_heading))
            is_heading = False
        is_heading = is_heading or part.endswith(_HEADING)
    return blocks


def _one_line(text: str) -> str:
    return " ".join(text.split())
