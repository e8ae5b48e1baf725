"""Invented mentions for the tests of resolving."""

from datetime import UTC, datetime, timedelta
from typing import Any

from index_config.taxonomy import load_taxonomy
from pipelines.mention import Mention, Sighting
from pipelines.resolve import Before, Resolved, resolve
from pipelines.text import text_digest
from records import ApproachExtract, Identity, Location, PageExtract

DAY = timedelta(days=1)
START = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://directory.example/specialties/relational-therapy"
WORDS = "Between the two of us the old pattern shows up, and then we can look at it together, slowly and kindly."


def attribution(name: str, city: str | None, state: str | None, text: str = WORDS, **values: Any) -> Mention:
    """An author on an approach page."""
    url = values.pop("url", URL)
    raw = values.pop("raw", f"— {name}, {values.get('title', 'Counselor')} in {city}, {state}")
    seen = values.pop("seen", START)
    return Mention(
        keys=[f"line|made|{url}|{raw}", f"words|made|{url}|{text_digest(text)}"],
        source="made",
        url=url,
        extractor="1",
        is_profile=False,
        first_seen=seen,
        last_seen=values.pop("last_seen", seen),
        name=name,
        locations=[Location(city=city, state=state)] if city or state else [],
        claims=[("relational-therapy", "described")],
        statement=text,
        approach_id="relational-therapy",
        **values,
    )


def profile(name: str, slug: str, city: str | None = None, state: str | None = None, **values: Any) -> Mention:
    """The owner of a profile page."""
    url = f"https://directory.example/therapist/{slug}"
    seen = values.pop("seen", START)
    return Mention(
        keys=[f"profile|made|{url}"],
        source="made",
        url=url,
        extractor="1",
        is_profile=True,
        first_seen=seen,
        last_seen=values.pop("last_seen", seen),
        name=name,
        locations=[Location(city=city, state=state)] if city or state else [],
        **values,
    )


def sighting(url: str = URL, seen: datetime = START) -> Sighting:
    """One visit of an approach page without statements of its own."""
    extract = PageExtract(
        url=url,
        source="made",
        kind="approach",
        digest=f"{seen:%Y%m%d}",
        extractor="1",
        fetched_at=seen,
        approach=ApproachExtract(slug="relational-therapy", name="Relational Therapy", definition="About ties."),
    )
    return Sighting(extract, seen, seen)


def resolved(
    *mentions: Mention,
    known: dict[str, Identity] | None = None,
    before: Resolved | None = None,
    now: datetime = START,
    sightings: list[Sighting] | None = None,
) -> Resolved:
    """Resolves the mentions, after `before` where given."""
    last = Before(before.therapists, before.statements, before.statement_history) if before else Before()
    identities = {**(known or {}), **(before.minted if before else {})}
    return resolve(sightings or [sighting()], mentions, identities, last, load_taxonomy(), now)
