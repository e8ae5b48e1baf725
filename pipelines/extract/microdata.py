"""Structured data in a page's own elements: the people that its microdata describes."""

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extract.nodes import Node, therapists_in

_SIGN = b"itemprop"
_DEEPEST = 6  # values inside values; each is read once for every value around it
_MOST = 5_000  # values of a page
_MOST_NAMES = 8  # of one value
# The attribute that holds an element's value; the text of all others is theirs.
_ATTRIBUTES = {
    "meta": "content",
    "link": "href",
    "img": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "embed": "src",
    "iframe": "src",
    "object": "data",
    "data": "value",
    "meter": "value",
    "time": "datetime",
}
_ADDRESSES = frozenset({"url", "sameAs", "image", "logo", "hasMap", "mainEntityOfPage"})  # what a link is the value of


def read_microdata(html: bytes, tree: LexborHTMLParser) -> list[Node]:
    """Every therapist-like item of a page that is no property of another, as a node like JSON-LD's.

    Costs nothing on a page without microdata. Ask it before the tree is changed.
    """
    return therapists_in(_items(tree)) if _SIGN in html and tree.root else []


def _items(tree: LexborHTMLParser) -> list[Node]:
    """The items of a page, those that are properties inside their owners."""
    items: list[Node] = []
    # Element -> the item that its children belong to, and how many values they stand in.
    within: dict[int, tuple[Node | None, int]] = {}
    count = 0
    for node in tree.root.traverse() if tree.root else ():
        parent = node.parent
        owner, depth = within.get(parent.mem_id, (None, 0)) if parent is not None else (None, 0)
        attributes = node.attributes
        item = _item(attributes) if "itemscope" in attributes else None
        names = (attributes.get("itemprop") or "").split(maxsplit=_MOST_NAMES)[:_MOST_NAMES]
        if item is not None and not names:
            items.append(item)
        elif names and owner is not None and depth < _DEEPEST and count < _MOST:
            count += 1
            for name, value in _properties(node, attributes, names, item):
                owner.setdefault(name, []).append(value)
        within[node.mem_id] = (item if item is not None else owner), depth + bool(names)
    return items


def _item(attributes: dict[str, str | None]) -> Node:
    return {"@type": (attributes.get("itemtype") or "").split()}


def _properties(
    node: LexborNode, attributes: dict[str, str | None], names: list[str], item: Node | None
) -> Iterator[tuple[str, Any]]:
    for name in names:
        value = item if item is not None else _value(node, attributes, name)
        if value:
            yield name, value


def _value(node: LexborNode, attributes: dict[str, str | None], name: str) -> str | None:
    tag = node.tag or ""
    told = attributes.get("content") or attributes.get(_ATTRIBUTES.get(tag, ""))
    if told or tag in ("meta", "link", "img"):
        return told
    if tag in ("a", "area") and (href := attributes.get("href")):
        if name in _ADDRESSES:
            return href
        if href.lower().startswith("tel:"):
            return href[len("tel:") :]
    return node.inner_html
