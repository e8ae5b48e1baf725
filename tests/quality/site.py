"""Pages of websites that the extractor was not written for, with what a reader finds on each.

The people are those of the sample directory; templates.yaml says which website shows what, and how.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from records import Page
from tests.quality import filler, wordings
from therapyindex.sample import Site
from therapyindex.sample.chance import rng
from therapyindex.sample.names import dotted
from therapyindex.sample.places import state_name

PEOPLE = 5_000
PER_APPROACH_PAGE = 12

_NOON = datetime(2026, 5, 30, 12, tzinfo=UTC)
_HEADERS = {"content-type": "text/html; charset=utf-8"}
_FIRST_NUMBER = 204_117
_AS_A_PREFIX = "DR "  # initials that no reader could tell from a prefix


class Case(NamedTuple):
    """A page, the template it came from, and what a reader finds on it.

    A profile has one record in `records`; an approach page has its `definition` and a record for each statement.
    A record maps fields to plain values; what the page does not show is None or [].
    """

    template: str
    page: Page
    is_profile: bool
    records: list[dict[str, Any]]
    definition: str | None = None


class QualitySite:
    """The pages of `people` invented therapists (12 or more): a profile of each, and the approaches they describe.

    The same pages for the same arguments in every process.
    """

    def __init__(self, seed: int = 1, people: int = PEOPLE) -> None:
        self._seed = seed
        self._sample = Site(seed, people)
        self._people = [true for true in self._sample.truth() if not true["name"].startswith(_AS_A_PREFIX)]
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
        )
        self._templates.globals.update(
            styles=filler.styles,
            script=filler.script,
            city_links=filler.city_links,
            approach_links=filler.approach_links,
        )

    def cases(self) -> Iterator[Case]:
        """All profiles, then all approach pages."""
        yield from self.profiles()
        yield from self.approach_pages()

    def profiles(self) -> Iterator[Case]:
        """One profile of each person, the templates taking turns."""
        websites = wordings.load("templates")["profiles"]
        for index in range(len(self._people)):
            yield self._profile(index, websites[index % len(websites)])

    def approach_pages(self) -> Iterator[Case]:
        """Each person stands on the page of one approach, with the statement about it."""
        websites = wordings.load("templates")["approaches"]
        known = {approach["path"].rpartition("/")[2]: approach for approach in self._sample.approaches()}
        count = 0
        for slug, authors in self._authors.items():
            for start in range(0, len(authors), PER_APPROACH_PAGE):
                website = websites[count % len(websites)]
                count += 1
                yield self._approach_page(website, slug, known[slug], authors[start : start + PER_APPROACH_PAGE])

    @cached_property
    def _authors(self) -> dict[str, list[int]]:
        authors = defaultdict(list)
        for index, person in enumerate(self._people):
            authors[rng(self._seed, index, "approach").choice(list(person["statements"]))].append(index)
        return authors

    def _profile(self, index: int, website: dict[str, Any]) -> Case:
        url = _url(website, self._people[index], index)
        shown, found = self._shown_and_found(index, website)
        similar = [self._neighbour((index + step) % len(self._people), website) for step in (1, 2, 3)]
        html = self._templates.get_template(f"{website['template']}.html").render(
            p={**shown, "url": url, "similar": similar},
            l=wordings.labels(rng(self._seed, index, "labels"), website["telehealth"], shown["name"]),
        )
        return Case(website["template"], _page(url, html), is_profile=True, records=[found])

    def _shown_and_found(self, index: int, website: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the template is given, and what a reader takes from it; fields that it does not show are in neither."""
        chance = rng(self._seed, index, "page")
        true = self._people[index]
        true = {field: value if _shows(website, field) else _absent(value) for field, value in true.items()}
        digits = re.sub(r"\D", "", true["phone"])
        offices = true["places"] if "places" in website["shows"] else true["places"][:1]
        places = [_place(office, website, wordings.street(chance)) for office in offices]
        fee = wordings.fee(chance, true["fee_min"], true["fee_max"]) if true["fee_min"] else None
        shown = {
            "name": _written(true),
            "prefix": true["prefix"],
            "credentials": _credentials(true),
            "pronouns": true["pronouns"],
            "title": true["title"],
            "organization": true["organization"],
            "about": true["about"].split("\n\n"),
            "approaches": wordings.variants(chance, "approaches", true["approaches"]),
            "issues": true["issues"],
            "insurance": wordings.variants(chance, "insurance", true["insurance"]),
            "languages": wordings.variants(chance, "languages", true["languages"]),
            "ages": wordings.variants(chance, "ages", true["ages"]),
            "fees": fee.shown if fee else None,
            "phone": wordings.phone(chance, digits),
            "tel": f"+1{digits}",
            "website": true["website"],
            "places": places,
            "place": places[0] if places else None,
            "slug": _slug(true),
            "number": _FIRST_NUMBER + index,
            "communities": true["communities"],
            "tagline": wordings.tagline(chance),
        }
        for field in ("telehealth", "sliding_scale"):
            yes = true[field]
            shown[field] = None if yes is None else wordings.answer(chance, field, website[field], yes=yes)
        found = true | {
            "phone": f"+1{digits}",
            "fee_min": fee.low if fee else None,
            "fee_max": fee.high if fee else None,
            "currency": "USD" if fee else None,
            "city": [office["city"] for office in offices],
            "state": [office["state"] for office in offices],
            "zip": [office["zip"] for office in offices],
        }
        return shown, found

    def _neighbour(self, index: int, website: dict[str, Any]) -> dict[str, Any]:
        true = self._people[index]
        office = true["places"][0] if true["places"] else {"city": None, "state": "OR", "zip": None}
        return {
            "name": true["name"],
            "title": true["title"],
            "phone": true["phone"],
            "line": _place(office, website)["line"],
            "slug": _slug(true),
            "number": _FIRST_NUMBER + index,
        }

    def _approach_page(self, website: dict[str, Any], slug: str, approach: dict[str, Any], authors: list[int]) -> Case:
        people = [self._people[index] for index in authors]
        page = {
            "slug": slug,
            "name": approach["name"],
            "definition": approach["definition"],
            "statements": [_statement(person, slug, website) for person in people],
        }
        html = self._templates.get_template(f"{website['template']}.html").render(a=page)
        url = str(website["url"].format(slug=slug))
        records = [{**person, "statement": person["statements"][slug]} for person in people]
        return Case(website["template"], _page(url, html), False, records, approach["definition"])


