"""The kinds of evidence that link mentions, and how sure each is."""

from collections.abc import Iterable
from functools import cache
from math import prod

from pipelines.data import read_yaml


@cache
def scores() -> dict[str, float]:
    """Kind of evidence -> how sure it is by itself, from 0 to 1."""
    return dict(read_yaml(__package__, "evidence.yaml"))


def together(kinds: Iterable[str]) -> float:
    """How sure several kinds are together, taken as independent."""
    return round(1 - prod(1 - scores()[kind] for kind in kinds), 4)
