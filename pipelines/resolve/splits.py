"""What the operator has split, taken apart: within the cluster that would hold it, so that nobody else changes."""

from collections.abc import Callable, Iterable

from pipelines.mention import Mention
from pipelines.resolve.clusters import APART, LEFT, Cluster, Sides
from pipelines.resolve.linking import forced, united
from pipelines.resolve.namesakes import gathered


def parted(clusters: Iterable[Cluster], sides_of: Callable[[Mention], Sides]) -> list[Cluster]:
    """The clusters, those that hold mentions which are somebody else's in parts, all others as they were."""
    found: list[Cluster] = []
    for cluster in clusters:
        if any(APART in sides_of(mention).values() for mention in cluster.mentions):
            found += _parts(cluster, sides_of)
            continue
        for mention in cluster.mentions:
            cluster.sides.update(sides_of(mention))
        found.append(cluster)
    return found


def _parts(cluster: Cluster, sides_of: Callable[[Mention], Sides]) -> list[Cluster]:
    """A cluster's mentions linked anew, across no split; what stays is one, whatever had linked its parts."""
    parts = united(gathered(cluster.mentions, sides_of))
    for part in parts:
        part.ambiguous = part.ambiguous or cluster.ambiguous
    return forced(parts, [[part for part in parts if set(part.sides.values()) == {LEFT}]])
