"""Which mentions mean the same therapist: by evidence only, and apart where anything contradicts."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from index_config.folding import fold
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
    apart by city, then state, then title; then clusters with the same statement under a changed name are one.
    """
    clusters: list[Cluster] = []
    by_name: defaultdict[tuple[str, str], list[Cluster]] = defaultdict(list)
    # Those with a place come first: one without then sees whether it has one namesake or several.
    for mention in sorted(mentions, key=lambda one: (not one.is_profile, not one.locations, one.first_seen, one.keys)):
        namesakes = by_name[mention.source, fold(mention.name)]
        found = None if mention.is_profile else _the_one_meant(mention, namesakes)
        if found is None:
            found = Cluster(ambiguous=bool(namesakes) and not mention.is_profile)
            clusters.append(found)
            namesakes.append(found)
        found.mentions.append(mention)
    return _united_by_words(clusters)


def _united_by_words(clusters: list[Cluster]) -> list[Cluster]:
    united: list[Cluster] = []
    authors: dict[str, Cluster] = {}
    for one in clusters:
        words = {text_digest(m.statement) for m in one.mentions if m.statement and len(m.statement) >= _TELLING_LENGTH}
        same = next((authors[text] for text in sorted(words) if text in authors), None)
        if same is not None and _may_be_one(one, same):
            same.mentions.extend(one.mentions)
            one = same
        else:
            united.append(one)
        for text in words:
            authors.setdefault(text, one)
    return united


def _may_be_one(one: Cluster, other: Cluster) -> bool:
    # Two profiles are two people; and colleagues copy each other's texts, so a part of the name must have stayed.
    both_profiles = any(m.is_profile for m in one.mentions) and any(m.is_profile for m in other.mentions)
    shared = _name_parts(one.mentions) & _name_parts(other.mentions)
    return bool(shared) and not both_profiles and not any(_contradicts(mention, other) for mention in one.mentions)


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


def _name_parts(mentions: list[Mention]) -> set[str]:
    return {part for mention in mentions for part in fold(mention.name).split()}


def _states(mentions: list[Mention]) -> set[str]:
    return {place.state for mention in mentions for place in mention.locations if place.state}


def _cities(mentions: list[Mention]) -> set[str]:
    return {fold(place.city) for mention in mentions for place in mention.locations if place.city}


def _licenses(mentions: list[Mention]) -> set[str]:
    return {mention.license for mention in mentions if mention.license}


def _titles(mentions: list[Mention]) -> set[str]:
    return {fold(mention.title) for mention in mentions if mention.title}
