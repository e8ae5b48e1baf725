"""Real cities, and what people type into the field that asks for one."""

from functools import cache
from random import Random
from typing import NamedTuple

from therapyindex.sample.data import load
from therapyindex.sample.names import slug

SHAPES = {
    "no_place": 5,
    "empty_city": 2,
    "empty_both": 1,
    "zip_in_city": 1,
    "state_in_city": 1,
    "free_text": 1,
    "region": 1,
    "odd_city": 1,
    "recased": 2,
}
"""Unusual places; cards out of 60."""

UNLISTED = frozenset({"no_place", "empty_city", "empty_both", "free_text"})
"""Shapes that no list of a city's therapists can hold."""


class City(NamedTuple):
    """A city of the sample directory."""

    name: str
    state: str
    area: str
    zips: list[str]

    @property
    def path(self) -> str:
        """The path of its listing."""
        return f"{state_path(self.state)}/{slug(self.name)}"


class Place(NamedTuple):
    """A place as typed (None: the field was left out) and what it means."""

    typed_city: str | None
    typed_state: str | None
    city: str | None
    state: str | None
    zip: str | None

    @property
    def typed(self) -> str:
        """The place as the site shows it: "City, ST", with whatever part is missing."""
        return "" if self.typed_city is None else f"{self.typed_city}, {self.typed_state}".rstrip()


@cache
def cities() -> list[City]:
    """All cities, in the order in which a growing directory takes them."""
    return [City(*row) for row in load("places")["cities"]]


def state_name(code: str) -> str:
    """Oregon, for OR."""
    return str(load("places")["states"][code])


def state_path(code: str) -> str:
    """The path of a state's listing."""
    return f"/therapists/us/{slug(state_name(code))}"


def place(chance: Random, city: City, shape: str) -> Place:
    """A place of that shape in or around a city."""
    zip_code = chance.choice(city.zips)
    name, state = city.name, city.state
    match shape:
        case "no_place":
            return Place(None, None, None, None, None)
        case "empty_city":
            return Place("", state, None, state, None)
        case "empty_both":
            return Place("", "", None, None, None)
        case "free_text":
            return Place(chance.choice(load("places")["free_text"]), "", None, None, None)
        case "zip_in_city":
            return Place(f"{name} {state} {zip_code}", state, name, state, zip_code)
        case "state_in_city":
            return Place(f"{name}, {state_name(state)}", state, name, state, None)
        case "recased":
            return Place(_recased(name), state, name, state, None)
        case "region":
            region = chance.choice(load("places")["regions"].get(state, [f"Greater {name}"]))
            return Place(region, state, region, state, None)
        case "odd_city":
            odd = _odd(name)
            return Place(odd, state, odd, state, None)
    return Place(name, state, name, state, zip_code if chance.random() < 0.7 else None)


def _recased(name: str) -> str:
    words = name.split()
    return " ".join([*words[:-1], words[-1].lower()]) if len(words) > 1 else name.upper()


def _odd(name: str) -> str:
    words = name.split()
    if words[0] == "Saint":
        return " ".join(["St.", *words[1:]])
    return "".join([words[0], *(word.lower() for word in words[1:])]) if len(words) > 1 else f"{name} Hts"
