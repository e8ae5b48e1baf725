"""The limits of the checks, from checks.yaml."""

from functools import cache
from typing import Annotated

from msgspec import Meta, Struct

from pipelines.data import read_kind

Share = Annotated[float, Meta(ge=0, le=1)]
Amount = Annotated[float, Meta(ge=0, le=1_000_000)]
"""Times or days; what is not finite is none."""
Number = Annotated[int, Meta(ge=0)]


class Limit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a figure may go from the former one; see checks.yaml. `noise` counts standard errors."""

    share: Share
    widest: Share = 1.0
    few: Number = 0
    noise: Amount = 0.0
    first: Share | None = None


class Faults(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Codes of what is our own fault, and the share of pages from which on it is too much."""

    share: Share
    few: Number
    codes: list[str]


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All limits."""

    times_usual: Amount
    kept_days: Amount
    counts: Limit
    pages: Limit
    gone: Limit
    filled: Limit
    set_aside: Limit
    faults: Faults
    lookalikes: Limit
    dead: Limit


@cache
def load_limits() -> Limits:
    """Reads them once."""
    return read_kind("pipelines.checks", "checks.yaml", Limits)
