"""A therapist's statements: the current text per approach and source, and the older ones."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipelines.mention import Mention
from pipelines.resolve.identity import Named
from pipelines.text import text_digest
from records import Statement

Speakers = Mapping[tuple[str, str, str], set[str]]
"""Approach, source and digest of a text -> the ids of the therapists whose words pages show it as now."""


def speakers_of(named: Iterable[Named]) -> Speakers:
    """Who says what."""
    speakers: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in named:
        for mention in one.cluster.mentions:
            if mention.statement and mention.approach_id:
                speakers[mention.approach_id, mention.source, text_digest(mention.statement)].add(one.id)
    return speakers


def statements_of(
    named: Named, before: dict[str, list[Statement]], speakers: Speakers
) -> tuple[list[Statement], list[Statement]]:
    """(current, older) statements of one therapist, ordered by id.

    `before` holds the last run's texts by statement id: a text's first_seen never moves later. A text that the pages
    show as somebody else's words now (the operator parted the two) is no older one of this therapist.
    """
    groups: defaultdict[tuple[str, str], dict[str, Statement]] = defaultdict(dict)
    for mention in named.cluster.mentions:
        if mention.statement and mention.approach_id:
            texts = groups[mention.approach_id, mention.source]
            digest = text_digest(mention.statement)
            seen = _statement(named.id, mention, mention.statement)
            texts[digest] = _joined(texts[digest], seen) if digest in texts else seen
    current: list[Statement] = []
    older: list[Statement] = []
    for texts in groups.values():
        for known in before.get(next(iter(texts.values())).id, []):
            digest = text_digest(known.text)
            if named.id not in speakers.get((known.approach_id, known.source, digest), {named.id}):
                continue
            texts[digest] = _joined(texts[digest], known) if digest in texts else known
        newest, *rest = sorted(texts.values(), key=lambda one: (one.last_seen, one.first_seen, one.text), reverse=True)
        current.append(newest)
        older.extend(rest)
    return sorted(current, key=lambda one: one.id), sorted(older, key=lambda one: (one.id, one.first_seen, one.text))


def _statement(therapist_id: str, mention: Mention, text: str) -> Statement:
    key = f"{therapist_id}|{mention.approach_id}|{mention.source}"
    return Statement(
        id="s" + hashlib.sha256(key.encode()).hexdigest()[:16],
        therapist_id=therapist_id,
        approach_id=mention.approach_id or "",
        source=mention.source,
        text=text,
        source_url=mention.url,
        first_seen=mention.first_seen,
        last_seen=mention.last_seen,
    )


def _joined(one: Statement, other: Statement) -> Statement:
    """One text seen twice: from the first sighting to the last, with the wording and page of the last."""
    latest = max(one, other, key=lambda statement: (statement.last_seen, statement.text))
    return Statement(
        id=one.id,
        therapist_id=one.therapist_id,
        approach_id=one.approach_id,
        source=one.source,
        text=latest.text,
        source_url=latest.source_url,
        first_seen=min(one.first_seen, other.first_seen),
        last_seen=latest.last_seen,
    )
