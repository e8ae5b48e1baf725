"""Structured data: the person that a page's JSON-LD describes."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct, field

from pipelines.extract.blocks import fragment_blocks, plain_line
from records import Problem

Node = dict[str, Any]

# The kinds that describe a therapist, the most telling first.
_TYPES = [
    "Physician",
    "Psychologist",
    "Person",
    "MedicalBusiness",
    "MedicalClinic",
    "ProfessionalService",
    "LocalBusiness",
]
_RANKS = {name: rank for rank, name in enumerate(_TYPES)}
_FIRST_BUSINESS = _RANKS["MedicalBusiness"]
_SIGN = b"ld+json"
_END = re.compile(rb"</[sS][cC][rR][iI][pP][tT]")  # faster than re.IGNORECASE, which looks at every letter
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
_DEEPEST = 8


class JsonLd(Struct, frozen=True):
    """The described people and practices, the most telling first, and what could not be read."""

    people: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_jsonld(html: bytes) -> JsonLd:
    """Every therapist-like node of the page's JSON-LD; broken scripts are repaired or noted."""
    people: list[Node] = []
    problems: list[Problem] = []
    for script in _scripts(html):
        data = _decoded(script)
        if data is None:
            problems.append(Problem(code="broken-json-ld", detail="a JSON-LD script is no JSON", excerpt=script[:200]))
            continue
        people.extend(node for node in _nodes(data, 0) if _rank(node) is not None and _text(node.get("name")))
    return JsonLd(sorted(people, key=lambda node: _rank(node) or 0), problems)


def text_of(node: Node, name: str) -> str | None:
    """A text property as one line, or None."""
    return _text(node.get(name))


def paragraphs_of(node: Node, name: str) -> str | None:
    """A text property with its paragraphs kept, a blank line between them."""
    value = node.get(name)
    if not isinstance(value, str):
        return None
    lines = [block.text for block in fragment_blocks(value)] if _has_markup(value) else value.splitlines()
    return "\n\n".join(text for line in lines if (text := plain_line(line))) or None


def texts_of(node: Node, name: str) -> list[str]:
    """A property that is a text, a list of texts, or things with a name."""
    value = node.get(name)
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [found for one in values if (found := _text(one.get("name") if isinstance(one, dict) else one))]


def places_of(node: Node) -> list[tuple[str | None, str | None, str | None]]:
    """(city, state, zip) of each address, as given."""
    value = node.get("address")
    addresses = value if isinstance(value, list) else [value]
    found = [
        (text_of(one, "addressLocality"), text_of(one, "addressRegion"), text_of(one, "postalCode"))
        for one in addresses
        if isinstance(one, dict)
    ]
    return [place for place in found if any(place)]


def _scripts(html: bytes) -> Iterator[str]:
    """What stands in the page's JSON-LD scripts. A plain search: a pattern over the whole page costs a half parse."""
    position = html.find(_SIGN)
    while position >= 0:
        start = html.find(b">", position) + 1
        end = _END.search(html, start) if start else None
        if end is None:
            return
        yield html[start : end.start()].decode(errors="replace")
        position = html.find(_SIGN, end.end())


def _decoded(script: str) -> Any:
    text = script.strip().removeprefix("\ufeff").removeprefix("<!--").removesuffix("-->").strip()
    found = _json(text)
    return _json(_TRAILING_COMMA.sub(r"\1", text)) if found is None else found


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        return json.loads(text, strict=False)  # raw line breaks inside a text
    except (ValueError, RecursionError):
        return None


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


def is_personal(node: Node) -> bool:
    """Whether a node describes a person, or a doctor's practice, rather than a business."""
    return (_rank(node) or 0) < _FIRST_BUSINESS


def _rank(node: Node) -> int | None:
    types = node.get("@type")
    if isinstance(types, list):
        return min((rank for one in types if (rank := _rank_of(one)) is not None), default=None)
    return _rank_of(types)


def _rank_of(kind: Any) -> int | None:
    return _RANKS.get(kind.rpartition("/")[2]) if isinstance(kind, str) else None


def _text(value: Any) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    if _has_markup(value):
        value = " ".join(block.text for block in fragment_blocks(value))
    return plain_line(value) or None


def _has_markup(text: str) -> bool:
    """Single letters first: a pattern costs more than all the rest of a plain text."""
    return ("<" in text or "&" in text) and _MARKUP.search(text) is not None
