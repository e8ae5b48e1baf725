"""The operator's corrections (records.Corrections), in terms of mentions and fields."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct, field

from index_config.licenses import licenses
from pipelines.mention import Mention
from pipelines.normalize.phones import phone
from pipelines.normalize.place import location
from pipelines.normalize.websites import website
from pipelines.resolve.clusters import APART, LEFT, Cluster, Sides
from records import Corrections, Identity, Location, Problem, Therapist
from records.errors import WrongUse

# What the operator may set; all else is made of these, or keeps the records together.
_SETTABLE = (
    *("name", "kind", "prefix", "pronouns", "credentials", "title", "license", "organization", "locations"),
    *("telehealth", "languages", "ages", "insurance", "fee_min", "fee_max", "currency", "sliding_scale"),
    *("phone", "website", "issues", "about"),
)


class Orders(Struct, frozen=True):
    """The corrections of one run.

    `sides` maps the first key of mentions to the splits in which they stand; the mentions of each group of `together`
    are one therapist; `fields` maps ids to the values they shall have; `unused` says which corrections met nobody.
    """

    sides: dict[str, dict[str, str]] = field(default_factory=dict)
    together: list[list[Mention]] = field(default_factory=list)
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    unused: list[Problem] = field(default_factory=list)

    def sides_of(self, mention: Mention) -> Sides:
        """On which sides of splits a mention stands."""
        return self.sides.get(mention.keys[0], {})

    def groups_of(self, clusters: Iterable[Cluster]) -> list[list[Cluster]]:
        """The clusters that are one therapist, by group."""
        if not self.together:
            return []
        holders = {id(mention): cluster for cluster in clusters for mention in cluster.mentions}
        return [[holders[id(mention)] for mention in group] for group in self.together]

    def applied_to(self, therapist: Therapist) -> Therapist:
        """The therapist with the values that the operator has set."""
        values = self.values_of([*therapist.former_ids, therapist.id])
        return msgspec.structs.replace(therapist, **values) if values else therapist

    def values_of(self, ids: Iterable[str]) -> dict[str, Any]:
        """The values that the operator has set for a therapist under any of these ids, the last one counting most."""
        values: dict[str, Any] = {}
        for known in ids if self.fields else ():
            values |= self.fields.get(known, {})
        return values


def ref_of(mention: Mention) -> str:
    """A short name of a mention (10 hex digits) that stays the same from run to run."""
    return hashlib.sha256(mention.keys[0].encode()).hexdigest()[:10]


def orders_of(
    corrections: Corrections,
    mentions: list[Mention],
    identities: Mapping[str, Identity],
    before: Iterable[Therapist],
) -> Orders:
    """What the corrections ask of these mentions. Raises WrongUse for a field or value that cannot be set."""
    if corrections == Corrections():
        return Orders()
    orders = Orders(fields=_fields(corrections))
    families = _families(before)
    by_id: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        for known in {identities[key].id for key in mention.keys if key in identities}:
            by_id[known].append(mention)

    def mentions_of(known: str) -> list[Mention]:
        return [mention for one in families.get(known, [known]) for mention in by_id[one]]

    for merge in corrections.merge:
        orders.unused.extend(_unused(f"merge: no page mentions {one}") for one in merge.ids if not mentions_of(one))
        orders.together.append([mention for one in merge.ids for mention in mentions_of(one)])
    for number, split in enumerate(corrections.split):
        wanted = set(split.apart)
        taken = [one for one in mentions if ref_of(one) in wanted or (one.is_profile and one.url in wanted)]
        left = {mention.keys[0] for mention in mentions_of(split.id)} - {mention.keys[0] for mention in taken}
        if not taken or not left:
            orders.unused.append(_unused(f"split: {split.id} has {'no such mention' if left else 'no other mention'}"))
            continue
        orders.together.append(taken)
        for side, keys in ((APART, {mention.keys[0] for mention in taken}), (LEFT, left)):
            for key in keys:
                orders.sides.setdefault(key, {})[str(number)] = side
    known_ids = {*by_id, *(one for family in families.values() for one in family)}
    orders.unused.extend(_unused(f"set: nobody is {one.id}") for one in corrections.set if one.id not in known_ids)
    return orders


def _families(before: Iterable[Therapist]) -> dict[str, list[str]]:
    """Any id of a therapist of the last run -> all of them."""
    families: dict[str, list[str]] = {}
    for therapist in before:
        family = [therapist.id, *therapist.former_ids]
        families.update(dict.fromkeys(family, family))
    return families


def _unused(detail: str) -> Problem:
    return Problem(code="correction-unused", detail=detail)


def _fields(corrections: Corrections) -> dict[str, dict[str, Any]]:
    fields: dict[str, dict[str, Any]] = {}
    for setting in corrections.set:
        for name, value in setting.fields.items():
            fields.setdefault(setting.id, {})[name] = _value(setting.id, name, value)
    return fields


def _value(therapist_id: str, name: str, value: Any) -> Any:
    """The value as the records hold it."""
    where = f"corrections.yaml sets {name} of {therapist_id}"
    if name not in _SETTABLE:
        raise WrongUse(f"{where}, which cannot be set; can be: {', '.join(_SETTABLE)}.")
    try:
        found = msgspec.convert(value, _types()[name])
    except msgspec.ValidationError as error:
        raise WrongUse(f"{where} to {value!r}: {error}.") from None
    if found is None:
        return None
    cleaned = _CLEANERS[name](found) if name in _CLEANERS else found
    if cleaned is None or (name == "locations" and None in cleaned):
        raise WrongUse(f"{where} to {value!r}, which is none.")
    return cleaned


def _placed(places: list[Location]) -> list[Location | None]:
    return [location(place.city, place.state, place.zip)[0] for place in places]


_CLEANERS: dict[str, Any] = {
    "phone": phone,
    "website": website,
    "license": lambda code: code if code in licenses() else None,
    "locations": _placed,
}


def _types() -> dict[str, Any]:
    return get_type_hints(Therapist)
