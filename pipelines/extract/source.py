"""A page's source, freed of what is not read, and its elements."""

import re
from functools import cache
from importlib.resources import files

import yaml
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode, create_tag

from pipelines.extract.charset import as_utf8

_JSON_LD = b"ld+json"
_COMMENT_END = re.compile(rb"--(!?)>")
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

    Drawings, styles and scripts cost more to parse than all the rest, so they are emptied before. Where it is not sure
    where one ends, or one proves to be no element (a "<script>" in an attribute, say), the page is parsed as it came.
    """
    html, count = _emptied(body)
    source = parsed(as_utf8(html, content_type))
    if html is body or len(source.elements["emptied"]) == count:
        return source
    return parsed(as_utf8(body, content_type))


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
    """The source without what stands in its drawings, styles and scripts but JSON-LD, and the number of these.

    The source itself where a tag, a comment or such an element has no sure end.
    """
    kept: list[bytes] = []
    copied = position = count = 0
    starts, ends = _starts(), _ends()
    while start := starts.search(body, position):
        position = start.end() - 1
        if start[1] is None:
            comment = _COMMENT_END.search(body, position - 1)
            if comment is None or comment[1]:
                return body, 0
            position = comment.end()
            continue
        tag = _TAG_END.match(body, position)
        end = ends[start[1].lower()].search(body, tag.end()) if tag else None
        if tag is None or end is None or not end[1] or tag[0].endswith(b"/>"):
            return body, 0
        count += 1
        position = end.start()
        if _JSON_LD not in tag[0]:
            kept.append(body[copied : tag.end()])
            copied = position
    return b"".join([*kept, body[copied:]]), count


@cache
def _markup() -> dict[str, list[str]]:
    return dict(yaml.safe_load(files(__package__).joinpath("markup.yaml").read_text(encoding="utf-8")))


@cache
def _group_of_tag() -> dict[int, str]:
    return {create_tag(name).tag_id: group for group in _GROUPS for name in elements(group)}


@cache
def _starts() -> re.Pattern[bytes]:
    """Where an element that is emptied starts, or a comment, in which nothing is an element."""
    return re.compile(rb"<(?:!--|(%b)[\s/>])" % b"|".join(map(_any_case, elements("emptied"))))


@cache
def _ends() -> dict[bytes, re.Pattern[bytes]]:
    """The first thing in an element that is its end (a group), or after which that is not sure."""
    raw = rb"<(?:(/)%b[\s/>]|!--)"  # in a script, a comment may hold an end that is none
    drawn = rb"<(?:(/)%%b[\s/>]|(?!/|(?:%b)[\s/>]))" % b"|".join(name.encode() for name in elements("drawn"))
    patterns = {name: (drawn if name == "svg" else raw) % _any_case(name) for name in elements("emptied")}
    return {name.encode(): re.compile(pattern) for name, pattern in patterns.items()}


def _any_case(name: str) -> bytes:
    """A pattern for a name in any case: faster than re.IGNORECASE, which looks at every letter of the page."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name).encode()
