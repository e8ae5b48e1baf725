"""A therapist: one person or practice, whatever number of pages mention them."""

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

Claim = Literal["described", "credentialed", "ticked"]
CLAIMS_BY_STRENGTH: tuple[Claim, ...] = ("described", "credentialed", "ticked")


class Location(Struct, frozen=True, kw_only=True, gc=False):
    """An office. `state` is two capitals; `lat` and `lon` (degrees) are the centre of the ZIP or city."""

    city: str | None = None
    state: str | None = None
    zip: str | None = None
    lat: float | None = None
    lon: float | None = None


class ApproachClaim(Struct, frozen=True, kw_only=True, gc=False):
    """What a therapist says of one approach: all `claims`, and the strongest of them."""

    id: str
    claim: Claim
    claims: list[Claim]


class Therapist(Struct, frozen=True, kw_only=True, gc=False):
    """The record of the contract. Fees are in `currency` per session; times are UTC."""

    id: str
    former_ids: list[str] = field(default_factory=list)
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
    approaches: list[ApproachClaim] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    about: str | None = None
    statements: list[str] = field(default_factory=list)
    profile_urls: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    status: Literal["current", "stale", "carried", "ambiguous"] = "current"
    first_seen: datetime
    last_seen: datetime
    last_confirmed: datetime
