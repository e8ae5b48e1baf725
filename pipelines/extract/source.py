"""A page's source, freed of what is not read, and its elements."""

import re
from functools import cache
from importlib.resources import files

import yaml
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode, create_tag

from pipelines.extract.charset import as_utf8

_JSON_LD = b"ld+json"
_RAW = (b"style", b"script")  # what stands in them is no markup
_TAG_END = re.compile(rb"(?:[^>\"']++|\"[^\"]*\"|'[^']*')*+>")
_GROUPS = ("emptied", "dropped", "inline", "bold", "headings", "titles", "names")


class Source(Struct, frozen=True):
    """A page in UTF-8, some of its elements empty, and its tree.

    `elements` holds those of each group of markup.yaml, in the order of the page.
    """

    html: bytes
    tree: LexborHTMLParser
    elements: dict[str, list[LexborNode]]


def source_of(body: bytes, content_type: str | None = None) -> Source:
    """The source of an HTML page.

    Drawings, styles, scripts and menus cost more to parse than all the rest, so they are emptied before. Where one of
    them proves to be no element (a "<script>" in an attribute or a text field, say) the page is parsed as it came.
    """
    html, count = _emptied(body)
    source = parsed(as_utf8(html, content_type))
    return source if len(source.elements["emptied"]) == count else parsed(as_utf8(body, content_type))


def parsed(html: bytes) -> Source:
    """The source of a piece of HTML in UTF-8, as it is."""
    tree = LexborHTMLParser(html)
    found: dict[str, list[LexborNode]] = {group: [] for group in _GROUPS}
    group_of = _group_of_tag().get
    for node in tree.root.traverse() if tree.root else ():  # one walk: a selector costs as much for every name in it
        if group := group_of(node.tag_id):
            found[group].append(node)
    return Source(html, tree, found)


def elements(group: str) -> list[str]:
    """The names of the elements of a group of markup.yaml."""
    return _markup()[group]


def _emptied(body: bytes) -> tuple[bytes, int]:
    """The source without the content of elements that are not read, but for JSON-LD, and the number of these."""
    kept: list[bytes] = []
    copied = position = count = 0
    starts, ends = _starts(), _ends()
    while start := starts.search(body, position):
        position = start.end() - 1
        if start[1] is None:  # a comment: nothing in it is an element
            position = body.find(b"-->", position - 1) + 1 or len(body)
            continue
        tag = _TAG_END.match(body, position)
        if tag is None:
            break
        count += 1
        position = tag.end()
        name = start[1].lower()
        end = ends[name].search(body, position)
        is_sure = end and end[1] and (name in _RAW or not _ends_in_tag(body, position, end.start()))
        if end and is_sure and _JSON_LD not in tag[0] and not tag[0].endswith(b"/>"):
            kept.append(body[copied:position])
            copied = position = end.start()
    return b"".join([*kept, body[copied:]]), count


def _ends_in_tag(body: bytes, start: int, end: int) -> bool:
    return body.rfind(b"<", start, end) > body.rfind(b">", start, end)


@cache
def _markup() -> dict[str, list[str]]:
    return dict(yaml.safe_load(files(__package__).joinpath("markup.yaml").read_text(encoding="utf-8")))


@cache
def _group_of_tag() -> dict[int, str]:
    return {create_tag(name).tag_id: group for group in _GROUPS for name in elements(group)}


@cache
def _starts() -> re.Pattern[bytes]:
    """Where an element that is not read starts, or a comment."""
    names = elements("emptied")
    first = "".join({name[0] for name in names}).encode()
    return re.compile(rb"<(?:!--|(?=[%b%b])(%b)[\s/>])" % (first, first.upper(), b"|".join(map(_any_case, names))))


@cache
def _ends() -> dict[bytes, re.Pattern[bytes]]:
    """The first thing in an element that is its end (a group), or else may hide it: a comment, one more of its kind."""
    names = {name.encode(): _any_case(name) for name in elements("emptied")}
    return {name: re.compile(rb"<(?:(/)%b[\s/>]|!--|%b[\s/>])" % (spelled, spelled)) for name, spelled in names.items()}


def _any_case(name: str) -> bytes:
    """A pattern for a name in any case: faster than re.IGNORECASE, which looks at every letter of the page."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name).encode()
