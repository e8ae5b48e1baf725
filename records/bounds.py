"""What a page's markup may cost at most: whoever parses a page asks first."""

import re

_LARGEST_UNCHECKED = 64 * 1024  # bytes: nothing in a smaller page takes long
_DEEPEST = 512  # as browsers: parsing costs elements times depth
_MOST_ATTRIBUTES = 2_000  # of one element: every attribute is compared with all before it

# Elements without an end of their own, or with one that is often left out (HTML and SVG).
_ENDLESS = frozenset(
    b"area base br col dd dt embed hr img input li link meta option p source td th tr wbr "
    b"circle ellipse image line path polygon polyline rect stop use".split()
)
_ELEMENT = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_TAG = re.compile(rb"<[a-zA-Z].*", re.DOTALL)
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE_ENDS = re.compile(rb"[\s/]+")


def excess(body: bytes) -> tuple[str, str] | None:
    """Why parsing a page would take for ever, as a code and in words; None when it would not."""
    if len(body) <= _LARGEST_UNCHECKED:
        return None
    if body.count(b"<") > _DEEPEST and _is_too_deep(body):
        return "too-deep", f"elements nested more than {_DEEPEST:,} deep"
    if any(map(_has_too_many_attributes, body.split(b">"))):
        return "too-many-attributes", f"an element with more than {_MOST_ATTRIBUTES:,} attributes"
    return None


def _has_too_many_attributes(part: bytes) -> bool:
    """Whether a tag without its end would be parsed for ever."""
    tag = _TAG.search(part) if len(part) > _MOST_ATTRIBUTES else None
    return tag is not None and len(_ATTRIBUTE_ENDS.findall(_QUOTED.sub(b" ", tag[0]))) > _MOST_ATTRIBUTES


def _is_too_deep(body: bytes) -> bool:
    """Whether elements may nest too deep: opening tags that are never closed count for ever."""
    depth = 0
    for match in _ELEMENT.finditer(body):
        if match[2].lower() in _ENDLESS:
            continue
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False
