"""Digests of a run's records, with and without the dates of seeing."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from records import Approach, Corrections, Statement, Therapist

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_ENCODER = msgspec.json.Encoder()


def content_digest(
    therapists: Iterable[Therapist], statements: Iterable[Statement], approaches: Iterable[Approach]
) -> str:
    """A digest (hex) that stays when pages were merely visited again."""
    digest = hashlib.sha256()
    for therapist in therapists:
        still = msgspec.structs.replace(therapist, last_seen=_NEVER, last_confirmed=_NEVER)
        digest.update(_ENCODER.encode(still))
    for statement in statements:
        digest.update(_ENCODER.encode(msgspec.structs.replace(statement, last_seen=_NEVER)))
    for approach in approaches:
        digest.update(_ENCODER.encode(msgspec.structs.replace(approach, visits=0, estimated_people=None)))
    return digest.hexdigest()


def dates_digest(
    therapists: Iterable[Therapist], statements: Iterable[Statement], approaches: Iterable[Approach]
) -> str:
    """A digest (hex) of what `content_digest` leaves out."""
    digest = hashlib.sha256()
    for therapist in therapists:
        digest.update(_ENCODER.encode((therapist.id, therapist.last_seen, therapist.last_confirmed)))
    for statement in statements:
        digest.update(_ENCODER.encode((statement.id, statement.last_seen)))
    for approach in approaches:
        digest.update(_ENCODER.encode((approach.id, approach.visits, approach.estimated_people)))
    return digest.hexdigest()


def corrections_digest(corrections: Corrections) -> str:
    """A digest (hex) of what the operator has corrected; "" when that is nothing."""
    return "" if corrections == Corrections() else hashlib.sha256(_ENCODER.encode(corrections)).hexdigest()
