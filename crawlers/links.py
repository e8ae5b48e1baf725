"""What the crawler needs to know of a page: where it leads, and what it asks robots to do."""

import re
from collections.abc import Iterable

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from records import Page
from records.bounds import excess
from records.charset import decoded

MAX_LINKS = 20_000
MAX_LINK_LENGTH = 2_000
MAX_TITLE = 500

_HEAD_END = re.compile(rb"</head\b|<body\b", re.IGNORECASE)

_KEEP_OUT = frozenset({"noindex", "noarchive", "none"})
_DO_NOT_FOLLOW = frozenset({"nofollow", "none"})
_WITH_VALUES = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_OUR_NAMES = frozenset({"robots", "therapyindex"})


class PageLinks(Struct, frozen=True):
    """The links of a page as written, its base address where it names one, and its directives, lower case.

    `canonical` is the address that the page says is its own, `titles` are its title and first heading.
    """

    hrefs: list[str]
    base: str | None
    directives: frozenset[str]
    canonical: str | None
    titles: list[str]

    @property
    def may_keep(self) -> bool:
        """Whether the page may be archived."""
        return not self.directives & _KEEP_OUT

    @property
    def may_follow(self) -> bool:
        """Whether its links may be followed."""
        return not self.directives & _DO_NOT_FOLLOW


def page_links(body: bytes, content_type: str | None = None, robots_lines: Iterable[str] = ()) -> PageLinks:
    """Reads a page once. `robots_lines`: its X-Robots-Tags.

    Of a page that would take for ever to parse only the head is looked at; where not even that can be, it is taken
    for one that may not be kept.
    """
    directives = {directive for line in robots_lines for directive in header_directives(line)}
    text, is_utf8 = decoded(body, content_type)
    body = body if is_utf8 else text.encode(errors="replace")
    if excess(body):
        body = _HEAD_END.split(body, maxsplit=1)[0]
        if excess(body):
            return PageLinks([], None, frozenset(directives | {"noindex"}), None, [])
    tree = LexborHTMLParser(body)
    for meta in tree.css("meta[name][content]"):
        attributes = meta.attributes
        if (attributes["name"] or "").strip().lower() in _OUR_NAMES:
            directives.update(_words(attributes["content"] or ""))
    base = tree.css_first("base[href]")
    hrefs: dict[str, None] = {}  # in the page's order, each once
    for link in tree.css("a[href]"):
        href = (link.attributes["href"] or "").strip()
        if href and len(href) <= MAX_LINK_LENGTH and not href.startswith("#"):
            hrefs[href] = None
            if len(hrefs) == MAX_LINKS:
                break
    canonical = tree.css_first("link[rel=canonical][href]")
    return PageLinks(
        hrefs=list(hrefs),
        base=_address(base),
        directives=frozenset(directives),
        canonical=_address(canonical),
        titles=[node.text()[:MAX_TITLE] for name in ("title", "h1") if (node := tree.css_first(name))],
    )


def archived_links(page: Page) -> PageLinks:
    """The same of a page as the archive keeps it: with one line of each header."""
    return page_links(page.body, page.header("content-type"), [page.header("x-robots-tag") or ""])


def header_directives(line: str) -> Iterable[str]:
    """The directives of one X-Robots-Tag line that are meant for everyone or for us ("otherbot: noindex" is not)."""
    ours = True
    for part in line.lower().split(","):
        name, colon, directive = (text.strip() for text in part.partition(":"))
        name = name.partition("/")[0]  # "therapyindex/0.1: noindex"
        if colon and name not in _WITH_VALUES and re.fullmatch(r"[a-z0-9_-]+", name):
            ours, part = name in _OUR_NAMES, directive
        if ours:
            yield from _words(part.strip())


def _address(node: LexborNode | None) -> str | None:
    address = (node.attributes["href"] or "").strip() if node else ""
    return address if 0 < len(address) <= MAX_LINK_LENGTH else None


def _words(content: str) -> Iterable[str]:
    return re.split(r"[\s,;]+", content.lower())
