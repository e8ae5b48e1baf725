"""Who stands in the directory on a night: compact rows, from which whole people are drawn when they are looked at."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from therapyindex.sample import names, places
from therapyindex.sample.chance import Deck, rising, rng
from therapyindex.sample.data import load

SMALLEST = 12


class Row(Struct, frozen=True, gc=False):
    """What must be known of everyone at once.

    `city` numbers places.cities(), `described` the approaches in the order of their file; `name` is the practice's
    where the wrapper is "organization", `revision` the night of the last change.
    """

    index: int
    name: str
    given: str
    slug: str
    wrapper: str
    place_shape: str
    city: int
    described: tuple[int, ...]
    revision: int = 0

    @property
    def is_organization(self) -> bool:
        """Whether it is a practice under a personal title."""
        return self.wrapper == "organization"

    @property
    def listed(self) -> bool:
        """Whether the listing of the city names the therapist."""
        return self.place_shape not in places.UNLISTED


class Roster:
    """The therapists of one seed number, of one size, after a number of nights.

    Every night changes a hundredth of the profiles, takes one away, gives one a new name and slug, and adds one.
    `rows` and `by_slug` hold the present ones by number and slug, `gone` the slugs of those who left, with the night,
    `moved` old slugs with number and night, `touched` the night of the last change in a city, `by_city` and
    `by_approach` the numbers of the therapists listed there, oldest first.
    """

    def __init__(self, seed: int, therapists: int, night: int) -> None:
        if therapists < SMALLEST or night < 0:
            raise ValueError(f"a directory has at least {SMALLEST} therapists, and nights count from 0")
        self.seed, self.therapists, self.night = seed, therapists, night
        self.approaches: list[str] = list(load("approaches"))
        self.cities = places.cities()[: max(3, therapists // 4)]
        self._decks = [
            Deck(seed, "form", names.FORMS, 7),
            Deck(seed, "wrapper", names.WRAPPERS, 11),
            Deck(seed, "place", places.SHAPES, 0),
        ]
        self._city_weights = rising(len(self.cities), 3, 0.7)
        self._approach_weights = rising(len(self.approaches), 2, 0.6)
        self.by_slug: dict[str, int] = {}
        self.moved: dict[str, tuple[int, int]] = {}
        self.gone: dict[str, int] = {}
        self.touched: dict[int, int] = {}
        self.rows: dict[int, Row] = {}
        for index in range(therapists):
            self._add(self._draw(index))
        for number in range(1, night + 1):
            self._pass_night(number)
        self.by_city: dict[int, list[int]] = defaultdict(list)
        self.by_approach: dict[int, list[int]] = defaultdict(list)
        for row in self.rows.values():
            if row.listed:
                self.by_city[row.city].append(row.index)
            for approach in row.described:
                self.by_approach[approach].append(row.index)

    def unmapped(self, row: Row) -> bool:
        """Whether the sitemap does not know the therapist yet: the newest ones, who top their city's listing."""
        lag = max(1, min(self.therapists // 25, 100))
        return row.listed and row.index >= self.therapists + self.night - lag

    def neighbours(self, row: Row) -> Iterator[Row]:
        """Three others as they were on the first night: links to them may be out of date."""
        for step in (1, 2, 3):
            yield self._draw((row.index + step) % self.therapists)

    def _add(self, row: Row) -> None:
        city = self.cities[row.city]
        slug, number = row.slug, 1
        while slug in self.by_slug or slug in self.moved or slug in self.gone:
            place = names.slug(f"{city.name} {city.state}")
            slug = f"{row.slug}-{place}" if number == 1 else f"{row.slug}-{place}-{number}"
            number += 1
        self._put(replace(row, slug=slug))

    def _draw(self, index: int) -> Row:
        chance = rng(self.seed, index)
        form, wrapper, place_shape = (deck.deal(index) for deck in self._decks)
        if wrapper in ("capitals", "lower"):  # what no reader could mend
            form = "plain"
        name, given = names.person_name(chance, form)
        if wrapper == "organization":
            name = names.practice_name(chance, wrapper)
        city = bisect(self._city_weights, chance.random() * self._city_weights[-1])
        described = {
            bisect(self._approach_weights, chance.random() * self._approach_weights[-1]): None
            for _ in range(chance.randint(2, 8))
        }
        return Row(index, name, given, names.slug(name), wrapper, place_shape, city, tuple(described))

    def _pass_night(self, night: int) -> None:
        chance = rng(self.seed, "night", night)
        present = list(self.rows)
        for index in chance.sample(present, max(1, round(len(present) / 100))):
            self._put(replace(self.rows[index], revision=night))
        self._leave(self.rows[chance.choice(present)], night)
        self._rename(chance.choice([row for row in self.rows.values() if not row.is_organization]), night, chance)
        self._add(replace(self._draw(self.therapists + night - 1), revision=night))

    def _leave(self, row: Row, night: int) -> None:
        del self.rows[row.index], self.by_slug[row.slug]
        self.gone[row.slug] = self.touched[row.city] = night

    def _rename(self, row: Row, night: int, chance: Random) -> None:
        del self.by_slug[row.slug]
        self.moved[row.slug] = (row.index, night)
        name = f"{row.name}-{names.surname(chance)}"
        self._add(replace(row, name=name, slug=names.slug(name), revision=night))

    def _put(self, row: Row) -> None:
        self.rows[row.index] = row
        self.by_slug[row.slug] = row.index
        self.touched[row.city] = row.revision
