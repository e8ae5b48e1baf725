"""A crowd of invented people as two directories mention them: whom each mention means is known.

Names are as unevenly frequent as real ones, so there are namesakes in one state and in one city; practices share a
phone and a website, couples a family name. In the other directory a name may have a middle initial, a nickname or
another family name, a phone may be the directory's own, an office may be in the next city, a title missing.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from index_config.geo import miles_between
from index_config.places import Place, state_name, zip_place
from pipelines.mention import Mention
from pipelines.text import text_digest
from records import Location
from therapyindex.sample.data import load

SEEN = datetime(2026, 11, 20, 3, tzinfo=UTC)
HERE, THERE = "here", "there"

_ONSETS = ["B", "Br", "C", "D", "Dr", "F", "G", "H", "J", "K", "L", "M", "N", "P", "Qu", "R", "S", "St", "T", "V", "W"]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "oo"]
_CODAS = [
    "bury",
    "da",
    "dell",
    "ford",
    "gan",
    "ham",
    "kins",
    "la",
    "lan",
    "ley",
    "low",
    "man",
    "mer",
    "na",
    "ner",
    "ra",
]
_TITLES = [
    *("Licensed Clinical Social Worker", "Licensed Marriage & Family Therapist", "Licensed Professional Counselor"),
    *("Psychologist", "Counselor", "Psychotherapist", "Licensed Mental Health Counselor", "Therapist"),
]
# How many names there are, and how even their shares: one in fifty has the most frequent given name, one in two hundred
# the most frequent family name, about as in American censuses.
_GIVEN, _FAMILIES = (1_500, 10), (60_000, 25)
_SPACE = 25  # miles to the next city, at most


class _Person(Struct, frozen=True):
    given: str
    middle: str
    family: str
    nickname: str
    place: Place
    title: str
    phone: str
    website: str | None
    about: str | None


def crowd(people: int, seed: int = 1) -> Iterator[tuple[int, Mention]]:
    """(number of the person, mention), some two mentions a person."""
    chance = random.Random(seed)
    practice: _Person | None = None
    for number in range(people):
        person = _person(chance, number, practice if chance.random() < 0.3 else None)
        practice = person
        yield from ((number, mention) for mention in _mentions(chance, number, person))


def _person(chance: random.Random, number: int, colleague: _Person | None) -> _Person:
    place = colleague.place if colleague else _cities()[int(len(_cities()) * chance.random() ** 2)]
    family = colleague.family if colleague and chance.random() < 0.1 else _rare(chance, *_FAMILIES)
    line = f"{number % 10_000_000:07}"
    return _Person(
        given=_rare(chance, *_GIVEN, _CODAS[1::2]),
        middle=chance.choice("ABCDEFGHJKLMNPRST"),
        family=family,
        nickname=_rare(chance, 200, 10, ["by", "ddie", "lly", "nny"]),
        place=place,
        title=chance.choice(_TITLES),
        phone=colleague.phone if colleague else f"+1{chance.choice((503, 212, 312, 415))}{line}",
        website=colleague.website if colleague else chance.choice((None, f"https://practice{number}.example")),
        about=_about(chance, number) if chance.random() < 0.7 else None,
    )


def _mentions(chance: random.Random, number: int, person: _Person) -> Iterator[Mention]:
    name = (
        f"{person.given} {person.middle}. {person.family}"
        if chance.random() < 0.1
        else f"{person.given} {person.family}"
    )
    has_profile = chance.random() < 0.85
    if has_profile:
        yield _profile(HERE, number, name, person, about=person.about)
    for page in range(chance.choice((0, 0, 1, 1, 2)) if has_profile else 1):
        yield _line(HERE, page, name, person, _about(chance, number * 10 + page))
    if chance.random() < 0.4:
        yield _profile(THERE, number, *_as_seen_there(chance, name, person))


def _as_seen_there(chance: random.Random, name: str, person: _Person) -> tuple[str, _Person, str | None]:
    luck = chance.random()
    if luck < 0.08:
        name = f"{person.given} {person.middle}. {person.family}"
    elif luck < 0.11:
        name = f"{person.given} ({person.nickname}) {person.family}"
    elif luck < 0.13:
        name = f"{person.given} {person.family}-{_rare(chance, *_FAMILIES)}"
    changes: dict[str, object] = {}
    if chance.random() < 0.5:
        changes["phone"] = f"+1800{chance.randrange(10**7):07}"
    if chance.random() < 0.4:
        changes["website"] = None
    if chance.random() < 0.15:
        changes["place"] = _next_city(chance, person.place)
    if chance.random() < 0.3:
        changes["title"] = "Therapist"
    return name, replace(person, **changes), person.about if chance.random() < 0.5 else None


def _profile(source: str, number: int, name: str, person: _Person, about: str | None) -> Mention:
    url = f"https://{source}.example/therapist/{number}"
    return Mention(
        keys=[f"profile|{source}|{url}"],
        source=source,
        url=url,
        extractor="1",
        is_profile=True,
        first_seen=SEEN,
        last_seen=SEEN,
        name=name,
        title=person.title,
        locations=[_location(person.place)],
        phone=person.phone,
        website=person.website,
        about=about,
    )


def _line(source: str, page: int, name: str, person: _Person, words: str) -> Mention:
    url = f"https://{source}.example/specialties/{page}"
    raw = f"— {name}, {person.title} in {person.place.city}, {person.place.state}"
    return Mention(
        keys=[f"line|{source}|{url}|{raw}", f"words|{source}|{url}|{text_digest(words)}"],
        source=source,
        url=url,
        extractor="1",
        is_profile=False,
        first_seen=SEEN,
        last_seen=SEEN,
        name=name,
        title=person.title,
        locations=[_location(person.place)],
        statement=words,
        approach_id="relational-therapy",
    )


def _location(place: Place) -> Location:
    return Location(city=place.city, state=place.state, lat=place.lat, lon=place.lon)


def _rare(chance: random.Random, of: int, even: int, codas: list[str] = _CODAS) -> str:
    """A name of so many, each as frequent as 1 / (its rank + `even`)."""
    number = int(even * ((of + even) / even) ** chance.random()) - even
    first, number = number % len(_ONSETS), number // len(_ONSETS)
    vowel, number = number % len(_VOWELS), number // len(_VOWELS)
    coda, number = codas[number % len(codas)], number // len(codas)
    return f"{_ONSETS[first]}{_VOWELS[vowel]}{coda}" + (_VOWELS[number % 8] + _CODAS[number % 16] if number else "")


def _about(chance: random.Random, number: int) -> str:
    words = load("words")["issues"]
    return f"I work with {chance.choice(words)} and {chance.choice(words)}, in way number {number} of all there are."


@cache
def _cities() -> list[Place]:
    """Some thousand cities, each one's neighbours behind it."""
    found = (zip_place(f"{number:05}") for number in range(1000, 99_950, 83))
    return sorted(
        (place for place in found if place and state_name(place.state)), key=lambda place: (place.state, place.lat)
    )


def _next_city(chance: random.Random, place: Place) -> Place:
    near = [
        one for one in _neighbours(place.state) if 0 < miles_between(one.lat, one.lon, place.lat, place.lon) < _SPACE
    ]
    return chance.choice(near) if near else place


@cache
def _neighbours(state: str) -> list[Place]:
    return [place for place in _cities() if place.state == state]
