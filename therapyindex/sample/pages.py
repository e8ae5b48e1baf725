"""The pages of the sample directory as HTML: each kind in several markups, one of which a path has for ever."""

import json
from functools import cache, partial
from pathlib import Path
from string import Template
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2 import Template as Markup

from therapyindex.sample import places
from therapyindex.sample.boilerplate import boilerplate
from therapyindex.sample.chance import pick, rng
from therapyindex.sample.data import load
from therapyindex.sample.people import Person, person, statement
from therapyindex.sample.roster import Roster, Row

CANONICAL = "https://www.therapyden.com"
"""The origin that the pages name in their links; the crawler fetches from the local server instead."""

MARKUPS = {
    "approach": ("approach_quotes", "approach_lines", "approach_definitions"),
    "profile": ("profile_structured", "profile_labels", "profile_table", "profile_structured"),
    "city": ("city_cards", "city_table"),
    "links": ("links_cards", "links_table"),
    "plain": ("plain",),
}
SPECIALISTS = 14
CARDS = 20

_SMALL = 4_000  # bytes of boilerplate on pages that are no profile
_LISTS = ("approaches", "issues", "insurance", "languages", "ages", "communities", "sessions")
_LINES = ("organization", "fees", "sliding_scale", "telehealth")


class Pages:
    """Renders the pages of a roster; `profile_kb` is the size that profiles are filled up to."""

    def __init__(self, roster: Roster, profile_kb: int) -> None:
        self._roster = roster
        # What a profile has of its own is some 5 KB.
        self._padding = max(0, profile_kb * 1024 - 5_000)

    def plain(self, path: str) -> str:
        """A page about nothing."""
        return self._render("plain", path, heading=path.rpartition("/")[2].capitalize() or "Welcome")

    def approaches(self, path: str) -> str:
        """The list of all approaches and issues."""
        known = load("approaches")
        links = [(f"{path}/{slug}", approach["name"], approach["kind"]) for slug, approach in known.items()]
        return self._render("links", path, heading="Specialties", links=links)

    def country(self, path: str) -> str:
        """The list of states."""
        states = sorted({city.state for city in self._roster.cities})
        links = [(places.state_path(code), places.state_name(code), code) for code in states]
        return self._render("links", path, heading="Therapists in the United States", links=links)

    def state(self, path: str, code: str) -> str:
        """The list of a state's cities."""
        cities = [(number, city) for number, city in enumerate(self._roster.cities) if city.state == code]
        links = [
            (city.path, city.name, f"{len(self._roster.by_city.get(number, ()))} therapists") for number, city in cities
        ]
        return self._render("links", path, heading=f"Therapists in {places.state_name(code)}", links=links)

    def city(self, path: str, number: int) -> str:
        """The newest therapists of a city; the site shows no others, whatever page is asked for."""
        city = self._roster.cities[number]
        newest = self._roster.by_city.get(number, [])[::-1][:CARDS]
        people = [person(self._roster, self._roster.rows[index]) for index in newest]
        return self._render("city", path, heading=f"Therapists in {city.name}, {city.state}", people=people)

    def approach(self, path: str, slug: str, visit: int) -> str:
        """An approach with some of its specialists, others at every visit."""
        roster, approach = self._roster, load("approaches")[slug]
        omits = approach.get("omits", [])
        everyone = roster.by_approach.get(roster.approaches.index(slug), [])
        chance = rng(roster.seed, slug, roster.night, visit)
        shown = [roster.rows[index] for index in chance.sample(everyone, min(SPECIALISTS, len(everyone)))]
        definition = approach["definition"]
        if "call" not in omits and definition:
            calls = load("wording")["calls"]
            call = Template(calls[pick(len(calls), slug)]).substitute(call=approach["call"])
            definition = f"{definition} {call}"
        return self._render(
            "approach",
            path,
            name=approach["name"],
            heading=None if "title" in omits else approach["name"],
            definition=definition,
            specialists=[(person(roster, row), statement(roster, row, slug)) for row in shown],
        )

    def profile(self, path: str, row: Row) -> str:
        """A therapist's own page."""
        roster = self._roster
        shown = person(roster, row)
        chance = rng(roster.seed, row.index, "layout")
        labels = {field: chance.choice(words) for field, words in load("words")["labels"].items()}
        sections = [(labels[field], values) for field in (*_LISTS, *_LINES) if (values := getattr(shown, field))]
        chance.shuffle(sections)
        return self._render(
            "profile",
            path,
            padding=self._padding,
            heading=shown.written_name,
            person=shown,
            labels=labels,
            sections=sections,
            neighbours=list(roster.neighbours(row)),
            structured=structured(shown, chance.randrange(4)),
        )

    def _render(self, kind: str, path: str, *, padding: int = _SMALL, **context: Any) -> str:
        markups = MARKUPS[kind]
        markup = markups[pick(len(markups), self._roster.seed, path)]
        return template(markup).render(
            path=path,
            title=context.get("name") or context["heading"],
            href=partial(href, path),
            contact=load("wording")["contact"],
            boilerplate=boilerplate(padding),
            **context,
        )


def href(page: str, target: str) -> str:
    """The link from a page to a path of the site: relative on some pages, with the public origin on others."""
    return f"{CANONICAL}{target}" if pick(3, page, target) == 0 else target


def structured(person: Person, form: int) -> str:
    """A profile as JSON-LD: alone, in a list, in a graph beside the site itself, or of two types."""
    addresses = [
        {"@type": "PostalAddress", "addressLocality": place.typed_city, "addressRegion": place.typed_state}
        | ({"postalCode": place.zip} if place.zip else {})
        for place in person.places
        if place.typed_city is not None
    ]
    physician: dict[str, Any] = {
        "@type": ["Physician", "LocalBusiness"] if form == 3 else "Physician",
        "name": person.written_name,
        "telephone": person.phone,
        "description": person.about,
        "url": CANONICAL + person.path,
    }
    if addresses:
        physician["address"] = addresses if len(addresses) > 1 else addresses[0]
    site = {"@type": "Organization", "name": "TherapyDen", "telephone": load("wording")["contact"]["phone"]}
    context = {"@context": "https://schema.org"}
    documents: list[Any] = [
        context | physician,
        [context | site, context | physician],
        context | {"@graph": [site, physician]},
        context | physician,
    ]
    # "<" would end the script element.
    return json.dumps(documents[form], ensure_ascii=form % 2 == 0).replace("<", "\\u003c")


@cache
def template(name: str) -> Markup:
    """A markup by its name."""
    return _environment().get_template(f"{name}.html")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
