"""What is known of a therapist that another one of the same name may contradict."""

from msgspec import Struct

from index_config.folding import fold
from index_config.geo import miles_between
from index_config.licenses import professions_of
from pipelines.mention import Mention
from pipelines.resolve.names import name_keys

_FAR = 30  # miles between two offices of one practice, at most

_Set = frozenset[str]
_NONE: _Set = frozenset()


class Facts(Struct, frozen=True, gc=False):
    """The facts of all mentions of a cluster, as sets; what no mention tells is in none.

    `names`, `pairs`, `parts`, `middles` and `suffixes` are those of names.NameKeys; `cities` are (folded city, state),
    `centres` the degrees of known places, `profiles` the sources in which there is a profile.
    """

    names: _Set
    pairs: _Set
    parts: _Set
    middles: _Set
    suffixes: _Set
    states: _Set
    cities: frozenset[tuple[str, str]]
    centres: frozenset[tuple[float, float]]
    titles: _Set
    professions: _Set
    profiles: _Set

    def joined(self, other: "Facts") -> "Facts":
        """The facts of both."""
        return Facts(*(getattr(self, name) | getattr(other, name) for name in self.__struct_fields__))

    def contradictions(self, other: "Facts") -> list[str]:
        """Which kinds of facts cannot both be true of one therapist."""
        return [
            name
            for name in ("states", "professions", "middles", "suffixes")
            if (ours := getattr(self, name)) and (theirs := getattr(other, name)) and ours.isdisjoint(theirs)
        ]

    def is_far_from(self, other: "Facts") -> bool:
        """Whether both have known places, and none is near one of the other's. A region has no place of its own."""
        if not self.cities.isdisjoint(other.cities):
            return False
        pairs = [(*here, *there) for here in self.centres for there in other.centres]
        return bool(pairs) and all(miles_between(*pair) > _FAR for pair in pairs)


def facts_of(mention: Mention) -> Facts:
    """What one mention tells."""
    name = name_keys(mention.name)
    places = mention.locations
    return Facts(
        names=frozenset(name.keys),
        pairs=frozenset(name.pairs),
        parts=name.parts,
        middles=_one(name.middle),
        suffixes=_one(name.suffix),
        states=frozenset(place.state for place in places if place.state),
        cities=frozenset((fold(place.city), place.state) for place in places if place.city and place.state),
        centres=frozenset(
            (place.lat, place.lon) for place in places if place.lat is not None and place.lon is not None
        ),
        titles=_one(fold(mention.title or "")),
        professions=professions_of(mention.title, mention.credentials),
        profiles=_one(mention.source) if mention.is_profile else _NONE,
    )


def _one(value: str) -> _Set:
    return frozenset((value,)) if value else _NONE
