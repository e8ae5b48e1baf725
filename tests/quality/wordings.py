"""Values as other websites word them; see wordings.yaml."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml


class Fee(NamedTuple):
    """A fee as shown, and the lowest and highest amount that a reader takes from it (None: not said)."""

    shown: str
    low: int
    high: int | None


@cache
def load(name: str) -> Any:
    """What stands in the YAML file `name` of this folder."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_bytes())


def fee(chance: Random, low: int, high: int) -> Fee:
    """One fee, a range, or only the least one."""
    forms = load("wordings")["fees"]
    if low != high:
        return Fee(chance.choice(forms["range"]).format(low=low, high=high), low, high)
    if chance.random() < 0.3:
        return Fee(chance.choice(forms["from"]).format(low=low), low, None)
    return Fee(chance.choice(forms["one"]).format(low=low), low, low)


def answer(chance: Random, field: str, style: str, *, yes: bool) -> str:
    """Yes or no to the question of a field."""
    return str(chance.choice(load("wordings")[field][style][yes]))


def variants(chance: Random, field: str, values: list[str]) -> list[str]:
    """Known names under one of their other spellings."""
    spellings = load("wordings")[field]
    return [chance.choice(spellings.get(value, [value])) for value in values]


def phone(chance: Random, digits: str) -> str:
    """Ten digits as people write them."""
    return str(chance.choice(load("wordings")["phones"])).format(digits[:3], digits[3:6], digits[6:])


def street(chance: Random) -> str:
    """The line above the city."""
    return str(chance.choice(load("wordings")["streets"])).format(chance.randint(2, 990), chance.randint(100, 400))


def tagline(chance: Random) -> str:
    """What stands under a name and says nothing."""
    return str(chance.choice(load("wordings")["taglines"]))


def labels(chance: Random, telehealth: str, name: str) -> dict[str, str]:
    """One wording for each label; `telehealth` is the style of its values."""
    tables = load("labels")
    fitting = {**tables, "telehealth": tables["telehealth"].get(telehealth, [""])}
    return {field: chance.choice(words).format(name=name, first=name.split()[0]) for field, words in fitting.items()}
