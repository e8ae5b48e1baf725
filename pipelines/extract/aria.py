"""What attributes alone tell of elements: their role, as on pages that an app draws (markup.yaml), or their name."""

import re
from functools import cache

from selectolax.lexbor import LexborNode

from pipelines.extract.markup import markup

_HEADING = re.compile(rb"role=[\"']?heading\b")


def is_by_role(html: bytes) -> bool:
    """Whether a page says by roles what its elements mean: it has headings that are none by their tags."""
    return _HEADING.search(html) is not None


def role_given(node: LexborNode) -> str | None:
    """The role, one of `roles` in markup.yaml, that an element's attribute gives it; None where it gives none."""
    attributes = node.attributes
    role = _given().get(attributes.get("role") or "")
    return "titles" if role == "headings" and attributes.get("aria-level") == "1" else role


def region_name(section: LexborNode) -> str | None:
    """What a section is called for those who do not see it; None where it has a heading, which says it then."""
    name = section.attributes.get("aria-label")
    return name if name and section.css_first("h1, h2, h3, h4, h5, h6") is None else None


@cache
def _given() -> dict[str, str]:
    return {name: role for role, names in markup()["given"].items() for name in names}
