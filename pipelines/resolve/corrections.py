"""The operator's corrections (records.Corrections), in terms of mentions and fields."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

from index_config.taxonomy import Taxonomy
from pipelines.mention import Mention
from pipelines.resolve.clusters import APART, LEFT, Cluster, Sides
from pipelines.resolve.identity import Named
from pipelines.resolve.set_values import set_values
from records import Corrections, Identity, Problem, Therapist
from records.correction import Split
from records.errors import WrongUse


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


def checked(corrections: Corrections, taxonomy: Taxonomy) -> dict[str, dict[str, Any]]:
    """The values to set, by id and field. Raises WrongUse for corrections that cannot be, whomever they meet."""
    for merge in corrections.merge:
        if len(set(merge.ids)) < len(merge.ids):
            raise WrongUse(f"corrections.yaml merges {', '.join(merge.ids[:5])}: an id stands twice.")
    return set_values(corrections, taxonomy)


def orders_of(
    corrections: Corrections,
    mentions: list[Mention],
    identities: Mapping[str, Identity],
    before: Iterable[Therapist],
    taxonomy: Taxonomy,
) -> Orders:
    """What the corrections ask of these mentions. Raises WrongUse as `checked` does."""
    if corrections == Corrections():
        return Orders()
    orders, met = Orders(fields=checked(corrections, taxonomy)), _Met(mentions, identities, before)
    for merge in corrections.merge:
        orders.unused.extend(_unused(f"merge: no page mentions {one}") for one in merge.ids if not met.under(one))
        orders.together.append([mention for one in merge.ids for mention in met.under(one)])
    for number, split in enumerate(corrections.split):
        _part(orders, str(number), split, met)
    orders.unused.extend(_unused(f"set: nobody is {one.id}") for one in corrections.set if not met.knows(one.id))
    return orders


def unmerged(corrections: Corrections, named: Iterable[Named]) -> Iterator[Problem]:
    """The merges that a split stands against."""
    holders = {known: one.id for one in named for known in one.ids} if corrections.merge else {}
    for merge in corrections.merge:
        found = dict.fromkeys(holders[one] for one in merge.ids if one in holders)
        if len(found) > 1:
            yield _unused(f"merge: {' and '.join(found)} stay apart, as a split says")


def unreleased(
    corrections: Corrections, released: Collection[str], therapists: Iterable[Therapist]
) -> Iterator[Problem]:
    """The releases of people who are not held back."""
    if corrections.release:
        known = {
            one for therapist in therapists if therapist.id in released for one in [therapist.id, *therapist.former_ids]
        }
        for release in corrections.release:
            if release.id not in known:
                yield _unused(f"release: {release.id} is not held back")


def _part(orders: Orders, number: str, split: Split, met: "_Met") -> None:
    orders.unused.extend(
        _unused(f"split: {split.id} has no mention {one}") for one in split.apart if not met.named[one]
    )
    taken = met.apart(split)
    left = {mention.keys[0] for mention in met.under(split.id)} - {mention.keys[0] for mention in taken}
    if taken and not left:
        orders.unused.append(_unused(f"split: {split.id} has no other mention"))
    if not taken or not left:
        return
    orders.together.append(taken)
    for side, keys in ((APART, {mention.keys[0] for mention in taken}), (LEFT, left)):
        for key in keys:
            orders.sides.setdefault(key, {})[number] = side


class _Met:
    """The mentions of this run under the names that corrections use."""

    def __init__(
        self, mentions: Iterable[Mention], identities: Mapping[str, Identity], before: Iterable[Therapist]
    ) -> None:
        self.named: defaultdict[str, list[Mention]] = defaultdict(list)
        self._by_id: defaultdict[str, list[Mention]] = defaultdict(list)
        self._identities = identities
        self._families = _families(before)
        for mention in mentions:
            self.named[ref_of(mention)].append(mention)
            if mention.is_profile:
                self.named[mention.url].append(mention)
            for known in self._ids_of(mention):
                self._by_id[known].append(mention)

    def under(self, known: str) -> list[Mention]:
        """Those of a therapist, by a present or former id."""
        return [mention for one in self._families.get(known, [known]) for mention in self._by_id[one]]

    def knows(self, known: str) -> bool:
        """Whether anybody has, or had, this id."""
        return known in self._families or bool(self._by_id[known])

    def apart(self, split: Split) -> list[Mention]:
        """Those that a split names, and all others of the therapist that they have been since an earlier run."""
        taken = [mention for one in split.apart for mention in self.named[one]]
        family = {split.id, *self._families.get(split.id, ())}
        others = {known for mention in taken for known in self._ids_of(mention)} - family
        return [*taken, *(mention for one in sorted(others) for mention in self._by_id[one])]

    def _ids_of(self, mention: Mention) -> set[str]:
        return {self._identities[key].id for key in mention.keys if key in self._identities}


def _families(before: Iterable[Therapist]) -> dict[str, list[str]]:
    """Any id of a therapist of the last run -> all of them."""
    families: dict[str, list[str]] = {}
    for therapist in before:
        family = [therapist.id, *therapist.former_ids]
        families.update(dict.fromkeys(family, family))
    return families


def _unused(detail: str) -> Problem:
    return Problem(code="correction-unused", detail=detail)
