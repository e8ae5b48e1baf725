"""Which mentions mean the same therapist: by evidence only, and apart where anything contradicts."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from index_config.places import fold
from pipelines.mention import Mention
from pipelines.text import text_digest

# A shorter statement may be a common saying of two people.
_TELLING_LENGTH = 80


class Cluster(Struct, eq=False):
    """The mentions of one therapist, a profile first. `ambiguous`: a namesake could not be told apart."""

    mentions: list[Mention] = field(default_factory=list)
    ambiguous: bool = False


def clusters_of(mentions: Iterable[Mention]) -> list[Cluster]:
    """Every mention in exactly one cluster, whatever the order in which they come.

    A profile is a cluster. An attribution joins the only cluster of its source with its name, namesakes told
    apart by city, then state, then title; under a changed name it joins the one with the same statement.
    """
    building = _Building()
    # Those with a place come first: one without then sees whether it has one namesake or several.
    for mention in sorted(mentions, key=lambda one: (not one.is_profile, not one.locations, one.first_seen, one.keys)):
        building.add(mention)
    return building.clusters


class _Building:
    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._by_profile: dict[str, Cluster] = {}
        self._by_name: defaultdict[tuple[str, str], list[Cluster]] = defaultdict(list)
        self._by_words: dict[str, Cluster] = {}

    def add(self, mention: Mention) -> None:
        namesakes = self._by_name[mention.source, fold(mention.name)]
        if mention.is_profile:
            found = self._by_profile.get(mention.url)
        else:
            found = _the_one_meant(mention, namesakes) or self._author_of_same_words(mention)
        if found is None:
            found = Cluster(ambiguous=bool(namesakes) and not mention.is_profile)
            self.clusters.append(found)
        found.mentions.append(mention)
        if not any(found is one for one in namesakes):
            namesakes.append(found)
        if mention.is_profile:
            self._by_profile[mention.url] = found
        if words := _telling_words(mention):
            self._by_words.setdefault(words, found)

    def _author_of_same_words(self, mention: Mention) -> Cluster | None:
        words = _telling_words(mention)
        author = self._by_words.get(words) if words else None
        if author is None or _contradicts(mention, author):
            return None
        # Colleagues copy each other's texts: a renamed person keeps a part of the name.
        parts = set(fold(mention.name).split())
        return author if any(parts & set(fold(one.name).split()) for one in author.mentions) else None


def _telling_words(mention: Mention) -> str | None:
    if mention.statement is None or len(mention.statement) < _TELLING_LENGTH:
        return None
    return text_digest(mention.statement)


def _the_one_meant(mention: Mention, namesakes: list[Cluster]) -> Cluster | None:
    fitting = [one for one in namesakes if not _contradicts(mention, one)]
    for values in (_cities, _states, _titles):
        if len(fitting) > 1:
            fitting = _agreeing(mention, fitting, values) or fitting
    return fitting[0] if len(fitting) == 1 else None


def _contradicts(mention: Mention, other: Cluster) -> bool:
    return any(
        (ours := values([mention])) and (theirs := values(other.mentions)) and not ours & theirs
        for values in (_states, _licenses)
    )


def _agreeing(mention: Mention, clusters: list[Cluster], values: Callable[[list[Mention]], set[str]]) -> list[Cluster]:
    return [one for one in clusters if values([mention]) & values(one.mentions)]


def _states(mentions: list[Mention]) -> set[str]:
    return {place.state for mention in mentions for place in mention.locations if place.state}


def _cities(mentions: list[Mention]) -> set[str]:
    return {fold(place.city) for mention in mentions for place in mention.locations if place.city}


def _licenses(mentions: list[Mention]) -> set[str]:
    return {mention.license for mention in mentions if mention.license}


def _titles(mentions: list[Mention]) -> set[str]:
    return {fold(mention.title) for mention in mentions if mention.title}
