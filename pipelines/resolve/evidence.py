"""The kinds of evidence that link mentions, and how sure each is."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from math import prod

import yaml


@cache
def scores() -> dict[str, float]:
    """Kind of evidence -> how sure it is by itself, from 0 to 1."""
    return dict(yaml.safe_load(files(__package__).joinpath("evidence.yaml").read_text(encoding="utf-8")))


def together(kinds: Iterable[str]) -> float:
    """How sure several kinds are together, taken as independent."""
    return round(1 - prod(1 - scores()[kind] for kind in kinds), 4)
