"""The pure step from all sightings and mentions to the records of a run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct, field

from index_config.taxonomy import Taxonomy
from pipelines.mention import Mention, Sighting
from pipelines.resolve.approaches import approaches_of
from pipelines.resolve.carried import carried_over
from pipelines.resolve.clusters import clusters_of
from pipelines.resolve.fields import provenance_of, therapist_of
from pipelines.resolve.identity import name_clusters
from pipelines.resolve.statements import statements_of
from records import Approach, Identity, Provenance, Statement, Therapist


class Before(Struct, frozen=True):
    """What the last run left: its therapists, its current and older statements.

    `withdrawn` are the urls of pages that ask not to be kept since; nobody is carried over from them.
    """

    therapists: list[Therapist] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    statement_history: list[Statement] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)


class Resolved(Struct, frozen=True, kw_only=True):
    """The records, each list in the order of ids, and the mention keys met for the first time."""

    therapists: list[Therapist]
    statements: list[Statement]
    statement_history: list[Statement]
    approaches: list[Approach]
    provenance: list[Provenance]
    minted: dict[str, Identity]


def resolve(
    sightings: list[Sighting],
    mentions: Iterable[Mention],
    identities: Mapping[str, Identity],
    before: Before,
    taxonomy: Taxonomy,
    now: datetime,
) -> Resolved:
    """Whom all mentions mean. The same input gives the same records; `now` (UTC) dates new ids and staleness."""
    named, minted = name_clusters(clusters_of(mentions), identities, now)
    known_texts: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in [*before.statements, *before.statement_history]:
        known_texts[statement.id].append(statement)
    first_seen = {therapist.id: therapist.first_seen for therapist in before.therapists}
    therapists: list[Therapist] = []
    statements: list[Statement] = []
    history: list[Statement] = []
    for one in named:
        current, older = statements_of(one, known_texts)
        earliest = min((first_seen[known] for known in [one.id, *one.former_ids] if known in first_seen), default=now)
        therapists.append(therapist_of(one, [statement.id for statement in current], earliest, now))
        statements.extend(current)
        history.extend(older)
    carried = list(
        carried_over(
            before.therapists,
            before.statements,
            ids={known for one in named for known in [one.id, *one.former_ids]},
            urls={sighting.extract.url for sighting in sightings} | before.withdrawn,
        )
    )
    carried_ids = {therapist.id for therapist in carried}
    therapists.extend(carried)
    statements.extend(one for one in before.statements if one.therapist_id in carried_ids)
    history.extend(one for one in before.statement_history if one.therapist_id in carried_ids)
    return Resolved(
        therapists=sorted(therapists, key=lambda therapist: therapist.id),
        statements=sorted(statements, key=lambda statement: (statement.therapist_id, statement.id)),
        statement_history=sorted(history, key=lambda one: (one.therapist_id, one.id, one.first_seen, one.text)),
        approaches=approaches_of(sightings, named, therapists, taxonomy),
        provenance=[row for one in sorted(named, key=lambda one: one.id) for row in provenance_of(one)],
        minted=minted,
    )
