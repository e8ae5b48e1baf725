"""What one page comes to once it is read and cleaned: whom it mentions, and what it says of its approach."""

from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct, field

from records import ClaimField, Location, Problem
from records.therapist import Claim

UNDATED = datetime(1, 1, 1, tzinfo=UTC)
"""A mention's dates until it is known when its page was seen."""


class Claimed(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One claim to an approach with its evidence: `text` stands in the mention's `field`, from `start` to `end`.

    Offsets are code points; of a list (ticked names, credentials) `text` is the item, and they are its own.
    """

    approach_id: str
    claim: Claim
    field: ClaimField
    text: str
    start: int
    end: int


class Told(Struct, frozen=True, omit_defaults=True, gc=False):
    """The approaches and issues of which own words tell, those at which they hint, and the words' language.

    The language is None for English.
    """

    told: list[str] = field(default_factory=list)
    hinted: list[str] = field(default_factory=list)
    language: str | None = None


class Mention(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One person or practice as one page shows it, cleaned.

    `keys` find the mention again in later runs (see identity.py); `raw` maps fields to the values as shown.
    `profile_url` is where an author line links to, `canonical_url` what a profile page calls its own address.
    `problems` are the values that were shown and could not be understood (bad-phone, bad-fee, bad-website, bad-place,
    unknown-title), or contradict one another.
    """

    keys: list[str]
    source: str
    url: str
    extractor: str
    is_profile: bool
    first_seen: datetime = UNDATED
    last_seen: datetime = UNDATED
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
    claims: list[Claimed] = field(default_factory=list)
    meaning: Told = Told()
    issues: list[str] = field(default_factory=list)
    statement: str | None = None
    approach_id: str | None = None
    profile_url: str | None = None
    canonical_url: str | None = None
    raw: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class ApproachPage(Struct, frozen=True, omit_defaults=True, gc=False):
    """What an approach's page says of it; `approach_id` is ours, `slug` the site's."""

    approach_id: str
    slug: str
    name: str | None = None
    definition: str | None = None


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One body of one page, read and cleaned. `digest` is the body's, `says` a digest of what the page says.

    `fetched_at` is the body's first fetch (UTC). Mentions are undated.
    """

    url: str
    source: str
    digest: str
    fetched_at: datetime
    mentions: list[Mention] = field(default_factory=list)
    approach: ApproachPage | None = None
    problems: list[Problem] = field(default_factory=list)
    says: str | None = None


class Sighting(Struct, frozen=True, gc=False):
    """A reading, from the first fetch of its body to the last visit that confirmed it (UTC)."""

    reading: Reading
    first_seen: datetime
    last_seen: datetime