def _shows(website: dict[str, Any], field: str) -> bool:
    """Whether a field of the truth may be on the website's profiles; what no website leaves out always is."""
    group = {"fee_min": "fees", "fee_max": "fees"}.get(field, field)
    return group in website["shows"] or group not in _left_out_somewhere()


def _absent(value: Any) -> Any:
    return [] if isinstance(value, list) else None


def _left_out_somewhere() -> set[str]:
    optional = {field for website in wordings.load("templates")["profiles"] for field in website["shows"]}
    return optional - {"place", "places"}


def _url(website: dict[str, Any], person: dict[str, Any], index: int) -> str:
    return str(website["url"].format(slug=_slug(person), number=_FIRST_NUMBER + index))


def _page(url: str, html: str) -> Page:
    return Page(url, 200, _HEADERS, html.encode(), _NOON, "directory")


def _slug(person: dict[str, Any]) -> str:
    return str(person["path"]).rpartition("/")[2]


def _written(person: dict[str, Any]) -> str:
    """The name, in capitals or in lower case where its owner wrote it so."""
    match person["name_shape"]:
        case "capitals":
            return str(person["name"]).upper()
        case "lower":
            return str(person["name"]).lower()
    return str(person["name"])


def _credentials(person: dict[str, Any]) -> list[str]:
    written = person["credentials"]
    return [dotted(code) for code in written] if person["name_shape"] == "dotted_credentials" else written


def _place(office: dict[str, Any], website: dict[str, Any], street: str = "") -> dict[str, Any]:
    """A place and its line, "Salem, OR 97301" or "Salem, Oregon 97301"; the state alone where no city is known."""
    state = state_name(office["state"]) if website["states"] == "name" else office["state"]
    city = f"{office['city']}, " if office["city"] else ""
    zip_code = f" {office['zip']}" if office["zip"] else ""
    return {**office, "line": f"{city}{state}{zip_code}", "street": street}


def _statement(person: dict[str, Any], slug: str, website: dict[str, Any]) -> dict[str, Any]:
    prefix = f"{person['prefix']} " if person["prefix"] else ""
    office = {"city": person["city"], "state": person["state"], "zip": None}
    return {
        "text": person["statements"][slug],
        "name": f"{prefix}{_written(person)}",
        "credentials": _credentials(person),
        "title": person["title"],
        "attribution": person["attribution"],
        "line": _place(office, website)["line"] if person["state"] else None,
        "url": f"/profile/{_slug(person)}",
    }
