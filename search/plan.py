"""The plan of a search: what an engine is asked, in terms that every engine has.

A plan says which documents match and what each match is worth. Worth is a sum of constants, so that all engines
give the same document the same worth.
"""

from typing import Literal

from msgspec import Struct, field

# Which fields a filter looks at: whoever asks for an issue as if it were an approach means it.
FIELDS: dict[str, tuple[str, ...]] = {
    "approach": ("approach", "issues"),
    **{name: (name,) for name in ("state", "city", "title", "license", "telehealth", "insurance", "language", "age")},
}


PLACE = "location"


class Circle(Struct, frozen=True):
    """All places within so many miles of a centre (degrees)."""

    lat: float
    lon: float
    miles: float


class Leaf(Struct, frozen=True, gc=False):
    """A term in a field, or several as a phrase; `worth` should be a multiple of 1/8: engines add in 32 bits.

    In PLACE the terms are a centre ("lat,lon") and miles: whatever has a place within so many matches.
    """

    field: str
    terms: tuple[str, ...]
    worth: float


def circle_of(leaf: Leaf) -> Circle:
    """What a leaf in PLACE asks for."""
    centre, miles = leaf.terms
    lat, lon = map(float, centre.split(","))
    return Circle(lat, lon, float(miles))


class Clause(Struct, frozen=True, gc=False):
    """Matches where any of its leaves does, and is worth the best of them; `about` is its part of the question."""

    leaves: tuple[Leaf, ...]
    about: str = ""


class Plan(Struct, frozen=True, kw_only=True):
    """Which therapists match, and in what order their candidates come.

    filters: field -> values as stored, any of which suffices. required: all must match. words: at least `least` must,
    or one of `instead`. excluded: none may match. bonus: only adds worth, as do words beyond the least. Engines order
    by worth (then id), name (then id) or distance from the circle's centre.
    """

    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    circle: Circle | None = None
    max_fee: float | None = None
    required: tuple[Clause, ...] = ()
    words: tuple[Clause, ...] = ()
    least: int = 0
    instead: tuple[Clause, ...] = ()
    excluded: tuple[Leaf, ...] = ()
    bonus: tuple[Clause, ...] = ()
    sort: Literal["relevance", "name", "distance"] = "relevance"
