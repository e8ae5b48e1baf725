"""The sample directory as a tree of paths: what is answered to each, rendered when it is asked for."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from therapyindex.sample import places
from therapyindex.sample.data import load
from therapyindex.sample.pages import Pages
from therapyindex.sample.people import FIRST_NIGHT, modified, person
from therapyindex.sample.roster import Roster, Row
from therapyindex.sample.sitemaps import PER_FILE, ROBOTS, sitemap, sitemap_index
from therapyindex.sample.truth import truth

Rotation = Literal["night", "visit"]

_CACHE_BYTES = 64 * 1024 * 1024
_HTML, _TEXT, _XML, _GZIP = (
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
    "application/xml",
    "application/gzip",
)


class Answer(NamedTuple):
    """An answer to one path: `etag` and `last_modified` as in the headers, `location` of a redirect."""

    status: int
    body: bytes
    content_type: str = _HTML
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None


class Site:
    """A directory of invented therapists, the same bytes for the same arguments in every process.

    `therapists` is the number on night 0 (12 or more); `night` is how many nights have passed, each of which changes
    about a hundredth of the profiles; profiles are about `profile_kb` KiB long. Approach pages show other specialists
    every night, or, with rotation "visit", at every visit. Raises ValueError on numbers out of range.
    """

    def __init__(
        self,
        seed: int = 1,
        therapists: int = 60,
        night: int = 0,
        *,
        profile_kb: int = 20,
        rotation: Rotation = "night",
    ) -> None:
        self.rotation = rotation
        self._roster = Roster(seed, therapists, night)
        self._pages = Pages(self._roster, profile_kb)
        self._cities = {city.path: number for number, city in enumerate(self._roster.cities)}
        self._states = {places.state_path(city.state): city.state for city in self._roster.cities}
        self._answer = lru_cache(maxsize=_CACHE_BYTES // (max(profile_kb, 8) * 1024))(self._find_answer)

    def answer(self, path: str, visit: int = 0, query: str = "") -> Answer:
        """What stands at a path; its query changes nothing. `visit` counts this path's visits."""
        turns = self.rotation == "visit" and path.startswith("/specialties/")
        return self._answer(path.rstrip("/") or "/", visit if turns else 0)

    def urls(self) -> Iterator[str]:
        """The paths of all pages for readers: approaches, listings, profiles."""
        yield "/specialties"
        yield from (f"/specialties/{slug}" for slug in self._roster.approaches)
        yield "/therapists/us"
        yield from self._states
        yield from self._cities
        yield from (f"/therapist/{row.slug}" for row in self._roster.rows.values())

    def truth(self) -> Iterator[dict[str, Any]]:
        """What is true of each present therapist; see therapyindex.sample.truth."""
        return (truth(self._roster, person(self._roster, row)) for row in self._roster.rows.values())

    def approaches(self) -> Iterator[dict[str, Any]]:
        """What is true of each approach page: path, name, kind, definition without its call to action (or None)."""
        for slug, approach in load("approaches").items():
            yield {
                "path": f"/specialties/{slug}",
                "name": approach["name"],
                "kind": approach["kind"],
                "definition": approach["definition"] or None,
            }

    def _find_answer(self, path: str, visit: int) -> Answer:
        match path.split("/")[1:]:
            case ["robots.txt"]:
                return Answer(200, ROBOTS.encode(), _TEXT)
            case ["sitemap.xml"] | ["sitemaps", _]:
                return self._sitemap(path)
            case ["specialties"]:
                return _page(self._pages.approaches(path), FIRST_NIGHT)
            case ["specialties", slug] if slug in self._roster.approaches:
                return _page(self._pages.approach(path, slug, visit), self._tonight())
            case ["therapists", "us"]:
                return _page(self._pages.country(path), FIRST_NIGHT)
            case ["therapists", "us", _] if path in self._states:
                return _page(self._pages.state(path, self._states[path]), self._tonight())
            case ["therapists", "us", _, _] if path in self._cities:
                number = self._cities[path]
                return _page(self._pages.city(path, number), self._city_changed(number))
            case ["therapist", slug]:
                return self._profile(path, slug)
            case [""] | ["about"] | ["terms"] | ["account", *_]:
                return _page(self._pages.plain(path), FIRST_NIGHT)
        return _nothing(404)

    def _profile(self, path: str, slug: str) -> Answer:
        """A profile. What became of a slug is said on odd nights only (301, 410); else it is just not there (404)."""
        roster = self._roster
        if (index := roster.by_slug.get(slug)) is not None:
            row = roster.rows[index]
            return _page(self._pages.profile(path, row), modified(roster, row))
        if slug in roster.moved:
            index, night = roster.moved[slug]
            if night % 2 and index in roster.rows:
                return _nothing(301, location=f"/therapist/{roster.rows[index].slug}")
        return _nothing(410 if roster.gone.get(slug, 0) % 2 else 404)

    def _sitemap(self, path: str) -> Answer:
        mapped = [row for row in self._roster.rows.values() if not self._roster.unmapped(row)]
        packs = range(0, len(mapped), PER_FILE)
        names = {
            f"/sitemaps/therapists-{number}.xml.gz": mapped[start : start + PER_FILE]
            for number, start in enumerate(packs, 1)
        }
        if path == "/sitemap.xml":
            files = ["/sitemaps/pages.xml", *names]
            return Answer(200, sitemap_index((file, self._tonight()) for file in files), _XML)
        if path == "/sitemaps/pages.xml":
            return Answer(200, sitemap(self._listings(), packed=False), _XML)
        if rows := names.get(path):
            return Answer(200, sitemap(map(self._mapped, rows), packed=True), _GZIP)
        return _nothing(404)

    def _listings(self) -> Iterator[tuple[str, datetime]]:
        yield "/specialties", FIRST_NIGHT
        yield "/therapists/us", FIRST_NIGHT
        yield from ((f"/specialties/{slug}", self._tonight()) for slug in self._roster.approaches)
        yield from ((path, self._tonight()) for path in self._states)
        yield from ((path, self._city_changed(number)) for path, number in self._cities.items())

    def _mapped(self, row: Row) -> tuple[str, datetime]:
        return f"/therapist/{row.slug}", modified(self._roster, row)

    def _tonight(self) -> datetime:
        return FIRST_NIGHT + timedelta(days=self._roster.night)

    def _city_changed(self, number: int) -> datetime:
        return FIRST_NIGHT + timedelta(days=self._roster.touched.get(number, 0))


def _page(html: str, changed: datetime) -> Answer:
    body = html.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'
    return Answer(200, body, etag=etag, last_modified=format_datetime(changed, usegmt=True))


def _nothing(status: int, location: str | None = None) -> Answer:
    return Answer(status, b"<!doctype html><title>Not here</title><p>This page is not here.</p>", location=location)
