"""The directory as a whole: an address in, a page out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import chain, islice
from math import gcd
from typing import Any
from urllib.parse import parse_qs

from therapyindex.sample.directory import sitemaps
from therapyindex.sample.directory.dice import Dice
from therapyindex.sample.directory.nights import Nights, date_of
from therapyindex.sample.directory.pages import HOST, Pages
from therapyindex.sample.directory.people import People, slugged
from therapyindex.sample.directory.sitemaps import sitemap
from therapyindex.sample.directory.truth import truth
from therapyindex.sample.directory.words import words

SMALLEST = 12
_SHOWN = 14  # specialists on an approach page
_CARDS = 20  # therapists on a city's page

_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answers. `modified` and `etag` are None where nothing may be kept."""

    status: int
    body: bytes
    content_type: str = _HTML
    modified: datetime | None = None
    etag: str | None = None
    location: str | None = None


class Site:
    """A directory of `therapists` invented people on one of its nights; the same arguments give the same bytes."""

    def __init__(self, seed: int = 1, therapists: int = 60, night: int = 0, profile_kb: int = 20) -> None:
        if therapists < SMALLEST or night < 0 or profile_kb < 1:
            raise ValueError(f"a directory has at least {SMALLEST} therapists, nights count from 0, a profile has 1 KB")
        self.seed = seed
        self.night = night
        self._nights = Nights(seed, therapists, night)
        self._people = People(self._nights)
        self._pages = Pages(self._people, profile_kb)
        self._cities = {
            (city["state"].lower(), slugged(city["city"])): index for index, city in enumerate(self._people.cities)
        }

    def reply(self, url: str) -> Reply:
        """The answer to a GET of an address or a path."""
        path, _, query = url.removeprefix(HOST).partition("?")
        match path.strip("/").split("/"):
            case ["robots.txt"]:
                return _reply(sitemaps.ROBOTS, date_of(0), "text/plain")
            case [file] if file.startswith("sitemap"):
                return self._sitemap(file)
            case ["specialties"]:
                return self._specialties()
            case ["specialties", topic] if topic in self._people.topics:
                shown = (self._people[number] for number in self.specialists(topic))
                return _reply(self._pages.approach(topic, shown), date_of(self.night))
            case ["therapists", "us"]:
                return self._country()
            case ["therapists", "us", state] if any(state == code for code, _ in self._cities):
                return self._state(state)
            case ["therapists", "us", state, city] if (state, city) in self._cities:
                return self._city(self._cities[state, city], parse_qs(query).get("page", ["1"])[0])
            case ["therapist", slug]:
                return self._profile(slug)
        return _nothing(404)

    def specialists(self, topic: str) -> list[int]:
        """The numbers of the therapists whom an approach page shows tonight: others every night, about 14."""
        numbers, dice = len(self._nights.numbers), Dice(self.seed, "specialists", topic, self.night)
        start, step = dice.below(numbers), 1 + dice.below(numbers)
        while gcd(step, numbers) != 1:
            step += 1
        walk = ((start + turn * step) % numbers for turn in range(numbers))
        writers = (n for n in walk if n not in self._nights.gone and topic in self._people.described(n))
        return list(islice(writers, _SHOWN))

    def urls(self) -> Iterator[str]:
        """The canonical addresses of all pages."""
        return (HOST + path for path, _ in chain(self._lists(), self._profiles()))

    def truth(self) -> Iterator[dict[str, Any]]:
        """What can be known of each therapist, in the order of the directory."""
        shown = {topic: set(self.specialists(topic)) for topic in self._people.topics}
        return (truth(self.seed, self._people, person, shown) for person in self._people)

    def _lists(self) -> Iterator[tuple[str, datetime]]:
        yield "/specialties", date_of(0)
        for topic in self._people.topics:
            yield f"/specialties/{topic}", date_of(self.night)
        yield "/therapists/us", date_of(0)
        for state in dict.fromkeys(state for state, _ in self._cities):
            yield f"/therapists/us/{state}", date_of(0)
        for (state, city), index in self._cities.items():
            yield f"/therapists/us/{state}/{city}", self._city_modified(index)

    def _profiles(self) -> Iterator[tuple[str, datetime]]:
        return ((person.path, person.modified) for person in self._people)

    def _sitemap(self, file: str) -> Reply:
        tonight = date_of(self.night)
        count = -(-(len(self._nights.numbers) - len(self._nights.gone)) // sitemaps.MOST)
        packed = [f"sitemap-therapists-{part}.xml.gz" for part in range(1, count + 1)]
        if file == "sitemap.xml":
            files = [(f"/{name}", tonight) for name in ["sitemap-pages.xml", *packed]]
            return _reply(sitemap(files, "sitemapindex"), tonight, "application/xml")
        if file == "sitemap-pages.xml":
            return _reply(sitemap(self._lists()), tonight, "application/xml")
        if file in packed:
            start = packed.index(file) * sitemaps.MOST
            numbers = islice(self._people.numbers(), start, start + sitemaps.MOST)
            profiles = ((person.path, person.modified) for person in map(self._people.__getitem__, numbers))
            return _reply(sitemap(profiles, packed=True), tonight, "application/gzip")
        return _nothing(404)

    def _specialties(self) -> Reply:
        topics = words("topics")
        links = [
            _link(f"/specialties/{topic}", topics[topic]["name"], "Issue" if topics[topic].get("issue") else "Approach")
            for topic in self._people.topics
        ]
        return _reply(self._pages.listing("/specialties", "Specialties", links), date_of(0))

    def _country(self) -> Reply:
        cities = Counter(state for state, _ in self._cities)
        links = [
            _link(f"/therapists/us/{state}", words("places")["states"][state.upper()], f"Cities: {number}")
            for state, number in cities.items()
        ]
        return _reply(self._pages.listing("/therapists/us", "Therapists in the United States", links), date_of(0))

    def _state(self, state: str) -> Reply:
        name = words("places")["states"][state.upper()]
        links = [
            _link(f"/therapists/us/{state}/{city}", self._people.cities[index]["city"], name)
            for (code, city), index in self._cities.items()
            if code == state
        ]
        return _reply(self._pages.listing(f"/therapists/us/{state}", f"Therapists in {name}", links), date_of(0))

    def _city(self, index: int, page: str) -> Reply:
        """The first therapists of a city; a second page repeats the first."""
        place = self._people.cities[index]
        path = f"/therapists/us/{place['state'].lower()}/{slugged(place['city'])}"
        found = [self._people[number] for number in islice(self._people.in_city(index), _CARDS + 1)]
        links = [_link(one.path, one.entry.heading, one.entry.title) for one in found[:_CARDS]]
        further = f"{path}?page=2" if page == "1" and len(found) > _CARDS else None
        body = self._pages.listing(path, f"Therapists in {place['city']}, {place['state']}", links, further)
        return _reply(body, self._city_modified(index))

    def _city_modified(self, index: int) -> datetime:
        """A city's page changes when somebody comes, goes or gets a new name."""
        nights = self._nights
        came = {nights.therapists + night - 1: night for night in range(1, self.night + 1)}
        events = chain(nights.gone.items(), nights.renamed.items(), came.items())
        return date_of(max((night for number, night in events if self._people.city_of(number) == index), default=0))

    def _profile(self, slug: str) -> Reply:
        number = self._people.number_of(slug)
        if number is None:
            return _nothing(404)
        person, former = self._people[number], self._people.former(number)
        if former and former.slug == slug:
            return _nothing(301, f"{HOST}{person.path}")
        if person.slug != slug:
            return _nothing(404)
        return _nothing(410) if number in self._nights.gone else _reply(self._pages.profile(person), person.modified)


def _reply(body: bytes, modified: datetime, content_type: str = _HTML) -> Reply:
    return Reply(200, body, content_type, modified, f'"{blake2b(body, digest_size=12).hexdigest()}"')


def _nothing(status: int, location: str | None = None) -> Reply:
    text = {301: "Moved", 404: "Not found", 410: "No longer listed"}[status]
    return Reply(status, f"<!DOCTYPE html><title>{text}</title><h1>{text}</h1>\n".encode(), location=location)


def _link(href: str, name: str, note: str) -> dict[str, str]:
    return {"href": href, "name": name, "note": note}
