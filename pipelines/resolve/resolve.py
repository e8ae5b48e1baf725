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
from pipelines.resolve.corrections import Orders, orders_of, unmerged
from pipelines.resolve.fields import claims_of, provenance_of, therapist_of
from pipelines.resolve.identity import Named, name_clusters
from pipelines.resolve.linking import forced, united
from pipelines.resolve.links import links_of
from pipelines.resolve.namesakes import gathered
from pipelines.resolve.splits import parted
from pipelines.resolve.statements import speakers_of, statements_of
from records import (
    Approach,
    ClaimEvidence,
    Corrections,
    Identity,
    Link,
    Problem,
    Provenance,
    Statement,
    Therapist,
)


class Before(Struct, frozen=True):
    """What the last run left: its therapists, its current and older statements.

    `withdrawn` are the urls of pages that ask not to be kept since; nobody is carried over from them.
    """

    therapists: list[Therapist] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    statement_history: list[Statement] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)


class Resolved(Struct, frozen=True, kw_only=True):
    """The records, each list in the order of ids, and the mention keys met for the first time.

    `provenance`, `claims` and `links` are many: they are made as they are read, once, ordered by therapist. They say
    nothing of the `carried`, those therapists whose pages this run did not see. `problems` are corrections that met
    nobody.
    """

    therapists: list[Therapist]
    statements: list[Statement]
    statement_history: list[Statement]
    approaches: list[Approach]
    provenance: Iterable[Provenance]
    claims: Iterable[ClaimEvidence]
    links: Iterable[Link]
    carried: set[str]
    minted: dict[str, Identity]
    problems: list[Problem]


def resolve(
    sightings: list[Sighting],
    identities: Mapping[str, Identity],
    before: Before,
    corrections: Corrections,
    taxonomy: Taxonomy,
    now: datetime,
) -> Resolved:
    """Whom all mentions mean. The same input gives the same records; `now` (UTC) dates new ids and staleness.

    Raises WrongUse for corrections that cannot be.
    """
    mentions = [_dated(mention, sighting) for sighting in sightings for mention in sighting.reading.mentions]
    orders = orders_of(corrections, mentions, identities, before.therapists, taxonomy)
    named, minted = name_clusters(_clusters(mentions, orders), identities, _successors(before), now)
    named = _with_older_ids(named, before.therapists)
    speakers = speakers_of(named)
    known_texts: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in [*before.statements, *before.statement_history]:
        known_texts[statement.id].append(statement)
    first_seen = {therapist.id: therapist.first_seen for therapist in before.therapists}
    therapists: list[Therapist] = []
    statements: list[Statement] = []
    history: list[Statement] = []
    for one in named:
        current, older = statements_of(one, known_texts, speakers)
        earliest = min((first_seen[known] for known in [one.id, *one.former_ids] if known in first_seen), default=now)
        therapists.append(therapist_of(one, [statement.id for statement in current], earliest, now))
        statements.extend(current)
        history.extend(older)
    carried = list(
        carried_over(
            before.therapists,
            before.statements,
            ids={known for one in named for known in [one.id, *one.former_ids]},
            urls={sighting.reading.url for sighting in sightings} | before.withdrawn,
        )
    )
    carried_ids = {therapist.id for therapist in carried}
    therapists = sorted(map(orders.applied_to, [*therapists, *carried]), key=lambda therapist: therapist.id)
    statements.extend(one for one in before.statements if one.therapist_id in carried_ids)
    history.extend(one for one in before.statement_history if one.therapist_id in carried_ids)
    named.sort(key=lambda one: one.id)
    return Resolved(
        therapists=therapists,
        statements=sorted(statements, key=lambda statement: (statement.therapist_id, statement.id)),
        statement_history=sorted(history, key=lambda one: (one.therapist_id, one.id, one.first_seen, one.text)),
        approaches=approaches_of(sightings, named, therapists, taxonomy),
        provenance=chain.from_iterable(provenance_of(one, orders.values_of(one.ids), now) for one in named),
        claims=chain.from_iterable(map(claims_of, named)),
        links=chain.from_iterable(map(links_of, named)),
        carried=carried_ids,
        minted=minted,
        problems=[*orders.unused, *unmerged(corrections, named)],
    )


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
