"""The limits of the checks, from checks.yaml."""

from functools import cache

from msgspec import Struct

from pipelines.data import read_kind


class Limit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a figure may go from the former one; see checks.yaml. `noise` counts standard errors."""

    share: float
    widest: float = 1.0
    few: int = 0
    noise: float = 0.0
    first: float | None = None


class Faults(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Codes of what is our own fault, and the share of pages from which on it is too much."""

    share: float
    few: int
    codes: list[str]


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All limits."""

    times_usual: float
    kept_days: float
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
