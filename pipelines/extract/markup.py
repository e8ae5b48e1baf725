"""What the elements of a page mean for its text (markup.yaml)."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from selectolax.lexbor import LexborNode, create_tag

_SIGNED = frozenset({"blockquote", "article", "figure", "li"})


@cache
def markup() -> dict[str, Any]:
    """The groups of element names, and what else markup.yaml holds."""
    return dict(yaml.safe_load(files(__package__).joinpath("markup.yaml").read_text(encoding="utf-8")))


@cache
def role_of(tag_id: int) -> str:
    """The role of an element by its tag: a name of `roles` in markup.yaml, or "block" for all others."""
    return _roles().get(tag_id, "block")


def is_signature(footer: LexborNode) -> bool:
    """Whether a footer closes a quotation or a card; else it is the site's."""
    node = footer.parent
    while node is not None and node.tag not in _SIGNED:
        node = node.parent
    return node is not None


def is_of_form(label: LexborNode) -> bool:
    """Whether a label belongs to a field that visitors fill in."""
    return "for" in label.attributes or label.css_first("input, select, textarea") is not None


def cells(table: LexborNode) -> Iterator[LexborNode]:
    """What stands in a table; where heads stand above one row of values, each value behind its head."""
    rows = [_children(row) for row in table.css("tr")] if table.css_first("th") else []
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1:
        heads, values = rows
        if all(cell.tag == "th" for cell in heads) and all(cell.tag == "td" for cell in values):
            return (cell for pair in zip(heads, values, strict=True) for cell in pair)
    return table.iter(include_text=True)


def _children(row: LexborNode) -> list[LexborNode]:
    return list(row.iter())


@cache
def _roles() -> dict[int, str]:
    roles = {create_tag(name).tag_id: role for role, names in markup()["roles"].items() for name in names}
    return roles | {_COMMENT: "dropped"}


_COMMENT = 4  # the tag of comments
