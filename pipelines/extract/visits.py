"""What links say that lead to somebody's website."""

from functools import cache

from selectolax.lexbor import LexborNode

from pipelines.data import read_yaml


def is_visit(said: str) -> bool:
    """Whether a link says that it leads to its owner's website: "Visit website"."""
    return said.lower() in _visits()


def picture_of(link: LexborNode, before: str = "") -> str | None:
    """What the picture that is all of a link says, where that, or the line `before` it, speaks of a website."""
    picture = link.css_first("img")
    said = (picture.attributes.get("alt") or "").strip() if picture else ""
    return said if is_visit(said) or is_visit(before.strip(" :")) else None


@cache
def _visits() -> frozenset[str]:
    return frozenset(read_yaml(__package__, "labels.yaml")["visit"])
