"""What the engines have in common: the read side as the one code path of `search.engine` needs it."""

from collections.abc import Sequence
from typing import Any, Protocol

from msgspec import Struct, field

from search.facets import Counts
from search.plan import Leaf, Plan
from search.ranking import Candidate
from search.writer import VersionInfo


class Candidates(Struct, frozen=True, kw_only=True):
    """Matches of a plan: how many there are, a window of them in the plan's order, and the facets."""

    total: int
    window: list[Candidate]
    facets: Counts = field(default_factory=dict)


class Document(Struct, frozen=True):
    """What is stored of a therapist: the exported record, and the words for evidence."""

    record: dict[str, Any]
    words: list[dict[str, Any]]


class Backend(Protocol):
    """The read side of an engine. Every method raises EngineUnavailable when the engine does not answer."""

    def live(self) -> VersionInfo | None:
        """The live version as of now; None when there is none."""

    def version(self, version: str) -> VersionInfo | None:
        """A version that is still kept; None for any other."""

    def candidates(self, version: str, plan: Plan, start: int, count: int, facets: Sequence[str] = ()) -> Candidates:
        """At most `count` matches from position `start` of the plan's order on, and these facets."""

    def counts(self, version: str, plans: Sequence[Plan]) -> list[int]:
        """How many people match each of these plans."""

    def terms(self, version: str, field: str) -> dict[str, int]:
        """The values of a keyword field with the number of people who have each."""

    def matched(self, version: str, found: Sequence[Candidate], leaves: Sequence[Leaf]) -> list[list[Leaf]]:
        """Which of the leaves each of these candidates of the same version matches."""

    def statements(self, version: str, plan: Plan, start: int, count: int) -> tuple[int, list[dict[str, Any]]]:
        """How many statements match what a plan requires and excludes, and a window of their records, by id."""

    def documents(self, version: str, found: Sequence[Candidate]) -> list[Document | None]:
        """What is stored of these candidates of the same version, in their order; None for one just erased."""

    def close(self) -> None:
        """Lets go of everything held open."""
