"""Things as schema.org describes them, whatever markup they came in: nodes with types and properties."""

import re
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Any

from pipelines.extract.blocks import fragment_blocks
from pipelines.extract.lines import is_formula, plain_line

Node = dict[str, Any]

# The kinds that describe a therapist, the most telling first.
_TYPES = [
    "Physician",
    "IndividualPhysician",
    "Psychologist",
    "Person",
    "MedicalBusiness",
    "MedicalClinic",
    "PhysiciansOffice",
    "ProfessionalService",
    "LocalBusiness",
]
_RANKS = {name: rank for rank, name in enumerate(_TYPES)}
_FIRST_BUSINESS = _RANKS["MedicalBusiness"]
_OFFICES = ("location", "workLocation")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
_DEEPEST = 8
_MOST = 2_000  # things that a page describes
_LARGEST_NUMBER = 10**15


def therapists_in(data: Any) -> list[Node]:
    """Every therapist-like node with a name, the most telling first; "name" is one line in each."""
    found = [
        (rank, {**node, "name": name})
        for node in islice(_nodes(data, 0), _MOST)
        if (rank := _rank(node)) is not None and (name := _name(node))
    ]
    return [node for _, node in sorted(found, key=itemgetter(0))]


def is_personal(node: Node) -> bool:
    """Whether a node describes a person, or a doctor's practice, rather than a business."""
    return (_rank(node) or 0) < _FIRST_BUSINESS


def text_of(node: Node, name: str) -> str | None:
    """A text property as one line, or None; the first of several."""
    value = node.get(name)
    return _text(value) if value is None or isinstance(value, str) else next(iter(texts_of(node, name)), None)


def paragraphs_of(node: Node, name: str) -> str | None:
    """A text property with its paragraphs kept, a blank line between them."""
    value = next(iter(_values(node, name)), None)
    if not isinstance(value, str):
        return None
    lines = [block.text for block in fragment_blocks(value)] if _has_markup(value) else value.splitlines()
    return "\n\n".join(text for line in lines if (text := plain_line(line))) or None


def texts_of(node: Node, name: str) -> list[str]:
    """A property that is a text, a list of texts, or things with a name."""
    if name not in node:
        return []
    values = (one.get("name") if isinstance(one, dict) else one for one in _values(node, name))
    return [text for value in values if (text := _text(value))]


def addresses_of(node: Node) -> list[Node | str]:
    """The addresses of a node and of its offices, as nodes of their parts or as texts."""
    offices = [office for name in _OFFICES if name in node for office in _values(node, name)]
    places = [node, *(office for office in offices if isinstance(office, dict))]
    found = [address for place in places for address in _values(place, "address")]
    return [address for one in found if (address := one if isinstance(one, dict) else _text(one))]


def _name(node: Node) -> str | None:
    """The name, put together from its parts where it is not told whole."""
    if name := text_of(node, "name"):
        return name
    given, family = text_of(node, "givenName"), text_of(node, "familyName")
    return f"{given} {family}" if given and family else None


def _values(node: Node, name: str) -> list[Any]:
    value = node.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _nodes(data: Any, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _nodes(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "about"):
            yield from _nodes(data.get(name), depth + 1)


def _rank(node: Node) -> int | None:
    kind = node.get("@type")
    if isinstance(kind, str):
        return _rank_of(kind)
    return min((rank for kind in _values(node, "@type") if (rank := _rank_of(kind)) is not None), default=None)


def _rank_of(kind: Any) -> int | None:
    if not isinstance(kind, str):
        return None
    return _RANKS.get(kind if kind.isalpha() else re.split("[/#:]", kind)[-1])


def _text(value: Any) -> str | None:
    """A text as one line; None for a formula."""
    if not isinstance(value, str):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value) if is_number and abs(value) < _LARGEST_NUMBER else None
    if _has_markup(value):
        value = " ".join(block.text for block in fragment_blocks(value))
    line = plain_line(value)
    return line if line and not is_formula(line) else None


def _has_markup(text: str) -> bool:
    """Single letters first: a pattern costs more than all the rest of a plain text."""
    return ("<" in text or "&" in text) and _MARKUP.search(text) is not None
