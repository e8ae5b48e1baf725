"""A question to the index."""

from typing import Literal

from msgspec import Struct, field

SORTS = ("relevance", "name", "distance")


class Query(Struct, frozen=True, kw_only=True):
    """Every filter of the contract; within a filter any value suffices, across filters all must hold.

    `near` is a ZIP or "City, ST"; `within` is in miles; `max_fee` in the record's currency; `literal` switches
    the understanding of the words off, `literal_part` (the text of parts of an answer's `understood`) that of these.
    `explain` takes the scores apart. `facet` names the facets that are counted (none: all), `facet_q` keeps the values
    whose label holds its words.
    """

    q: str = ""
    approach: list[str] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    city: list[str] = field(default_factory=list)
    near: str | None = None
    within: float = 25.0
    title: list[str] = field(default_factory=list)
    license: list[str] = field(default_factory=list)
    telehealth: bool | None = None
    insurance: list[str] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    age: list[str] = field(default_factory=list)
    max_fee: float | None = None
    sort: Literal["relevance", "name", "distance"] = "relevance"
    limit: int = 10
    cursor: str | None = None
    facet: list[str] = field(default_factory=list)
    facet_q: str | None = None
    explain: bool = False
    literal: bool = False
    literal_part: list[str] = field(default_factory=list)
