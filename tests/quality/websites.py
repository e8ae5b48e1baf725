"""Websites that show the same invented people, each through a template of its own."""

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from records import Page
from tests.quality import wordings
from therapyindex.sample import Site
from therapyindex.sample.chance import rng

PER_APPROACH_PAGE = 12

_HERE = Path(__file__).parent
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


class Websites(ABC):
    """The pages of `people` invented therapists (12 or more): a profile of each, and the approaches they describe.

    The people are those of the sample directory. `websites` are the rows of the YAML file `table` of this folder,
    `templates` the folders that hold what they name. The same pages for the same arguments in every process.
    """

    def __init__(self, seed: int, people: int, table: str, templates: list[str]) -> None:
        self.seed = seed
        self.websites: dict[str, list[dict[str, Any]]] = {
            kind: wordings.load(table)[kind] for kind in ("profiles", "approaches")
        }
        self.templates = Environment(
            loader=FileSystemLoader([_HERE / folder for folder in templates]),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
        )
        sample = Site(seed, people)
        self.people = [true for true in sample.truth() if not true["name"].startswith(_AS_A_PREFIX)]
        self._approaches = {slug(approach): approach for approach in sample.approaches()}

    @abstractmethod
    def profile_context(
        self, index: int, website: dict[str, Any], true: dict[str, Any]
    ) -> tuple[dict[str, Any], wordings.Fee | None]:
        """What the template of a profile is given, and the fee as shown; `true` is what the website shows."""

    @abstractmethod
    def approach_context(
        self, website: dict[str, Any], approach: dict[str, Any], people: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """What the template of an approach page is given."""

    def cases(self) -> Iterator[Case]:
        """All profiles, then all approach pages."""
        yield from self.profiles()
        yield from self.approach_pages()

    def profiles(self) -> Iterator[Case]:
        """One profile of each person, the templates taking turns."""
        websites = self.websites["profiles"]
        for index in range(len(self.people)):
            yield self._profile(index, websites[index % len(websites)])

    def approach_pages(self) -> Iterator[Case]:
        """Each person stands on the page of one approach, with the statement about it."""
        websites = self.websites["approaches"]
        count = 0
        for key, authors in self._authors.items():
            for start in range(0, len(authors), PER_APPROACH_PAGE):
                website = websites[count % len(websites)]
                count += 1
                yield self._approach_page(website, self._approaches[key], authors[start : start + PER_APPROACH_PAGE])

    def neighbours(self, index: int) -> list[tuple[int, dict[str, Any]]]:
        """(index, truth) of the three whom a profile names beside its owner."""
        found = [(index + step) % len(self.people) for step in (1, 2, 3)]
        return [(other, self.people[other]) for other in found]

    @cached_property
    def _authors(self) -> dict[str, list[dict[str, Any]]]:
        authors = defaultdict(list)
        for index, person in enumerate(self.people):
            authors[rng(self.seed, index, "approach").choice(list(person["statements"]))].append(person)
        return authors

    def _profile(self, index: int, website: dict[str, Any]) -> Case:
        true = self._shown(website, self.people[index])
        context, fee = self.profile_context(index, website, true)
        page = self._page(website, url(website, true, index), context)
        return Case(website["template"], page, is_profile=True, records=[_found(true, fee)])

    def _approach_page(self, website: dict[str, Any], approach: dict[str, Any], people: list[dict[str, Any]]) -> Case:
        key = slug(approach)
        page = self._page(
            website, str(website["url"].format(slug=key)), self.approach_context(website, approach, people)
        )
        records = [{**person, "statement": person["statements"][key]} for person in people]
        return Case(website["template"], page, False, records, approach["definition"])

    def _page(self, website: dict[str, Any], address: str, context: dict[str, Any]) -> Page:
        html = self.templates.get_template(f"{website['template']}.html").render(context)
        return Page(address, 200, _HEADERS, html.encode(), _NOON, "directory")

    def _shown(self, website: dict[str, Any], person: dict[str, Any]) -> dict[str, Any]:
        """The truth without what the website leaves out."""
        shown = {field: value if self._shows(website, field) else _absent(value) for field, value in person.items()}
        return shown if "places" in website["shows"] else shown | {"places": shown["places"][:1]}

    def _shows(self, website: dict[str, Any], field: str) -> bool:
        """Whether a field of the truth may be on the website's profiles; what no website leaves out always is."""
        group = "fees" if field in ("fee_min", "fee_max") else field
        return group in website["shows"] or group not in self._optional

    @cached_property
    def _optional(self) -> set[str]:
        return {field for website in self.websites["profiles"] for field in website["shows"]} - {"place", "places"}


def slug(true: dict[str, Any]) -> str:
    """The last part of the path of a person or an approach."""
    return str(true["path"]).rpartition("/")[2]


def number(index: int) -> int:
    """The number of a person in the addresses of some websites."""
    return _FIRST_NUMBER + index


def url(website: dict[str, Any], person: dict[str, Any], index: int) -> str:
    """The address of a profile."""
    return str(website["url"].format(slug=slug(person), number=number(index)))


def digits(phone: str) -> str:
    """The ten digits of a phone number."""
    return re.sub(r"\D", "", phone)


def _absent(value: Any) -> Any:
    return [] if isinstance(value, list) else None


def _found(true: dict[str, Any], fee: wordings.Fee | None) -> dict[str, Any]:
    """What a reader takes from a profile, as it is after cleaning."""
    return true | {
        "phone": f"+1{digits(true['phone'])}",
        "fee_min": fee.low if fee else None,
        "fee_max": fee.high if fee else None,
        "currency": "USD" if fee else None,
        "city": [office["city"] for office in true["places"]],
        "state": [office["state"] for office in true["places"]],
        "zip": [office["zip"] for office in true["places"]],
    }
