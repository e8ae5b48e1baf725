"""When evidence makes two clusters one: how much may contradict it."""

from collections.abc import Callable
from datetime import datetime
from itertools import combinations

from index_config.folding import folded_words
from pipelines.mention import Mention
from pipelines.resolve.clusters import Cluster
from pipelines.text import address

_MANY = 2  # differences that two pages of one therapist do not show: a directory may have its own phone for them

Test = Callable[[Cluster, Cluster], bool]
"""Whether two clusters that have a piece of evidence in common are one."""


def are_surely_one(one: Cluster, other: Cluster) -> bool:
    """Whether sure evidence holds.

    With a given and a family name in common a move is believed, or another profession in another directory; with a part
    of the name in common only what nothing contradicts, where no directory has a profile of each.
    """
    contradictions = set(one.facts.contradictions(other.facts))
    are_two_profiles = not one.facts.profiles.isdisjoint(other.facts.profiles)
    if _have_a_name_in_common(one, other):
        return contradictions <= {"states"} or (contradictions == {"professions"} and not are_two_profiles)
    return bool(one.facts.parts & other.facts.parts) and not contradictions and not are_two_profiles


def _have_a_name_in_common(one: Cluster, other: Cluster) -> bool:
    """Whether they share a given name with a family name."""
    return bool(one.facts.pairs & other.facts.pairs or one.facts.names & other.facts.names)


def judge_of_words(found: list[Cluster]) -> Test:
    """When the same words make two one: words that strangers share (a practice's) only with a name in common."""
    are_shared = any(one.facts.parts.isdisjoint(other.facts.parts) for one, other in combinations(found, 2))
    return _are_one_by_name_and_words if are_shared else _are_one_by_words


def _are_one_by_name_and_words(one: Cluster, other: Cluster) -> bool:
    return _have_a_name_in_common(one, other) and are_surely_one(one, other)


def _are_one_by_words(one: Cluster, other: Cluster) -> bool:
    """With a part of the name in common: no couple (unlike given names), nor two whom one body of a page shows."""
    if not are_surely_one(one, other):
        return False
    if _have_a_name_in_common(one, other):
        return True
    return not _initials(one).isdisjoint(_initials(other)) and _bodies(one).isdisjoint(_bodies(other))


def _initials(cluster: Cluster) -> set[str]:
    return {name[:1] for name in cluster.facts.names}


def _bodies(cluster: Cluster) -> set[tuple[str, str, datetime]]:
    return {(one.source, one.url, one.first_seen) for one in cluster.mentions}


def is_uncontradicted(one: Cluster, other: Cluster) -> bool:
    """Whether weak evidence may hold."""
    return not one.facts.contradictions(other.facts) and _differences(one, other) < _MANY


def is_uncontradicted_and_near(one: Cluster, other: Cluster) -> bool:
    """Whether the weakest evidence may hold: nothing at all differs."""
    are_near = not one.facts.contradictions(other.facts) and not one.facts.is_far_from(other.facts)
    return are_near and _differences(one, other) == 0


def _differences(one: Cluster, other: Cluster) -> int:
    """Of how many of phone, website and pronouns both show some, and none of the other's."""
    both = ((_shown(one, told), _shown(other, told)) for told in (_phones, _websites, _pronouns))
    return sum(bool(ours) and bool(theirs) and ours.isdisjoint(theirs) for ours, theirs in both)


def _shown(cluster: Cluster, told: Callable[[Mention], list[str]]) -> set[str]:
    return {value for mention in cluster.mentions for value in told(mention)}


def _phones(mention: Mention) -> list[str]:
    return [mention.phone] if mention.phone else []


def _websites(mention: Mention) -> list[str]:
    return [address(mention.website)] if mention.website else []


def _pronouns(mention: Mention) -> list[str]:
    return folded_words(mention.pronouns or "")
