"""Where a value comes from."""

from datetime import datetime

from msgspec import Struct


class Provenance(Struct, frozen=True, kw_only=True):
    """One field of one therapist as one page gives it. `won` says whether it is the value in the record."""

    therapist_id: str
    field: str
    value: str
    raw: str
    source_url: str
    fetched_at: datetime
    extractor: str
    last_confirmed: datetime
    won: bool
