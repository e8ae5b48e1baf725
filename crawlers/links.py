"""What the crawler needs to know of a page: where it leads, and what it asks robots to do."""

import re
from collections.abc import Iterable

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

MAX_LINKS = 20_000
MAX_LINK_LENGTH = 2_000

_KEEP_OUT = frozenset({"noindex", "noarchive", "none"})
_DO_NOT_FOLLOW = frozenset({"nofollow", "none"})
_OUR_NAMES = frozenset({"robots", "therapyindex"})


class PageLinks(Struct, frozen=True):
    """The links of a page as written, its base address where it names one, and its directives, lower case."""

    hrefs: list[str]
    base: str | None
    directives: frozenset[str]

    @property
    def may_keep(self) -> bool:
        """Whether the page may be archived."""
        return not self.directives & _KEEP_OUT

    @property
    def may_follow(self) -> bool:
        """Whether its links may be followed."""
        return not self.directives & _DO_NOT_FOLLOW


def page_links(body: bytes, robots_header: str | None = None) -> PageLinks:
    """Reads a page once. `robots_header` is the value of X-Robots-Tag."""
    tree = LexborHTMLParser(body)
    directives = set(header_directives(robots_header or ""))
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
    return PageLinks(list(hrefs), base.attributes["href"] if base else None, frozenset(directives))


def header_directives(value: str) -> Iterable[str]:
    """The directives of an X-Robots-Tag that are meant for everyone or for us ("otherbot: noindex" is not)."""
    ours = True
    for part in value.lower().split(","):
        name, colon, directive = part.partition(":")
        if (
            colon
            and re.fullmatch(r"\s*[a-z0-9_-]+\s*", name)
            and name.strip() not in {"unavailable_after", "max-snippet"}
        ):
            ours, part = name.strip() in _OUR_NAMES, directive
        if ours:
            yield part.strip()


def _words(content: str) -> Iterable[str]:
    return (word.strip() for word in content.lower().split(","))
