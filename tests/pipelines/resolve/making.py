"""Invented mentions for the tests of resolving."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from index_config.taxonomy import load_taxonomy
from pipelines.mention import ApproachPage, Claimed, Mention, Reading, Sighting
from pipelines.resolve import Before, Resolved, resolve
from pipelines.text import text_digest
from records import Corrections, Identity, Location
from records.optouts import NOBODY, OptOuts

DAY = timedelta(days=1)
START = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://directory.example/specialties/relational-therapy"
WORDS = "Between the two of us the old pattern shows up, and then we can look at it together, slowly and kindly."


def attribution(name: str, city: str | None, state: str | None, text: str = WORDS, **values: Any) -> Mention:
    """An author on an approach page."""
    source = values.pop("source", "made")
    url = values.pop("url", URL)
    raw = values.pop("raw", f"— {name}, {values.get('title', 'Counselor')} in {city}, {state}")
    seen = values.pop("seen", START)
    return Mention(
        keys=[f"line|{source}|{url}|{raw}", f"words|{source}|{url}|{text_digest(text)}"],
        source=source,
        url=url,
        extractor="1",
        is_profile=False,
        first_seen=seen,
        last_seen=values.pop("last_seen", seen),
        name=name,
        locations=[Location(city=city, state=state)] if city or state else [],
        claims=[claimed("relational-therapy", "described", "statement", text)],
        statement=text,
        approach_id="relational-therapy",
        raw={"name": name, "location": raw},
        **values,
    )


def profile(name: str, slug: str, city: str | None = None, state: str | None = None, **values: Any) -> Mention:
    """The owner of a profile page."""
    source = values.pop("source", "made")
    host = "directory.example" if source == "made" else f"{source}.example"
    url = f"https://{host}/therapist/{slug}"
    seen = values.pop("seen", START)
    return Mention(
        keys=[f"profile|{source}|{url}"],
        source=source,
        url=url,
        extractor="1",
        is_profile=True,
        first_seen=seen,
        last_seen=values.pop("last_seen", seen),
        name=name,
        locations=values.pop("locations", [Location(city=city, state=state)] if city or state else []),
        **values,
    )


def claimed(approach_id: str, claim: Any = "ticked", field: Any = "approaches", text: str = "shown") -> Claimed:
    """A claim with some evidence."""
    return Claimed(approach_id=approach_id, claim=claim, field=field, text=text, start=0, end=len(text))


def sighting(url: str = URL, seen: datetime = START) -> Sighting:
    """One visit of an approach page without statements of its own."""
    page = ApproachPage("relational-therapy", "relational-therapy", "Relational Therapy", "About ties.")
    reading = Reading(url=url, source="made", digest=f"{seen:%Y%m%d}", fetched_at=seen, approach=page)
    return Sighting(reading, seen, seen)


def seen_as(mention: Mention) -> Sighting:
    """The page of a mention that stands alone on it."""
    undated = replace(mention, first_seen=START, last_seen=START)
    reading = Reading(url=mention.url, source=mention.source, digest="d", fetched_at=START, mentions=[undated])
    return Sighting(reading, mention.first_seen, mention.last_seen)


def resolved(
    *mentions: Mention,
    known: dict[str, Identity] | None = None,
    before: Resolved | None = None,
    now: datetime = START,
    sightings: list[Sighting] | None = None,
    corrections: Corrections | None = None,
    optouts: OptOuts = NOBODY,
    gone: frozenset[str] = frozenset(),
) -> Resolved:
    """Resolves the mentions, after `before` where given; `gone` are urls that are no longer there."""
    last = Before(before.therapists, before.statements, before.statement_history) if before else Before()
    last = replace(last, gone=set(gone))
    identities = {**(known or {}), **(before.minted if before else {})}
    pages = [*([sighting()] if sightings is None else sightings), *map(seen_as, mentions)]
    return resolve(pages, identities, last, corrections or Corrections(), load_taxonomy(), now, optouts)
