"""A statement: what a therapist says, in their own words, about one approach."""

from datetime import datetime

from msgspec import Struct


class Statement(Struct, frozen=True, kw_only=True):
    """Keyed by (therapist, approach, source). `text` is the site's, letter for letter."""

    id: str
    therapist_id: str
    approach_id: str
    source: str
    text: str
    source_url: str
    first_seen: datetime
    last_seen: datetime
