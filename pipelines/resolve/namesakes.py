"""Whom an author line means among those of its name in its directory; never guessed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pipelines.mention import Mention
from pipelines.resolve.clusters import Cluster, Sides, cluster_of
from pipelines.resolve.facts import Facts, facts_of

_MOST = 200  # of one name and state in one directory; among more, nobody is told apart

# Source, key of the name -> state (None: of no known state) -> clusters.
_Register = defaultdict[tuple[str, str], dict[str | None, dict[Cluster, None]]]


def _on_no_side(mention: Mention) -> Sides:
    return {}


def gathered(mentions: Iterable[Mention], sides_of: Callable[[Mention], Sides] = _on_no_side) -> list[Cluster]:
    """Every mention in exactly one cluster, whatever the order in which they come.

    A profile is a cluster. An author line belongs to the profile it links to, else to the only cluster of its source
    with its name that nothing contradicts; several namesakes are told apart by city, then state, then title. Whoever is
    still tied, or contradicts all, is a cluster of their own, marked ambiguous.
    """
    clusters: list[Cluster] = []
    register: _Register = defaultdict(dict)
    linked: dict[str, Cluster] = {}
    for mention in sorted(mentions, key=_order):
        facts, sides = facts_of(mention), sides_of(mention)
        target = linked.get(mention.profile_url or "")
        if target and not target.is_split_from(sides):
            target.add(mention, "linked", sides)
        elif found := _the_one_meant(mention, facts, sides, register):
            target, evidence = found
            target.add(mention, evidence, sides)
        else:
            has_namesake = any(register.get((mention.source, key)) for key in facts.names)
            is_meant = mention.is_profile or mention.profile_url
            target = cluster_of(mention, sides, ambiguous=has_namesake and not is_meant)
            clusters.append(target)
        if address := mention.url if mention.is_profile else mention.profile_url:
            linked.setdefault(address, target)
        _enter(register, mention.source, facts, target)
    return clusters


def _order(mention: Mention) -> tuple[object, ...]:
    """Profiles first, then what links to them; those without a place last, seeing how many namesakes there are."""
    return not mention.is_profile, not mention.profile_url, not mention.locations, mention.first_seen, mention.keys


def _enter(register: _Register, source: str, facts: Facts, cluster: Cluster) -> None:
    for key in facts.names:
        by_state = register[source, key]
        for state in facts.states or (None,):
            by_state.setdefault(state, {})[cluster] = None


def _the_one_meant(mention: Mention, facts: Facts, sides: Sides, register: _Register) -> tuple[Cluster, str] | None:
    """The cluster that an author line without a known link means, and by what; None when there is no sure one."""
    if mention.is_profile or mention.profile_url:
        return None
    namesakes = list(dict.fromkeys(_namesakes(mention.source, facts, register)))
    if len(namesakes) > _MOST:
        return None
    fitting = [one for one in namesakes if not one.is_split_from(sides) and not one.facts.contradictions(facts)]
    narrowed = ""
    for name in ("cities", "states", "titles"):
        agreeing = [one for one in fitting if not getattr(one.facts, name).isdisjoint(getattr(facts, name))]
        if agreeing and (len(fitting) > 1 or not narrowed):
            fitting, narrowed = agreeing, narrowed or name
    return (fitting[0], _EVIDENCE[narrowed]) if len(fitting) == 1 else None


_EVIDENCE = {"cities": "name and city", "states": "name and state", "titles": "name and title", "": "name"}


def _namesakes(source: str, facts: Facts, register: _Register) -> Iterator[Cluster]:
    """The clusters of the source with the name, without those of other states where the line has one."""
    for key in facts.names:
        by_state = register.get((source, key), {})
        for state in (*facts.states, None) if facts.states else by_state:
            yield from by_state.get(state, ())
