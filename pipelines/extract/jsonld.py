"""Structured data: the people that a page's JSON-LD describes."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct, field

from pipelines.extract.mended_json import mended_values
from pipelines.extract.nodes import Node, therapists_in
from records import Problem

_SIGN = b"ld+json"
_START = b"<script"
_END = re.compile(rb"</[sS][cC][rR][iI][pP][tT]")  # faster than re.IGNORECASE, which looks at every letter
_LONGEST_TAG = 1_000


class JsonLd(Struct, frozen=True):
    """The described people and practices, the most telling first, and what could not be read."""

    people: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_jsonld(html: bytes) -> JsonLd:
    """Every therapist-like node of the page's JSON-LD; broken scripts are repaired or noted."""
    found: list[Any] = []
    problems: list[Problem] = []
    for script in _scripts(html):
        data = _decoded(script)
        if data is None:
            problems.append(Problem(code="broken-json-ld", detail="a JSON-LD script is no JSON", excerpt=script[:200]))
        else:
            found.append(data)
    return JsonLd(therapists_in(found), problems)


def _scripts(html: bytes) -> Iterator[str]:
    """What stands in the page's JSON-LD scripts. A plain search: a pattern over the whole page costs a half parse."""
    position = html.find(_SIGN)
    while position >= 0:
        start = html.find(b">", position) + 1
        end = _END.search(html, start) if start else None
        if end is None:
            return
        tag = html.rfind(b"<", max(0, position - _LONGEST_TAG), position)
        if tag >= 0 and html[tag : tag + len(_START)].lower() == _START:
            yield html[start : end.start()].decode(errors="replace")
        position = html.find(_SIGN, end.end())


def _decoded(script: str) -> Any:
    try:
        return msgspec.json.decode(script)
    except (msgspec.DecodeError, RecursionError):
        return mended_values(script)
