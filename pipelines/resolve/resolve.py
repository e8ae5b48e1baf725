"""The pure step from all sightings to the records of a run."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

import msgspec
from msgspec import Struct, field

from index_config.taxonomy import Taxonomy
from pipelines.mention import Mention, Sighting
from pipelines.resolve.approaches import approaches_of
from pipelines.resolve.carried import carried_over
from pipelines.resolve.clusters import Cluster
from pipelines.resolve.corrections import Orders, orders_of, unmerged, unreleased
from pipelines.resolve.fields import claims_of, meaning_of, provenance_of, therapist_of
from pipelines.resolve.identity import Named, name_clusters
from pipelines.resolve.linking import forced, united
from pipelines.resolve.links import links_of
from pipelines.resolve.namesakes import gathered
from pipelines.resolve.optouts import Learned, LeftOut, Party, left_out
from pipelines.resolve.splits import parted
from pipelines.resolve.statements import speakers_of, statements_of
from records import (
    Approach,
    ClaimEvidence,
    Corrections,
    Identity,
    Link,
    Meaning,
    Problem,
    Provenance,
    Statement,
    Therapist,
)
from records.optouts import NOBODY, Key, OptOuts, url_key


class Before(Struct, frozen=True):
    """What the last run left: its therapists, its current and older statements.

    `withdrawn` are the urls of pages that ask not to be kept since, or whose owners do; nobody is carried over from
    them. `gone` are the urls of pages that are no longer on their sites: whom nothing else mentions leaves with them.
    """

    therapists: list[Therapist] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    statement_history: list[Statement] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


class Resolved(Struct, frozen=True, kw_only=True):
    """The records, each list in the order of ids, and the mention keys met for the first time.

    `provenance`, `claims`, `meanings` and `links` are many: they are made as they are read, once, ordered by
    therapist. They say nothing of the `carried`, those therapists whose pages this run did not see. `problems` are
    corrections that met nobody. `left_out` says who asked to be left out, and is nowhere in the records.
    """

    therapists: list[Therapist]
    statements: list[Statement]
    statement_history: list[Statement]
    approaches: list[Approach]
    provenance: Iterable[Provenance]
    claims: Iterable[ClaimEvidence]
    meanings: Iterable[Meaning]
    links: Iterable[Link]
    carried: set[str]
    minted: dict[str, Identity]
    problems: list[Problem]
    left_out: LeftOut

    @property
    def learned(self) -> list[Learned]:
        """Newly met keys of people who are out."""
        return self.left_out.learned


def resolve(
    sightings: list[Sighting],
    identities: Mapping[str, Identity],
    before: Before,
    corrections: Corrections,
    taxonomy: Taxonomy,
    now: datetime,
    optouts: OptOuts = NOBODY,
) -> Resolved:
    """Whom all mentions mean. The same input gives the same records; `now` (UTC) dates new ids and staleness.

    Whoever is left out by the opt-outs is out as a whole, with all that was linked to them, and is given no id.
    Raises WrongUse for corrections that cannot be.
    """
    mentions = [_dated(mention, sighting) for sighting in sightings for mention in sighting.reading.mentions]
    orders = orders_of(corrections, mentions, identities, before.therapists, taxonomy)
    named, minted = name_clusters(_clusters(mentions, orders), identities, _successors(before), now)
    named = _with_older_ids(named, before.therapists)
    found = _records(named, before, orders, now)
    found += _carried(named, sightings, before, orders)
    parties = (Party(one.therapist, [*one.statements, *one.older], one.mentions) for one in found)
    unfit = _unfit(sightings, minted, identities) if optouts.digests else set[Key]()
    hidden = left_out(parties, optouts, corrections, unfit)
    found = sorted((one for one in found if one.therapist.id not in hidden.ids), key=lambda one: one.therapist.id)
    named = sorted((one for one in named if one.id not in hidden.ids), key=lambda one: one.id)
    therapists = [one.therapist for one in found]
    return Resolved(
        therapists=therapists,
        statements=sorted(
            (said for one in found for said in one.statements), key=lambda said: (said.therapist_id, said.id)
        ),
        statement_history=sorted(
            (said for one in found for said in one.older),
            key=lambda one: (one.therapist_id, one.id, one.first_seen, one.text),
        ),
        approaches=approaches_of(sightings, named, therapists, taxonomy),
        provenance=chain.from_iterable(provenance_of(one, orders.values_of(one.ids), now) for one in named),
        claims=chain.from_iterable(map(claims_of, named)),
        meanings=map(meaning_of, named),
        links=chain.from_iterable(map(links_of, named)),
        carried={one.therapist.id for one in found if not one.mentions},
        minted={key: one for key, one in minted.items() if one.id not in hidden.out},
        problems=[*orders.unused, *unmerged(corrections, named), *unreleased(corrections, hidden.released, therapists)],
        left_out=hidden,
    )


class _Found(Struct, frozen=True):
    """A therapist with their current and older statements, and their mentions (none of those carried over)."""

    therapist: Therapist
    statements: list[Statement]
    older: list[Statement]
    mentions: list[Mention]


def _records(named: list[Named], before: Before, orders: Orders, now: datetime) -> list[_Found]:
    speakers = speakers_of(named)
    known_texts: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in [*before.statements, *before.statement_history]:
        known_texts[statement.id].append(statement)
    first_seen = {therapist.id: therapist.first_seen for therapist in before.therapists}
    found: list[_Found] = []
    for one in named:
        current, older = statements_of(one, known_texts, speakers)
        earliest = min((first_seen[known] for known in one.ids if known in first_seen), default=now)
        therapist = therapist_of(one, [statement.id for statement in current], earliest, now)
        found.append(_Found(orders.applied_to(therapist), current, older, one.cluster.mentions))
    return found


def _carried(named: list[Named], sightings: list[Sighting], before: Before, orders: Orders) -> list[_Found]:
    carried = list(
        carried_over(
            before.therapists,
            before.statements,
            ids={known for one in named for known in one.ids},
            urls={sighting.reading.url for sighting in sightings} | before.withdrawn,
            gone=before.gone,
        )
    )
    found = {one.id: _Found(orders.applied_to(one), [], [], []) for one in carried}
    for statement in before.statements:
        if statement.therapist_id in found:
            found[statement.therapist_id].statements.append(statement)
    for statement in before.statement_history:
        if statement.therapist_id in found:
            found[statement.therapist_id].older.append(statement)
    return list(found.values())


def _unfit(sightings: list[Sighting], minted: Mapping[str, Identity], identities: Mapping[str, Identity]) -> set[Key]:
    """What says nothing of one person: ids that nobody has met yet, and the addresses of pages of many.

    An author line may link to the wrong page; learned, that would keep everybody's page from being read.
    """
    new_ids = {one.id for one in minted.values()} - {one.id for one in identities.values()}
    of_many = (one.reading.url for one in sightings if one.reading.approach or not one.reading.mentions)
    return {*(Key("id", one) for one in new_ids), *map(url_key, of_many)}


def _clusters(mentions: list[Mention], orders: Orders) -> list[Cluster]:
    clusters = united(gathered(mentions))
    if orders.sides:
        clusters = parted(clusters, orders.sides_of)
    return forced(clusters, orders.groups_of(clusters))


def _successors(before: Before) -> dict[str, str]:
    return {former: therapist.id for therapist in before.therapists for former in therapist.former_ids}


def _with_older_ids(named: list[Named], before: Iterable[Therapist]) -> list[Named]:
    """Each with the former ids that no mention speaks of any more, unless somebody bears them again; in their order."""
    older = {therapist.id: therapist.former_ids for therapist in before if therapist.former_ids}
    taken = {known for one in named for known in one.ids} if older else set()
    return [
        msgspec.structs.replace(one, former_ids=sorted({*one.former_ids, *_left(one.ids, older, taken)}))
        if older or one.former_ids
        else one
        for one in named
    ]


def _left(ids: Iterable[str], older: Mapping[str, list[str]], taken: set[str]) -> Iterator[str]:
    return (old for known in ids for old in older.get(known, ()) if old not in taken)


def _dated(mention: Mention, sighting: Sighting) -> Mention:
    return msgspec.structs.replace(mention, first_seen=sighting.first_seen, last_seen=sighting.last_seen)
