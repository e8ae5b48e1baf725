"""Whole people, drawn from their rows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from msgspec import Struct

from therapyindex.sample import names, places, prose
from therapyindex.sample.chance import pick, rng
from therapyindex.sample.data import load
from therapyindex.sample.places import City, Place
from therapyindex.sample.roster import Roster, Row

FIRST_NIGHT = datetime(2026, 1, 5, 3, 30, tzinfo=UTC)

_DOCTORS = frozenset({"dotted_credentials", "prefix", "glued_prefix"})
_AMOUNTS = range(60, 260, 10)  # dollars


class Person(Struct, frozen=True, kw_only=True):
    """An invented therapist or practice, as the site shows it.

    `written_name` is the name as its owner typed it, `organization` the practice of a person; `approaches` and
    `issues` are ticked names, `described` the slugs of the approach pages that carry a statement, `declined` an
    approach that `about` says is not offered. Fees are in dollars, `fees` as shown. What is absent is None or [].
    """

    row: Row
    written_name: str
    organization: str | None
    prefix: str | None
    credentials: list[str]
    pronouns: str | None
    title: str
    places: list[Place]
    phone: str
    website: str | None
    fee_min: int | None
    fee_max: int | None
    fees: str | None
    sliding_scale: str | None
    telehealth: str | None
    languages: list[str]
    ages: list[str]
    insurance: list[str]
    communities: list[str]
    sessions: list[str]
    approaches: list[str]
    issues: list[str]
    described: list[str]
    declined: str | None
    about: str

    @property
    def path(self) -> str:
        """The path of the profile."""
        return f"/therapist/{self.row.slug}"

    @property
    def place(self) -> Place:
        """The first office."""
        return self.places[0]

    @property
    def heading(self) -> str:
        """The name at the top of the profile: with pronouns, or with credentials, where there are any."""
        if self.pronouns:
            return f"{self.written_name} ({self.pronouns})"
        return ", ".join([self.written_name, *self.credentials]) if self.row.wrapper == "plain" else self.written_name

    @property
    def standing(self) -> str:
        """What follows the name under a statement."""
        place = f" in {self.place.typed}" if self.place.typed_city is not None else ""
        return f", {self.title}{place}"

    @property
    def attribution(self) -> str:
        """The line under a statement."""
        return f"— {self.written_name}{self.standing}"


def person(roster: Roster, row: Row) -> Person:
    """The therapist of a row, the same at every call."""
    words = load("words")
    chance = rng(roster.seed, row.index, "person")
    city = roster.cities[row.city]
    practice = _practice(chance, row)
    title, credentials = _standing(chance, row)
    pronouns = chance.choice(words["pronouns"]) if not row.is_organization and chance.random() < 0.5 else None
    if row.wrapper == "plain" and pronouns:
        credentials = []  # the heading has room for one of them
    fee_min, fee_max, fees = _fees(chance)
    described = [roster.approaches[number] for number in row.described]
    approaches, issues = _ticked(chance, described)
    declined = _declined(chance, approaches, described)
    return Person(
        row=row,
        written_name=names.written_name(
            row.name,
            row.wrapper,
            practice=practice,
            credentials=credentials,
            place=f"{city.name}, {city.state}" if row.place_shape == "plain" else "",
            chance=chance,
        ),
        organization=practice,
        prefix="Dr." if row.wrapper.endswith("prefix") else None,
        credentials=credentials,
        pronouns=pronouns,
        title=title,
        places=_places(chance, row, city, roster.cities),
        phone=_phone(chance, city.area),
        website=f"https://www.{names.slug(row.name)}.example" if chance.random() < 0.5 else None,
        fee_min=fee_min,
        fee_max=fee_max,
        fees=fees,
        sliding_scale=chance.choice(("Yes", "Yes", "No", None)),
        telehealth=chance.choice((*words["telehealth"]["yes"], *words["telehealth"]["no"], None)),
        languages=["English", *_some(chance, words["languages"], 0, 2)],
        ages=_some(chance, words["ages"], 1, 4),
        insurance=_some(chance, words["insurance"], 0, 5),
        communities=_some(chance, words["communities"], 0, 4),
        sessions=_some(chance, words["sessions"], 1, 3),
        approaches=approaches,
        issues=issues,
        described=described,
        declined=declined,
        about=_about(roster.seed, row, described, approaches, declined),
    )


def statement(roster: Roster, row: Row, approach: str) -> str:
    """What the therapist writes about an approach; the first one is rewritten when the profile changes."""
    revision = row.revision if roster.approaches[row.described[0]] == approach else 0
    chance = rng(roster.seed, row.index, approach, revision)
    return prose.statement(chance, approach, _voice(roster.seed, row), row.given)


def modified(roster: Roster, row: Row) -> datetime:
    """When the profile last changed."""
    if row.revision:
        return FIRST_NIGHT + timedelta(days=row.revision)
    return FIRST_NIGHT - timedelta(hours=pick(6_000, roster.seed, row.index, "modified"))


def _about(seed: int, row: Row, described: list[str], approaches: list[str], declined: str | None) -> str:
    chance = rng(seed, row.index, "about", row.revision)
    named = [_plain(name) for name in _some(chance, approaches, 0, 2)]
    return prose.about(chance, _voice(seed, row), row.given, described, named, declined)


def _voice(seed: int, row: Row) -> prose.Voice:
    return prose.voice_of(rng(seed, row.index, "voice"), organization=row.is_organization)


def _practice(chance: Random, row: Row) -> str | None:
    if row.wrapper.startswith("practice") or (not row.is_organization and chance.random() < 0.15):
        return names.practice_name(chance, row.wrapper)
    return None


def _standing(chance: Random, row: Row) -> tuple[str, list[str]]:
    """A title and the credentials shown."""
    words = load("words")
    if row.wrapper in _DOCTORS:
        shown = [] if row.wrapper == "glued_prefix" else [chance.choice(words["doctorates"])]
        return chance.choice(words["doctors"]), shown
    titles = list(words["titles"])
    title = titles[min(int(chance.expovariate(0.14)), chance.randrange(len(titles)) + 8) % len(titles)]
    letters = words["titles"][title]
    if row.wrapper == "credentials":
        return title, letters[: chance.randint(1, 2)]
    return title, letters[:1] if row.wrapper == "plain" and chance.random() < 0.5 else []


def _places(chance: Random, row: Row, city: City, cities: Sequence[City]) -> list[Place]:
    found = [places.place(chance, city, row.place_shape)]
    if row.place_shape == "plain" and chance.random() < 0.06:
        found.append(places.place(chance, chance.choice(cities), "plain"))
    return found


def _phone(chance: Random, area: str) -> str:
    line = f"555-01{chance.randrange(100):02}"
    return chance.choice((f"({area}) {line}", f"{area}-{line}", f"{area}.{line.replace('-', '.')}"))


def _fees(chance: Random) -> tuple[int | None, int | None, str | None]:
    """Lowest and highest fee, and how the page says it."""
    low = chance.choice(_AMOUNTS)
    high = low + chance.choice((20, 30, 50, 80))
    form = chance.choice(
        ("{low} - {high}", "{low} - {high}", "{low} – {high} per session", "{low}-{high}", "{low}", "")
    )
    if not form:
        return None, None, None
    return low, high if "high" in form else low, form.format(low=f"${low}", high=f"${high}")


def _ticked(chance: Random, described: list[str]) -> tuple[list[str], list[str]]:
    """The ticked approaches and issues: most of the described ones, and more."""
    known = load("approaches")
    chosen = [slug for slug in described if chance.random() < 0.8]
    chosen += [slug for slug in _some(chance, list(known), 1, 7) if slug not in described]
    by_kind = {
        kind: [known[slug]["name"] for slug in chosen if known[slug]["kind"] == kind] for kind in ("approach", "issue")
    }
    return by_kind["approach"], [*by_kind["issue"], *_some(chance, load("words")["issues"], 2, 7)]


def _declined(chance: Random, ticked: list[str], described: list[str]) -> str | None:
    if chance.random() > 0.08:
        return None
    others = [
        approach["name"]
        for slug, approach in load("approaches").items()
        if approach["kind"] == "approach" and approach["name"] not in ticked and slug not in described
    ]
    return _plain(chance.choice(others))


def _some(chance: Random, values: Sequence[str], least: int, most: int) -> list[str]:
    """A few of the values in their own order."""
    count = chance.randint(min(least, len(values)), min(most, len(values)))
    return [values[place] for place in sorted(chance.sample(range(len(values)), count))]


def _plain(name: str) -> str:
    return name.partition(" (")[0]
