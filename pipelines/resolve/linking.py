"""Which clusters, of one directory or of several, are the same therapist: by evidence, the surest first."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipelines.resolve.clusters import Cluster
from pipelines.resolve.judging import (
    Test,
    are_surely_one,
    is_uncontradicted,
    is_uncontradicted_and_near,
    judge_of_words,
)
from pipelines.text import address, text_digest

_TELLING_LENGTH = 80  # characters; a shorter text may be a common saying of two people
_MOST = 50  # clusters with one piece of evidence in common: more of them say nothing

_Keys = Callable[[Cluster], Iterable[Any]]  # each kind of keys hashable and ordered


def united(clusters: list[Cluster]) -> list[Cluster]:
    """The clusters, those of one therapist as one: the first of them, in the same order.

    Sure evidence (a profile's address, the same words, phone or website, each with a part of the name) joins whom too
    little contradicts. A name with a city or a state joins only whom nothing contradicts, and only where no directory
    has two of them: of these neither is guessed.
    """
    joined = _Joined()
    profiles = {address(mention.url) for one in clusters for mention in one.mentions if mention.is_profile}
    sure: dict[str, _Keys] = {
        "profile url": lambda cluster: _profile_urls(cluster, profiles),
        "same words": _words,
        "phone": _phones,
        "website": _websites,
    }
    for evidence, keys_of in sure.items():
        for found in map(joined.distinct, _blocks(clusters, keys_of)):
            if len(found) <= _MOST:
                are_one = judge_of_words(found) if keys_of is _words else are_surely_one
                joined.join_where(are_one, found, evidence)
    likely: dict[str, tuple[_Keys, Test]] = {
        "name and city": (_names_and_cities, is_uncontradicted),
        "similar name, city and profession": (_similar_names, is_uncontradicted),
        "name and state": (_names_and_states, is_uncontradicted_and_near),
    }
    for evidence, (keys_of, are_one) in likely.items():
        for found in map(joined.distinct, _blocks(clusters, keys_of)):
            if len(found) > _MOST or any(one.ambiguous for one in found):
                continue
            if _are_of_different_directories(found):
                joined.join_where(are_one, found, evidence)
    return joined.left_of(clusters)


def forced(clusters: list[Cluster], groups: Iterable[list[Cluster]]) -> list[Cluster]:
    """The clusters, those of each group as one, whatever contradicts: the operator says so."""
    joined = _Joined()
    for group in groups:
        joined.join_where(lambda one, other: True, joined.distinct(group), "correction")
    return joined.left_of(clusters)


class _Joined:
    """Into which cluster each one was absorbed."""

    def __init__(self) -> None:
        self._into: dict[Cluster, Cluster] = {}

    def distinct(self, block: Iterable[Cluster]) -> list[Cluster]:
        """The clusters in which those of a block are by now."""
        return list(dict.fromkeys(map(self._whole, block)))

    def left_of(self, clusters: list[Cluster]) -> list[Cluster]:
        """Those that no other has absorbed."""
        return [one for one in clusters if one not in self._into]

    def join_where(self, are_one: Test, found: list[Cluster], evidence: str) -> None:
        """Joins each cluster to the first before it that it may be one with."""
        kept: list[Cluster] = []
        for one in found:
            same = next((other for other in kept if not other.is_split_from(one.sides) and are_one(other, one)), None)
            if same is None:
                kept.append(one)
            else:
                same.absorb(one, evidence)
                self._into[one] = same

    def _whole(self, cluster: Cluster) -> Cluster:
        while cluster in self._into:
            cluster = self._into[cluster]
        return cluster


def _blocks(clusters: Iterable[Cluster], keys_of: _Keys) -> list[list[Cluster]]:
    """The groups of clusters that have a key in common, in the order of their first ones."""
    first: dict[Any, Cluster] = {}
    groups: dict[Any, list[Cluster]] = {}
    for cluster in clusters:
        for key in sorted(set(keys_of(cluster))):  # a set's own order is another one in every process
            if key in first:
                groups.setdefault(key, [first[key]]).append(cluster)
            else:
                first[key] = cluster
    return list(groups.values())


def _are_of_different_directories(found: list[Cluster]) -> bool:
    profiles = [source for one in found for source in one.facts.profiles]
    return len(profiles) == len(set(profiles))


def _profile_urls(cluster: Cluster, profiles: set[str]) -> Iterator[str]:
    """The addresses of profiles: own ones, and others that a page names as its owner's website."""
    for mention in cluster.mentions:
        for url in (mention.url if mention.is_profile else mention.profile_url, mention.canonical_url):
            if url:
                yield address(url)
        if mention.website and (site := address(mention.website)) in profiles:
            yield site


def _words(cluster: Cluster) -> Iterator[str]:
    for mention in cluster.mentions:
        for text in (mention.statement, mention.about):
            if text and len(text) >= _TELLING_LENGTH:
                yield text_digest(text)


def _phones(cluster: Cluster) -> Iterator[tuple[str, str]]:
    phones = {mention.phone for mention in cluster.mentions if mention.phone}
    return ((phone, pair) for phone in phones for pair in cluster.facts.pairs)


def _websites(cluster: Cluster) -> Iterator[tuple[str, str]]:
    websites = {address(mention.website) for mention in cluster.mentions if mention.website}
    return ((website, pair) for website in websites for pair in cluster.facts.pairs)


def _names_and_cities(cluster: Cluster) -> Iterator[tuple[str, object]]:
    return ((name, city) for name in cluster.facts.names for city in cluster.facts.cities)


def _similar_names(cluster: Cluster) -> Iterator[tuple[str, object, str]]:
    facts = cluster.facts
    return ((pair, city, work) for pair in facts.pairs for city in facts.cities for work in facts.professions)


def _names_and_states(cluster: Cluster) -> Iterator[tuple[str, str]]:
    return ((name, state) for name in cluster.facts.names for state in cluster.facts.states)
