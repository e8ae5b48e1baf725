"""Links: why a page's mention is taken for this therapist."""

from datetime import datetime

from msgspec import Struct, field


class Link(Struct, frozen=True, kw_only=True):
    """One mention of a therapist. `ref` names it in corrections.yaml; `shown` is the name or line as shown.

    `evidence` says what links it to the therapist's other mentions (the first one has nothing to be linked to), `score`
    how sure that is, from 0 to 1. Times are UTC.
    """

    therapist_id: str
    ref: str
    source: str
    source_url: str
    shown: str
    evidence: list[str] = field(default_factory=list)
    score: float = 1.0
    first_seen: datetime
    last_seen: datetime
