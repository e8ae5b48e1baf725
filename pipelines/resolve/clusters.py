"""Clusters: the mentions that mean one therapist, and what links each of them to the others."""

from collections.abc import Mapping

from msgspec import Struct, field

from pipelines.mention import Mention
from pipelines.resolve.facts import Facts, facts_of

Sides = Mapping[str, str]
"""The operator's splits in which something stands -> the side on which it does."""

APART, LEFT = "apart", "left"
"""The sides of a split: what is somebody else's, and what stays."""


class Member(Struct, frozen=True):
    """A mention of a cluster; `evidence` (kinds of evidence.yaml) links it to the members before it."""

    mention: Mention
    evidence: list[str]


class Cluster(Struct, eq=False):
    """The mentions of one therapist. `facts` are those of all; `ambiguous`: a namesake could not be told apart."""

    members: list[Member]
    facts: Facts
    ambiguous: bool = False
    sides: dict[str, str] = field(default_factory=dict)

    @property
    def mentions(self) -> list[Mention]:
        """The mentions of all members."""
        return [member.mention for member in self.members]

    def add(self, mention: Mention, evidence: str, sides: Sides) -> None:
        """Takes one more mention in."""
        self.members.append(Member(mention, [evidence]))
        self.facts = self.facts.joined(facts_of(mention))
        self.sides.update(sides)

    def absorb(self, other: "Cluster", evidence: str) -> None:
        """Takes all mentions of another cluster in, linked by its first."""
        other.members[0].evidence.append(evidence)
        self.members += other.members
        self.facts = self.facts.joined(other.facts)
        self.ambiguous = self.ambiguous and other.ambiguous
        self.sides.update(other.sides)

    def is_split_from(self, sides: Sides) -> bool:
        """Whether the operator has said that this is not the therapist who stands on these sides."""
        return any(self.sides.get(split, side) != side for split, side in sides.items())


def cluster_of(mention: Mention, sides: Sides, *, ambiguous: bool = False) -> Cluster:
    """A cluster of one mention."""
    return Cluster([Member(mention, [])], facts_of(mention), ambiguous, dict(sides))
