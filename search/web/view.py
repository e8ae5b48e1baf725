"""What the search page shows of an answer: pure functions from records to values that the template only prints."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import us
import yaml
from markupsafe import Markup
from msgspec import Struct

from index_config.places import state_name
from index_config.taxonomy import load_taxonomy
from records import Answer, Evidence, FacetValue, Hit, Query, Therapist
from records.therapist import CLAIMS_BY_STRENGTH
from search.web.highlight import mark
from search.web.links import Params, address, with_value, without

SHOWN_VALUES = 7  # of a facet, before "more"
SHOWN_NAMES = 3  # approaches in one line of a hit


class Chip(Struct, frozen=True):
    """A part of the question: `source` are the words it was read from, `href` the page without it."""

    label: str
    value: str
    source: str | None = None
    href: str | None = None


class Choice(Struct, frozen=True):
    """A value of a facet; `href` switches it, None where it was read from the words."""

    label: str
    count: int
    selected: bool
    href: str | None


class Facet(Struct, frozen=True):
    """A facet: the first values, and those behind "more"."""

    title: str
    values: list[Choice]
    more: list[Choice]


class Claim(Struct, frozen=True):
    """What a hit claims of some approaches; `others` are more than can be shown."""

    claim: str
    label: str
    names: list[str]
    others: int


class Quote(Struct, frozen=True):
    """A span of the therapist's own words, and where and when it stood there. `url` is http(s) or None."""

    text: Markup
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


class Results(Struct, frozen=True):
    """The whole answer."""

    total: str
    understood: list[Chip]
    filters: list[Chip]
    facets: list[Facet]
    hits: list[HitView]
    next_page: str | None
    first_page: str | None
    as_written: str | None


@cache
def words() -> dict[str, Any]:
    """The page's wording, from words.yaml."""
    texts: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
    return texts


@cache
def states() -> dict[str, str]:
    """The names of the states and the District of Columbia by their two capitals."""
    return {state.abbr: state.name for state in sorted([*us.states.STATES, us.states.DC], key=lambda one: one.name)}


def results(query: Query, params: Params, answer: Answer) -> Results:
    """The answer to the query that `params` ask."""
    asked = [*query.approach, *(part.value for part in answer.understood if part.kind == "approach")]
    return Results(
        total=_total(answer),
        understood=[Chip(_heading(one.kind), value_label(one.kind, one.value), one.text) for one in answer.understood],
        filters=filters(params, answer.facets),
        facets=[_facet(name, values, params) for name, values in answer.facets.items() if values],
        hits=[_hit(hit, asked) for hit in answer.hits],
        next_page=address(params, answer.next) if answer.next else None,
        first_page=address(params) if query.cursor else None,
        as_written=address(with_value(params, "literal", "true")) if answer.understood else None,
    )


def filters(params: Params, facets: Mapping[str, list[FacetValue]]) -> list[Chip]:
    """A chip for each filter, labelled as its facet is, with the page without it."""
    labels = {(name, found.value.casefold()): found.label for name, values in facets.items() for found in values}
    return [
        Chip(
            _heading(name),
            labels.get((name, value.casefold()), value_label(name, value)),
            href=address(without(params, name, value)),
        )
        for name, values in params.items()
        if name not in ("q", "limit", "cursor")
        for value in values
    ]


def value_label(name: str, value: str) -> str:
    """A value of a parameter as people read it."""
    match name:
        case "approach" | "issue":
            known = load_taxonomy().approaches.get(value)
            return known.name if known else value.replace("-", " ")
        case "state":
            return state_name(value) or value
        case "telehealth" | "literal":
            return "yes" if value == "true" else "no"
        case _:
            return value


def _heading(name: str) -> str:
    titles: dict[str, str] = words()["names"]
    return titles.get(name, name.replace("_", " ").capitalize())


def _total(answer: Answer) -> str:
    count = answer.total.value
    if count == 0:
        return "No therapists"
    people = "therapist" if count == 1 else "therapists"
    return f"{'At least ' if answer.total.relation == 'gte' else ''}{count:,} {people}"


def _facet(name: str, values: list[FacetValue], params: Params) -> Facet:
    choices = [_choice(name, value, params) for value in values]
    # A selected value stays in sight, however rare it is.
    choices.sort(key=lambda choice: not choice.selected)
    return Facet(_heading(name), choices[:SHOWN_VALUES], choices[SHOWN_VALUES:])


def _choice(name: str, found: FacetValue, params: Params) -> Choice:
    if not found.selected:
        href = address(with_value(params, name, found.value))
    elif name in params:
        href = address(without(params, name, found.value))
    else:  # understood from the words
        href = None
    return Choice(found.label, found.count, found.selected, href)


def _hit(hit: Hit, asked: list[str]) -> HitView:
    person = msgspec.convert(hit.therapist, Therapist)
    statuses: dict[str, str] = words()["statuses"]
    profile = next(filter(None, map(web_address, person.profile_urls)), None)
    return HitView(
        name=", ".join([" ".join(filter(None, [person.prefix, person.name])), *person.credentials]),
        pronouns=person.pronouns,
        facts=_facts(person, hit.distance_miles),
        note=statuses.get(person.status),
        claims=_claims(person, asked),
        quotes=[_quote(one) for one in hit.evidence if one.field != "approaches"],  # that one is no words, but a box
        profile=profile,
        profile_host=_host(profile),
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


def _quote(evidence: Evidence) -> Quote:
    url = web_address(evidence.source_url)
    return Quote(
        text=mark(evidence.text, evidence.highlights),
        approach=value_label("approach", evidence.approach) if evidence.approach else None,
        source=_host(url),
        url=url,
        seen=evidence.last_seen,
    )


def web_address(url: str | None) -> str | None:
    """The url if it is one of the web: an address out of a page may be a script."""
    if url is None or _host(url) is None:
        return None
    return url


def _host(url: str | None) -> str | None:
    """The host of an http(s) url, without www."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def hidden(params: Params, shown: Iterable[str]) -> list[tuple[str, str]]:
    """What the form carries along unseen: every filter it has no control for."""
    left_out = {"q", "literal", "cursor", *shown}
    return [(name, value) for name, values in params.items() if name not in left_out for value in values]
