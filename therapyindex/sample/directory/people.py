"""The invented therapists: each is worked out from the seed and a number when somebody asks."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from therapyindex.sample.directory.dice import Dice
from therapyindex.sample.directory.nights import Nights, date_of
from therapyindex.sample.directory.shapes import Entry, Facts, entry, shape_of
from therapyindex.sample.directory.words import words

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Person:
    """A therapist's identity. `place` is the office's city, `changed` the last night that changed the profile."""

    number: int
    entry: Entry
    place: dict[str, str]
    zip: str
    practice: str
    credentials: tuple[str, ...]
    slug: str
    changed: int

    @property
    def path(self) -> str:
        """The profile's path."""
        return f"/therapist/{self.slug}"

    @property
    def modified(self) -> datetime:
        """When the profile was last changed, UTC."""
        return date_of(self.changed)


class People:
    """All therapists of a directory on a night, by number; nothing is kept in memory."""

    def __init__(self, nights: Nights) -> None:
        self.seed = nights.seed
        self.nights = nights
        self.cities: list[dict[str, str]] = words("places")["cities"][: max(3, nights.therapists // 10)]
        self.topics: list[str] = list(words("topics"))

    def __iter__(self) -> Iterator[Person]:
        """Everybody who is still there."""
        return (self[number] for number in self.numbers())

    def __getitem__(self, number: int) -> Person:
        """Somebody as of tonight, also when gone."""
        return self._person(number, renamed=number in self.nights.renamed)

    def numbers(self) -> Iterator[int]:
        """The numbers of everybody who is still there."""
        return (number for number in self.nights.numbers if number not in self.nights.gone)

    def number_of(self, slug: str) -> int | None:
        """The number that a slug ends in, whether or not it is this person's present slug."""
        ending = slug.rpartition("-")[2]
        if not re.fullmatch(r"[1-9a-z][0-9a-z]{0,5}|0", ending):
            return None
        number = int(ending, 36)
        return number if number in self.nights.numbers else None

    def former(self, number: int) -> Person | None:
        """Somebody as called before a new name, None when never renamed."""
        return self._person(number, renamed=False) if number in self.nights.renamed else None

    def in_city(self, city: int) -> Iterator[int]:
        """The numbers of those who are still there in a city, counted as in `cities`."""
        cities = len(self.cities)
        for block, start in enumerate(range(0, len(self.nights.numbers), cities)):
            number = start + (city - block) % cities
            if number in self.nights.numbers and number not in self.nights.gone:
                yield number

    def city_of(self, number: int) -> int:
        """The city of somebody, counted as in `cities`."""
        return (number + number // len(self.cities)) % len(self.cities)

    def described(self, number: int) -> list[str]:
        """The topics about which somebody has written a statement."""
        own = self.topics[number % len(self.topics)]
        more = Dice(self.seed, "described", number).some(self.topics, 2, 5)
        return list(dict.fromkeys([own, *more]))

    def _person(self, number: int, *, renamed: bool) -> Person:
        dice = Dice(self.seed, "person", number)
        lists = words("names")
        last = dice.pick(lists["last_start"]) + dice.pick(lists["last_end"])
        place = self.cities[self.city_of(number)]
        titles: dict[str, list[str]] = words("practice")["titles"]
        title = dice.pick(list(titles)[: 8 if dice.chance(60) else None])
        credentials = (*titles[title], *([dice.pick(words("practice")["more_credentials"])] if dice.chance(30) else []))
        practice = f"{dice.pick(lists['practice_start'])} {dice.pick(lists['practice_end'])}"
        zip_code = dice.pick(place["zips"])
        facts = Facts(dice.pick(lists["first"]), last, place, zip_code, practice, credentials, dice)
        form = entry(shape_of(number), title, facts)
        if renamed:
            form = _renamed(form, dice.pick(lists["last_start"]))
        slug = f"{slugged(form.name)}-{slugged(place['city'])}-{place['state'].lower()}-{_base36(number)}"
        return Person(number, form, place, zip_code, practice, credentials, slug, self.nights.changed(number))


def slugged(text: str) -> str:
    """Text as the site writes it in an address."""
    plain = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ł", "L")).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _renamed(form: Entry, last: str) -> Entry:
    """The same therapist after marriage, or the practice under a new name."""
    name = f"{form.name} {last}" if form.kind == "organization" else f"{form.name}-{last}"
    organization = name if form.kind == "organization" else form.organization
    shown, heading = form.shown_name.replace(form.name, name), form.heading.replace(form.name, name)
    return replace(form, name=name, shown_name=shown, heading=heading, organization=organization)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
