"""The one scoring function: from what an engine found to the order people see."""

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from search.data import read_yaml
from search.plan import Plan

NUMBERS = 1 << 63  # how many numbers stand for ids


class Least(Struct, frozen=True, forbid_unknown_fields=True):
    """How many words a match must have: so much for each word that somebody uses, and for each that nobody does."""

    known: float
    unknown: float


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ranking.yaml."""

    fields: dict[str, float]
    common: float
    rare: float
    faint: float
    many: float
    most: int
    adjacent: dict[str, float]
    claims: dict[str, float]
    asked_for: float
    kin: dict[str, float]
    few: dict[str, int]
    issues: dict[str, float]
    concept: float
    beside_concepts: float
    languages: dict[str, float]
    beside_names: float
    nearer: dict[int, float]
    status: dict[str, float]
    completeness: float
    window: int
    least: Least


class Candidate(Struct, frozen=True, gc=False):
    """A match as an engine gives it.

    `ref` is the engine's own handle; `number` comes from the id (see `number_of`); `worth` is the plan's; `standing` is
    the record's own (see `standing`); `place` is where it stands in the plan's order when that is not relevance: a
    name, or miles.
    """

    ref: Any
    number: int
    worth: float
    standing: float
    place: str | float | None = None


class Ranked(Struct, frozen=True, gc=False):
    """A candidate in its final order: lower keys come first."""

    candidate: Candidate
    score: float
    key: tuple[str | float, int]


@cache
def weights() -> Weights:
    """The weights as shipped."""
    return read_yaml("ranking.yaml", Weights)


def number_of(id_: str) -> int:
    """A 63-bit number that stands for an id: cheap to keep beside a document, and to shuffle by day."""
    return int.from_bytes(blake2b(id_.encode(), digest_size=8).digest()) >> 1


def score(candidate: Candidate) -> float:
    """How well a candidate answers: what it matched, and how much it tells."""
    return round(candidate.worth + candidate.standing, 4)


def standing(completeness: float, status: str) -> float:
    """What a record is worth whatever is asked: it tells much, and was seen lately."""
    return weights().completeness * completeness + weights().status[status]


def rank(candidates: Iterable[Candidate], plan: Plan, day: int) -> list[Ranked]:
    """The candidates in their order. Ties are broken anew every day, so that nobody is always last."""
    seed = int.from_bytes(blake2b(day.to_bytes(8), digest_size=8).digest()) | 1
    ranked = [_ranked(candidate, plan, seed) for candidate in candidates]
    ranked.sort(key=lambda one: one.key)
    return ranked


def _ranked(candidate: Candidate, plan: Plan, seed: int) -> Ranked:
    found = score(candidate)
    place = candidate.place if plan.sort != "relevance" and candidate.place is not None else -found
    # Times an odd number, modulo a power of two: no two numbers become one.
    return Ranked(candidate, found, (place, candidate.number * seed & NUMBERS - 1))
