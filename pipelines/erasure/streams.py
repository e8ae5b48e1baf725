"""A page's source as streams of folded letters, each with its place in the source.

Letters and digits only: what stands between them (white space, marks, tags, entities, escapes) differs from one way of
writing to another. Text is one stream, however many elements it runs through; each attribute's value, comment and
string of a script is one of its own.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Literal

from msgspec import Struct, field

from index_config.folding import fold_letters

Kind = Literal["text", "attribute", "hidden"]
"""`hidden`: comments, scripts, and elements whose content is no markup (a title)."""

_PIECES = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|title|textarea|noscript)\b(?P<opening>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>"
    r"(?P<inside>.*?)(?=</(?P=raw)\b|\Z)"
    r"|<(?P<tag>[a-zA-Z][^\s/>]*|/[a-zA-Z][^\s>]*|[!?])(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>"
    r"|<[a-zA-Z/!?][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s=>/\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
_ENTITY = re.compile(r"&(?:amp;)*#?\w{1,10};?")
_ESCAPED = re.compile(
    r"\\u003[cC](?:(?!\\u003[eE]|[<>]).){0,400}?\\u003[eE]|<[a-zA-Z/!][^<>]{0,400}>"  # a tag in a string
    r"|\\u[0-9a-fA-F]{4}|\\.|&(?:amp;)*#?\w{1,10};?",
    re.DOTALL,
)
_TWICE = 2  # some pages escape what is escaped already


class Stream(Struct):
    """Letters in a row. `starts`, `ends` and `nodes` run beside them: the place in the source, and the piece of text.

    `name` is an attribute's, or that of the element around it; `bounds` are where the pieces begin and end.
    """

    kind: Kind
    name: str = ""
    letters: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    nodes: list[int] = field(default_factory=list)
    bounds: list[tuple[int, int]] = field(default_factory=list)

    def is_apart(self, at: int) -> bool:
        """Whether something stands between a letter and the one before it; also at both ends."""
        return at in (0, len(self.letters)) or self.starts[at] > self.ends[at - 1]


class Anchor(Struct, frozen=True):
    """A link: its tag in the source, and where what it encloses ends."""

    start: int
    inside: int
    end: int


def squeezed(text: str) -> str:
    """A text as the letters of a stream."""
    return "".join(map(_letters, text))


def streams_of(source: str, *, is_html: bool) -> list[Stream]:
    """Every stream of a source; the first is its text. In plain text each line is a piece of its own."""
    text = _Writer("text")
    if not is_html:
        for line in re.finditer(r"[^\n]+", source):
            text.node(source, *line.span(), plain=True)
        return [text.stream()]
    others: list[Stream] = []
    position = 0
    for found in _PIECES.finditer(source):
        if position < found.start():
            text.node(source, position, found.start())
        position = found.end()
        if found["raw"] is not None:
            others += _attributes(source, *found.span("opening"))
            others += _hidden(source, *found.span("inside"), found["raw"].lower())
        elif found["tag"] is not None:
            others += _attributes(source, *found.span("rest"))
        else:
            others += _hidden(source, *found.span(), "!")
    if position < len(source):
        text.node(source, position, len(source))
    return [text.stream(), *(one for one in others if one.letters)]


def anchors_of(source: str) -> list[Anchor]:
    """The links of a source."""
    found: list[Anchor] = []
    for tag in re.finditer(r"<a\s(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>", source, re.IGNORECASE):
        end = re.compile(r"</a\b|<a\s", re.IGNORECASE).search(source, tag.end())
        found.append(Anchor(tag.start(), tag.end(), end.start() if end else tag.end()))
    return found


class _Writer:
    def __init__(self, kind: Kind, name: str = "") -> None:
        self._stream = Stream(kind, name)
        self._letters: list[str] = []

    def node(self, source: str, start: int, end: int, *, plain: bool = False, escaped: bool = False) -> None:
        """Adds a piece of text."""
        number = len(self._stream.bounds)
        self._stream.bounds.append((start, end))
        marks = None if plain else _ESCAPED if escaped else _ENTITY
        at = start
        for found in marks.finditer(source, start, end) if marks else ():
            self._plain(source, at, found.start(), number)
            for letter in _meant(found[0], escaped=escaped):
                self._add(letter, *found.span(), number)
            at = found.end()
        self._plain(source, at, end, number)

    def stream(self) -> Stream:
        """The stream of all pieces."""
        self._stream.letters = "".join(self._letters)
        return self._stream

    def _plain(self, source: str, start: int, end: int, number: int) -> None:
        for at in range(start, end):
            self._add(source[at], at, at + 1, number)

    def _add(self, letter: str, start: int, end: int, number: int) -> None:
        for one in _letters(letter):
            self._letters.append(one)
            self._stream.starts.append(start)
            self._stream.ends.append(end)
            self._stream.nodes.append(number)


def _attributes(source: str, start: int, end: int) -> Iterator[Stream]:
    for found in _ATTRIBUTE.finditer(source, start, end):
        value = next(group for group in (2, 3, 4) if found[group] is not None)
        writer = _Writer("attribute", found[1].lower())
        # Some keep data, with its own escapes, in attributes.
        writer.node(source, *found.span(value), escaped=found[1].lower().startswith("data-"))
        yield writer.stream()


def _hidden(source: str, start: int, end: int, name: str) -> Iterator[Stream]:
    if name != "script":
        writer = _Writer("hidden", name)
        writer.node(source, start + 4 * (name == "!"), end - 3 * (name == "!"))
        yield writer.stream()
        return
    for found in _STRING.finditer(source, start, end):
        writer = _Writer("hidden", name)
        writer.node(source, found.start() + 1, found.end() - 1, escaped=True)
        yield writer.stream()


def _meant(mark: str, *, escaped: bool) -> str:
    """What an entity or an escape stands for."""
    if mark.startswith("&"):
        for _ in range(_TWICE):
            mark = unescape(mark)
        return mark
    if not escaped or mark.startswith("<") or mark.lower().startswith("\\u003c"):
        return " "
    return chr(int(mark.removeprefix("\\u"), base=16)) if mark.startswith("\\u") else " "


@lru_cache(maxsize=4_096)
def _letters(letter: str) -> str:
    return "".join(one for one in fold_letters(letter) if one.isalnum())
