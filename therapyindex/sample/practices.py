"""The second sample site: a register of clinicians whose pages carry schema.org data, as many small sites do."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from therapyindex.sample import places
from therapyindex.sample.data import load
from therapyindex.sample.pages import template
from therapyindex.sample.people import FIRST_NIGHT, Person, modified, person
from therapyindex.sample.roster import Roster, Row
from therapyindex.sample.site import Answer, Rotation
from therapyindex.sample.sitemaps import sitemap, sitemap_index
from therapyindex.sample.truth import truth

ORIGIN = "https://www.clinicians.example"

_PER_PAGE = 10
_LISTS = ("approaches", "issues", "insurance", "languages", "ages")
_TYPES = ("Person", "Psychologist", "Physician", "LocalBusiness", "MedicalBusiness")
_ROBOTS = f"User-agent: *\nDisallow: /admin/\n\nSitemap: {ORIGIN}/sitemap_index.xml\n"


class Practices:
    """A register of invented clinicians; takes and gives what the first sample site does.

    Lists go on over several pages, urls end in a slash, and one page in twenty below /clinicians/ describes nobody.
    """

    rotation: Rotation = "night"

    def __init__(self, seed: int = 1, therapists: int = 60, night: int = 0) -> None:
        self._roster = Roster(seed, therapists, night)
        self._states: dict[str, list[Row]] = {}
        for row in self._roster.rows.values():
            code = self._roster.cities[row.city].state
            self._states.setdefault(f"/find/{places.state_path(code).rpartition('/')[2]}", []).append(row)
        self._answer = lru_cache(maxsize=1_000)(self._find_answer)

    def answer(self, path: str, visit: int = 0, query: str = "") -> Answer:
        """What stands at a path; a page without its slash is elsewhere."""
        return self._answer(path, query)

    def urls(self) -> Iterator[str]:
        """The paths of all pages for readers, further pages of lists with their query."""
        yield "/find/"
        for path, rows in self._states.items():
            yield f"{path}/"
            yield from (f"{path}/?page={number}" for number in range(2, 1 + _pages(rows)))
        yield from (_path(row) for row in self._roster.rows.values())

    def truth(self) -> Iterator[dict[str, Any]]:
        """What is true of each clinician who is described; see therapyindex.sample.truth."""
        for row in self._roster.rows.values():
            if not _is_bare(row):
                yield {**truth(self._roster, person(self._roster, row)), "path": _path(row)}

    def _find_answer(self, path: str, query: str) -> Answer:
        roster = self._roster
        match path.split("/")[1:]:
            case ["robots.txt"]:
                return Answer(200, _ROBOTS.encode(), "text/plain; charset=utf-8")
            case ["sitemap_index.xml"]:
                return Answer(
                    200, self._absolute(sitemap_index([("/sitemap-clinicians.xml", FIRST_NIGHT)])), "text/xml"
                )
            case ["sitemap-clinicians.xml"]:
                entries = ((_path(row), modified(roster, row)) for row in roster.rows.values())
                return Answer(200, self._absolute(sitemap(entries, packed=False)), "text/xml")
            case ["find", ""]:
                return self._list(path, "Find a clinician", [(f"{state}/", state[6:]) for state in self._states], "")
            case ["find", _, ""] if rows := self._states.get(path.rstrip("/")):
                return self._state(path, rows, query)
            case ["clinicians", name, ""] if (row := roster.rows.get(_index(name))) and _path(row) == path:
                return self._profile(path, row)
            case [""]:
                return self._list(path, "Welcome", [("/find/", "Find a clinician")], "")
            case [*_, last] if last and self._find_answer(f"{path}/", query).status == 200:
                return Answer(301, b"", location=f"{path}/")
        return Answer(404, b"<title>Not here</title>")

    def _state(self, path: str, rows: list[Row], query: str) -> Answer:
        number = int(query.removeprefix("page=")) if query.removeprefix("page=").isdecimal() else 1
        start = (number - 1) * _PER_PAGE
        links = [(_path(row), row.name) for row in rows[start : start + _PER_PAGE]]
        further = f"{path}?page={number + 1}" if number < _pages(rows) else ""
        return self._list(path, f"Clinicians in {path[6:-1]}", links, further)

    def _list(self, path: str, heading: str, links: list[tuple[str, str]], further: str) -> Answer:
        page = template("practice_list").render(path=path, origin=ORIGIN, heading=heading, links=links, further=further)
        return _page(page, FIRST_NIGHT)

    def _profile(self, path: str, row: Row) -> Answer:
        shown = person(self._roster, row)
        labels = {name: words[0] for name, words in load("words")["labels"].items()}
        sections = [(labels[name], values) for name in _LISTS if (values := getattr(shown, name))]
        page = template("practice_profile").render(
            path=path,
            origin=ORIGIN,
            heading=shown.written_name,
            person=shown,
            sections=sections,
            structured="{}" if _is_bare(row) else _structured(path, shown),
        )
        return _page(page, modified(self._roster, row))

    @staticmethod
    def _absolute(document: bytes) -> bytes:
        """The sitemap with this site's origin; the first site's stands in the documents that both make."""
        return document.replace(b"https://www.therapyden.com", ORIGIN.encode())


def _structured(path: str, shown: Person) -> str:
    """Several nodes about the page, one of them the clinician."""
    place = shown.place
    address = {"@type": "PostalAddress", "addressLocality": place.typed_city, "addressRegion": place.typed_state}
    clinician: dict[str, Any] = {
        "@type": _TYPES[shown.row.index % len(_TYPES)],
        "@id": f"{ORIGIN}{path}#clinician",
        "name": shown.written_name,
        "telephone": shown.phone,
        "jobTitle": shown.title,
    }
    if place.typed_city is not None:
        clinician["address"] = address
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Find"}]}
    document = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "WebPage", "name": "Profile"}, crumbs, clinician],
    }
    return json.dumps(document).replace("<", "\\u003c")


def _path(row: Row) -> str:
    return f"/clinicians/{row.slug}-{row.index + 1000}/"


def _index(name: str) -> int:
    number = name.rpartition("-")[2]
    return int(number) - 1000 if number.isdecimal() else -1


def _is_bare(row: Row) -> bool:
    return row.index % 20 == 7


def _pages(rows: list[Row]) -> int:
    return -(-len(rows) // _PER_PAGE)


def _page(html: str, changed: datetime) -> Answer:
    body = html.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'
    return Answer(200, body, etag=etag, last_modified=format_datetime(changed, usegmt=True))
