"""The pages as HTML: every kind of page in several quite different markups, chosen by the page."""

import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from therapyindex.sample.directory.dice import Dice
from therapyindex.sample.directory.people import People, Person
from therapyindex.sample.directory.practice import Practice, practice_of
from therapyindex.sample.directory.prose import statement
from therapyindex.sample.directory.words import words

HOST = "https://www.therapyden.com"

APPROACH_MARKUPS = ("quotes", "lines", "definitions")
PROFILE_MARKUPS = ("sections", "labels", "plain")
LISTING_MARKUPS = ("cards", "table")
_JSON_LD = ("object", "list", "graph", "types")
_CONTENT = 3_000  # bytes of a profile without what surrounds it


class Pages:
    """Writes the pages of one directory. `profile_kb` is about the size of a profile in KB of 1,024 bytes."""

    def __init__(self, people: People, profile_kb: int) -> None:
        self.people = people
        self.seed = people.seed
        self._profile_kb = profile_kb
        environment = Environment(
            loader=PackageLoader(__package__),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            undefined=StrictUndefined,
        )
        environment.globals.update(site=words("wording")["site"], host=HOST)
        self._environment = environment

    def approach(self, topic: str, specialists: Iterable[Person]) -> bytes:
        """The page of an approach or issue with its specialists of tonight."""
        dice, page = Dice(self.seed, "approach page", topic), words("topics")[topic]
        markup = APPROACH_MARKUPS[self.people.topics.index(topic) % len(APPROACH_MARKUPS)]
        call = dice.pick(words("wording")["calls"]).format(name=page["name"])
        definition = page["definition"] if page.get("uncalled") else f"{page['definition']} {call}"
        entries = [
            {
                "text": statement(self.seed, person, topic),
                "before": "— ",
                "name": person.entry.shown_name,
                "after": f", {person.entry.title}{person.entry.shown_place}",
                "href": self._href(person.path),
                "gap": dice.chance(30),
            }
            for person in specialists
        ]
        return self._page(
            f"approach_{markup}.html",
            title=f"{page['name']} Therapists",
            heading=None if page.get("untitled") else page["name"],
            definition=None if page.get("undefined") else definition,
            matching=dice.chance(60),
            entries=entries,
        )

    def listing(self, path: str, title: str, links: list[dict[str, str]], further: str | None = None) -> bytes:
        """A list of links, each with `href`, `name` and `note`. `further` is the path of the next page."""
        markup = Dice(self.seed, "listing", path).pick(LISTING_MARKUPS)
        shown = [{**link, "href": self._href(link["href"])} for link in links]
        return self._page(f"listing_{markup}.html", title=title, links=shown, further=further)

    def profile(self, person: Person) -> bytes:
        """The page of a therapist."""
        dice = Dice(self.seed, "profile page", person.number)
        practice = practice_of(self.seed, person, self.people.described(person.number))
        markup = PROFILE_MARKUPS[dice.below(len(PROFILE_MARKUPS))]
        json_ld = dice.pick(_JSON_LD) if markup == "sections" else None
        heading = person.entry.heading + (f" ({practice.pronouns})" if practice.pronouns else "")
        place = f"{person.place['city']}, {person.place['state']}"
        return self._page(
            f"profile_{markup}.html",
            title=f"{heading}, {person.entry.title} in {place}",
            heading=heading,
            role=person.entry.title,
            place=place,
            about_label=dice.pick(words("practice")["labels"]["about"]),
            paragraphs=practice.about.split("\n\n"),
            fields=dice.shuffled(_fields(dice, person, practice)),
            data=_script(json_ld, person, practice) if json_ld else "",
            filler=self._filler,
        )

    def _page(self, template: str, **values: Any) -> bytes:
        content = self._template(template).render(values)
        title = Markup.escape(values["title"])
        head = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>{title} | TherapyDen</title>\n'
        return (head + self._top + content + self._bottom).encode()

    def _template(self, name: str) -> Template:
        return self._environment.get_template(name)

    def _href(self, path: str) -> str:
        """A link as the site writes it: relative to the host, or in full."""
        return path if Dice(path).chance(70) else f"{HOST}{path}"

    @cached_property
    def _top(self) -> str:
        topics = words("topics")
        menu = [{"href": f"/specialties/{topic}", "name": topics[topic]["name"]} for topic in self.people.topics[:8]]
        return self._template("top.html").render(menu=menu)

    @cached_property
    def _bottom(self) -> str:
        return self._template("bottom.html").render()

    @cached_property
    def _filler(self) -> Markup:
        """What fills a real page: scripts, styles and drawings, enough to bring a profile to its size."""
        missing = self._profile_kb * 1024 - len(self._top) - len(self._bottom) - _CONTENT
        template = self._template("filler.html")
        return Markup(template.render(count=max(0, missing) // len(template.render(count=1))))  # noqa: S704  # our template


def _fields(dice: Dice, person: Person, practice: Practice) -> list[dict[str, Any]]:
    """The labelled fields of a profile that have a value; a label is one of several wordings."""
    stated = {
        "approaches": practice.approaches,
        "issues": practice.issues,
        "insurance": practice.insurance,
        "fees": practice.fees_text,
        "sliding_scale": practice.sliding_scale_text,
        "telehealth": practice.telehealth_text,
        "languages": practice.languages,
        "ages": practice.ages,
        "phone": practice.phone_text,
        "website": practice.website,
        "places": f"{person.place['city']}, {person.place['state']} {person.zip}",
        "organization": person.entry.organization if person.entry.kind == "person_and_organization" else None,
        "communities": practice.communities,
        "sessions": practice.sessions,
    }
    labels = words("practice")["labels"]
    return [
        {"name": name, "label": dice.pick(labels[name]), "items": value if isinstance(value, list) else [value]}
        for name, value in stated.items()
        if value
    ]


def _script(form: str, person: Person, practice: Practice) -> Markup:
    """Structured data (schema.org) about the person, alone or beside the site's own."""
    node: dict[str, Any] = {
        "@type": ["Physician", "LocalBusiness"] if form == "types" else "Physician",
        "name": person.entry.heading,
        "description": practice.about,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": person.place["city"],
            "addressRegion": person.place["state"],
            "postalCode": person.zip,
        },
    }
    if practice.phone_text:
        node["telephone"] = practice.phone_text
    site = words("wording")["site"]
    owner = {"@type": "Organization", "name": "TherapyDen", "url": HOST, "telephone": site["phone"]}
    data: Any = {"@context": "https://schema.org", **node}
    if form == "list":
        data = [{"@context": "https://schema.org", **owner}, data]
    elif form == "graph":
        data = {"@context": "https://schema.org", "@graph": [owner, node]}
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704  # "</" is escaped above
