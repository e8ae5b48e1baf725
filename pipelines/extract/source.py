"""A page's source, freed of what is not read, and its elements."""

import re
from functools import cache

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode, create_tag

from pipelines.extract.charset import as_utf8
from pipelines.extract.markup import markup

_JSON_LD = b"ld+json"
_MENU = b"nav"
_COMMENT_END = re.compile(rb"--(!?)>")
_TAG_END = re.compile(rb"(?:[^>\"']++|\"[^\"]*\"|'[^']*')*+>")


class Source(Struct, frozen=True):
    """A page in UTF-8, some of its elements empty, and its tree.

    `emptied` counts the elements that may be empty, `titles` and `links` are the page's <title>s and <link>s.
    """

    html: bytes
    tree: LexborHTMLParser
    emptied: int
    titles: list[LexborNode]
    links: list[LexborNode]


def source_of(body: bytes, content_type: str | None = None) -> Source:
    """The source of an HTML page.

    Drawings, styles, scripts and plain menus cost more to parse than all the rest, so they are emptied before. Where
    it is not sure where one ends, or one proves to be no element (a "<script>" in an attribute, say), the page is
    parsed as it came.
    """
    html, count = _emptied(body)
    source = parsed(as_utf8(html, content_type))
    if html is body or source.emptied == count:
        return source
    return parsed(as_utf8(body, content_type))


def parsed(html: bytes) -> Source:
    """The source of a piece of HTML in UTF-8, as it is."""
    tree = LexborHTMLParser(html)
    found: dict[str, list[LexborNode]] = {"emptied": [], "title": [], "link": []}
    kind_of = _kinds().get
    for node in tree.root.traverse() if tree.root else ():  # one walk: a selector costs as much for every name in it
        if kind := kind_of(node.tag_id):
            found[kind].append(node)
    return Source(html, tree, len(found["emptied"]), found["title"], found["link"])


@cache
def _kinds() -> dict[int, str]:
    kinds = {"title": "title", "link": "link", **dict.fromkeys(markup()["emptied"], "emptied")}
    return {create_tag(name).tag_id: kind for name, kind in kinds.items()}


def _emptied(body: bytes) -> tuple[bytes, int]:
    """The source without what stands in some of its elements, but for JSON-LD, and the number of these.

    The source itself where a tag, a comment, or a drawing, style or script has no sure end.
    """
    kept: list[bytes] = []
    copied = position = count = 0
    starts = _starts()
    while start := starts.search(body, position):
        if start[1] is None:
            comment = _COMMENT_END.search(body, start.end() - 2)
            if comment is None or comment[1]:
                return body, 0
            position = comment.end()
            continue
        name, tag = start[1].lower(), _TAG_END.match(body, start.end() - 1)
        end = _end(body, name, tag.end()) if tag and not tag[0].endswith(b"/>") else None
        if tag is None or (end is None and name != _MENU):
            return body, 0
        count += 1
        position = end or tag.end()
        if end and _JSON_LD not in tag[0]:
            kept.append(body[copied : tag.end()])
            copied = end
    return b"".join([*kept, body[copied:]]), count


def _end(body: bytes, name: bytes, inside: int) -> int | None:
    """Where the end tag of an element stands whose content starts at `inside`; None where that is not sure."""
    found = _ends()[name].search(body, inside)
    if found is None or not found[1]:
        return None
    # An odd quotation mark: the end tag may stand in an attribute.
    is_sure = name != _MENU or not any(body.count(quote, inside, found.start()) % 2 for quote in (b'"', b"'"))
    return found.start() if is_sure else None


# The patterns below meet every tag of a page, so what most of them are is asked first.
@cache
def _starts() -> re.Pattern[bytes]:
    """Where an element that is emptied starts, or a comment, in which nothing is an element."""
    names = list(markup()["emptied"])
    first = "".join({letter for name in names for letter in (name[0], name[0].upper())}).encode()
    return re.compile(rb"<(?=[!%b])(?:!--|(%b)[\s/>])" % (first, b"|".join(map(_any_case, names))))


@cache
def _ends() -> dict[bytes, re.Pattern[bytes]]:
    """The first thing in an element that is its end (a group), or after which that is not sure.

    In a script a comment may hold an end that is none.
    """
    raw = rb"<(?:(/)%b[\s/>]|!--)"
    within = {
        name: rb"<(?!/?(?:%b)[\s/>])(?:(/)%%b[\s/>])?" % b"|".join(other.encode() for other in others)
        for name, others in markup()["emptied"].items()
        if others
    }
    return {name.encode(): re.compile(within.get(name, raw) % _any_case(name)) for name in markup()["emptied"]}


def _any_case(name: str) -> bytes:
    """A pattern for a name in any case: faster than re.IGNORECASE, which looks at every letter of the page."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name).encode()
