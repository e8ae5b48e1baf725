"""Claims with their evidence: where a therapist says what of an approach."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from records.therapist import Claim

ClaimField = Literal["about", "statement", "approaches", "issues", "credentials"]


class ClaimEvidence(Struct, frozen=True, kw_only=True):
    """One piece of evidence of a claim: `text` stands in this `field` of that page, from `start` to `end`.

    Offsets are code points of the field's text; of a list (ticked names, credentials) `text` is the item, and they are
    its own.
    """

    therapist_id: str
    approach_id: str
    claim: Claim
    field: ClaimField
    text: str
    start: int
    end: int
    source_url: str
    last_seen: datetime
