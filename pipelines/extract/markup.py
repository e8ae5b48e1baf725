"""What the elements of a page mean for its text (markup.yaml)."""

from functools import cache
from typing import Any

from selectolax.lexbor import LexborNode, create_tag

from pipelines.data import read_yaml

_FIELDS = ("input", "select", "textarea")
_SIGNED = frozenset({"blockquote", "article", "figure", "li"})


@cache
def markup() -> dict[str, Any]:
    """The groups of element names, and what else markup.yaml holds."""
    return dict(read_yaml(__package__, "markup.yaml"))


@cache
def roles() -> dict[int, str]:
    """The roles of elements by their tags: names of `roles` in markup.yaml. All others are "block"."""
    known = {create_tag(name).tag_id: role for role, names in markup()["roles"].items() for name in names}
    return known | {_COMMENT: "dropped"}


def is_signature(footer: LexborNode) -> bool:
    """Whether a footer closes a quotation or a card; else it is the site's."""
    node = footer.parent
    while node is not None and node.tag not in _SIGNED:
        node = node.parent
    return node is not None


def is_of_form(label: LexborNode) -> bool:
    """Whether a label belongs to a field that visitors fill in: one in it, or the next thing behind it."""
    fields = label.css(", ".join(_FIELDS))
    if fields or "for" in label.attributes:
        return not fields or any("disabled" not in field.attributes for field in fields)
    behind = _behind(label)
    if behind is None or behind.tag not in _FIELDS or "disabled" in behind.attributes:
        return False
    return behind.attributes.get("type") != "hidden"


def _behind(node: LexborNode) -> LexborNode | None:
    """The first thing shown behind an element: a field, or what has no element in it."""
    above: LexborNode | None = node
    while above is not None and _next(above.next) is None:
        above = above.parent
    found = _next(above.next) if above is not None else None
    while found is not None and (inside := _next(found.first_child)) is not None and found.tag not in _FIELDS:
        found = inside
    return found


def _next(node: LexborNode | None) -> LexborNode | None:
    """The node, or the first one behind it in the same element, that is neither a comment nor a text without a word."""
    while node is not None and not (node.is_element_node or (node.is_text_node and _is_word(node.text()))):
        node = node.next
    return node


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def box_shown(field: LexborNode) -> str:
    """The sign of a box that shows whether it is ticked and lets nobody tick it; "" for other fields."""
    attributes = field.attributes
    if (attributes.get("type") or "").lower() not in ("checkbox", "radio") or "disabled" not in attributes:
        return ""
    return "☑ " if "checked" in attributes else "☐ "


def headed_cells(table: LexborNode) -> list[LexborNode]:
    """The cells of a table with one row of values below their heads, each value behind its head; of others none."""
    rows = [list(row.iter()) for row in table.css("tr")] if table.css_first("th") else []
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1:
        heads, values = rows
        if all(cell.tag == "th" for cell in heads) and all(cell.tag == "td" for cell in values):
            return [cell for pair in zip(heads, values, strict=True) for cell in pair]
    return []


_COMMENT = 4  # the tag of comments
