"""Why a hit has its score."""

from msgspec import Struct


class Reason(Struct, frozen=True, kw_only=True):
    """One addend of a score: the part of the question, what of the record matched it, and what that is worth."""

    part: str
    matched: str
    worth: float
