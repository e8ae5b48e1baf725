"""What the page shows of one hit."""

from datetime import datetime
from itertools import groupby

import msgspec
from markupsafe import Markup
from msgspec import Struct

from records import Evidence, Hit, Therapist
from records.therapist import CLAIMS_BY_STRENGTH
from search.web.highlight import mark
from search.web.labels import value_label, words
from search.web.links import host, web_address

SHOWN_NAMES = 3  # approaches in one line of a hit


class Claim(Struct, frozen=True):
    """What a hit claims of some approaches; `others` are more than can be shown."""

    claim: str
    label: str
    names: list[str]
    others: int


class Quote(Struct, frozen=True):
    """Spans of the therapist's own words, and where and when they stood there. `url` is http(s) or None."""

    texts: list[Markup]
    approach: str | None
    source: str | None
    url: str | None
    seen: datetime | None


class HitView(Struct, frozen=True):
    """One therapist."""

    name: str
    pronouns: str | None
    facts: list[str]
    note: str | None
    claims: list[Claim]
    quotes: list[Quote]
    profile: str | None
    profile_host: str | None
    seen: datetime


def hit_view(hit: Hit, asked: list[str]) -> HitView:
    """A hit to a question about these approaches."""
    person = msgspec.convert(hit.therapist, Therapist)
    statuses: dict[str, str] = words()["statuses"]
    profile = next(filter(None, map(web_address, person.profile_urls)), None)
    return HitView(
        name=", ".join([" ".join(filter(None, [person.prefix, person.name])), *person.credentials]),
        pronouns=person.pronouns,
        facts=_facts(person, hit.distance_miles),
        note=statuses.get(person.status),
        claims=_claims(person, asked),
        quotes=_quotes(hit.evidence),
        profile=profile,
        profile_host=host(profile),
        seen=person.last_seen,
    )


def _facts(person: Therapist, miles: float | None) -> list[str]:
    places = [", ".join(filter(None, [place.city, place.state])) for place in person.locations]
    facts = [person.title, person.organization, " / ".join(dict.fromkeys(filter(None, places)))]
    facts.append(f"{miles:.0f} miles away" if miles is not None else None)
    facts.append("Telehealth" if person.telehealth else None)
    facts.append(_fee(person))
    return [fact for fact in facts if fact]


def _fee(person: Therapist) -> str | None:
    bounds = [f"{fee:,.0f}" for fee in dict.fromkeys([person.fee_min, person.fee_max]) if fee is not None]
    if not bounds:
        return None
    return ("$" if person.currency in (None, "USD") else f"{person.currency} ") + "–".join(bounds)


def _claims(person: Therapist, asked: list[str]) -> list[Claim]:
    """The claims on the approaches asked for; on all of them where none was asked."""
    shown = [one for one in person.approaches if one.id in asked] or person.approaches
    texts: dict[str, dict[str, str]] = words()["claims"]
    lines = []
    for claim in CLAIMS_BY_STRENGTH:
        names = [value_label("approach", one.id) for one in shown if one.claim == claim]
        if names:
            lines.append(Claim(claim, texts[claim]["label"], names[:SHOWN_NAMES], len(names[SHOWN_NAMES:])))
    return lines


def _quotes(evidence: list[Evidence]) -> list[Quote]:
    """The words, with neighbours from one place put together; a ticked box is evidence, but no words."""
    said = (one for one in evidence if one.field != "approaches")
    places = groupby(said, key=lambda one: (one.approach, one.source_url, one.last_seen))
    return [_quote(*place, [mark(one.text, one.highlights) for one in spans]) for place, spans in places]


def _quote(approach: str | None, source_url: str | None, seen: datetime | None, texts: list[Markup]) -> Quote:
    url = web_address(source_url)
    label = value_label("approach", approach) if approach else None
    return Quote(texts=texts, approach=label, source=host(url), url=url, seen=seen)
