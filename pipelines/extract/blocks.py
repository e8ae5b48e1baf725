"""A page as a list of text blocks: what a reader sees between one line break and the next."""

from functools import cache
from importlib.resources import files

import yaml
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

_BETWEEN, _HEADING = "\x1e", "\x1f"
_DASHES = ("—", "–", "--")


class Block(Struct, frozen=True):
    """One run of text, its white space collapsed; `is_heading` for headings, terms and table heads."""

    text: str
    is_heading: bool = False


def html_blocks(tree: LexborHTMLParser, *, with_authors: bool = False) -> list[Block]:
    """The blocks of a page's body, site furniture left out. Changes the tree: ask it for all else before.

    `with_authors` gives a block of its own to an inline element that starts with a dash.
    """
    if with_authors:
        _set_apart_authors(tree)
    tree.strip_tags(elements("dropped"), recursive=True)
    for node in tree.css(", ".join(elements("headings"))):
        node.insert_before(_HEADING)
    tree.unwrap_tags(elements("inline"))
    tree.merge_text_nodes()
    body = tree.body
    return _blocks(body.text(separator=_BETWEEN)) if body else []


def text_blocks(text: str) -> list[Block]:
    """The lines of a page saved as text."""
    return [Block(line) for line in map(_one_line, text.splitlines()) if line]


@cache
def elements(group: str) -> list[str]:
    """The names of the elements of a group of markup.yaml."""
    data = yaml.safe_load(files(__package__).joinpath("markup.yaml").read_text(encoding="utf-8"))
    return list(data[group])


def _set_apart_authors(tree: LexborHTMLParser) -> None:
    for node in tree.css(", ".join(elements("authors"))):
        if node.tag == "footer" or node.text().lstrip().startswith(_DASHES):
            node.insert_before(_BETWEEN)
            if not (node.next and node.next.is_text_node and node.next.text().lstrip().startswith(",")):
                node.insert_after(_BETWEEN)  # unless the line goes on behind the name
            if node.tag == "footer":
                node.unwrap()


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    is_heading = False
    for part in text.split(_BETWEEN):
        line = _one_line(part.replace(_HEADING, ""))
        if line:
            blocks.append(Block(line, is_heading))
            is_heading = False
        is_heading = is_heading or part.endswith(_HEADING)
    return blocks


def _one_line(text: str) -> str:
    return " ".join(text.split())
