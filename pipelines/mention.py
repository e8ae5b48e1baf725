"""A mention: one person or practice as one page shows it, cleaned; the raw values stand beside."""

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from records import Location, PageExtract
from records.therapist import Claim


class Sighting(Struct, frozen=True):
    """One body of one page, from its first fetch to the last visit that confirmed it (UTC)."""

    extract: PageExtract
    first_seen: datetime
    last_seen: datetime


class Mention(Struct, frozen=True, kw_only=True):
    """`keys` find the mention again in later runs (see identity.py); `raw` maps fields to the values as shown."""

    keys: list[str]
    source: str
    url: str
    extractor: str
    is_profile: bool
    first_seen: datetime
    last_seen: datetime
    name: str
    kind: Literal["person", "organization"] = "person"
    prefix: str | None = None
    credentials: list[str] = field(default_factory=list)
    pronouns: str | None = None
    title: str | None = None
    license: str | None = None
    organization: str | None = None
    locations: list[Location] = field(default_factory=list)
    telehealth: bool | None = None
    languages: list[str] = field(default_factory=list)
    ages: list[str] = field(default_factory=list)
    insurance: list[str] = field(default_factory=list)
    fee_min: float | None = None
    fee_max: float | None = None
    currency: str | None = None
    sliding_scale: bool | None = None
    phone: str | None = None
    website: str | None = None
    about: str | None = None
    claims: list[tuple[str, Claim]] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    statement: str | None = None
    approach_id: str | None = None
    raw: dict[str, str] = field(default_factory=dict)
