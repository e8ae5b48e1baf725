"""What a page says, before anything is cleaned: every value as shown."""

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

Kind = Literal["person", "organization", "person_and_organization"]
PageKind = Literal["approach", "profile", "listing", "other"]


class Attribution(Struct, frozen=True, kw_only=True):
    """The line under a statement: `— NAME, TITLE in CITY, ST`, taken apart.

    `raw` is the line as shown, without the text glued behind it (`rest`). `confidence` runs from 0 to 1;
    an unknown title gives a low one.
    """

    name: str
    title: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    organization: str | None = None
    credentials: list[str] = field(default_factory=list)
    prefix: str | None = None
    kind: Kind = "person"
    rest: str = ""
    raw: str = ""
    confidence: float = 1.0


class StatementExtract(Struct, frozen=True, kw_only=True):
    """One therapist's own words about one approach, with the line that names the author.

    `profile_url` is the author's page of the same directory, where the page links to it.
    """

    text: str
    attribution: Attribution
    profile_url: str | None = None


class ApproachExtract(Struct, frozen=True, kw_only=True):
    """An approach page: `slug` is the site's, `name` the page's title line (None where it has none)."""

    slug: str
    name: str | None = None
    definition: str | None = None
    statements: list[StatementExtract] = field(default_factory=list)


class ProfileExtract(Struct, frozen=True, kw_only=True):
    """A therapist's own page: every value as shown, absent where the page is silent.

    `places` are (city, state, zip) as shown. `topics` are what structured data says its owner knows about: approaches,
    issues and other things alike. `training` is what lists of trainings and certificates hold. `canonical_url` is the
    profile's address by the page's own account, which may be another one than it was fetched from. `origins` says for
    each filled field where it was read: "json-ld", "microdata", "label", "heading" or "text".
    """

    name: str
    kind: Literal["person", "organization"] = "person"
    pronouns: str | None = None
    credentials: list[str] = field(default_factory=list)
    prefix: str | None = None
    title: str | None = None
    organization: str | None = None
    about: str | None = None
    topics: list[str] = field(default_factory=list)
    training: list[str] = field(default_factory=list)
    approaches: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    insurance: list[str] = field(default_factory=list)
    fees: str | None = None
    sliding_scale: str | None = None
    telehealth: str | None = None
    languages: list[str] = field(default_factory=list)
    ages: list[str] = field(default_factory=list)
    phone: str | None = None
    website: str | None = None
    places: list[tuple[str | None, str | None, str | None]] = field(default_factory=list)
    canonical_url: str | None = None
    origins: dict[str, str] = field(default_factory=dict)


class Problem(Struct, frozen=True, kw_only=True, gc=False):
    """Why a page, or a part of one, was set aside. `code` is for counting, `detail` for reading."""

    code: str
    detail: str
    excerpt: str = ""


class PageExtract(Struct, frozen=True, kw_only=True):
    """All that one page says. `digest` is the sha256 of the body in hex, `extractor` the extractor's version.

    A page with neither `approach` nor `profile` is a listing or is quarantined for its `problems`.
    """

    url: str
    source: str
    kind: PageKind
    digest: str
    extractor: str
    fetched_at: datetime
    approach: ApproachExtract | None = None
    profile: ProfileExtract | None = None
    problems: list[Problem] = field(default_factory=list)
