"""Names of the contract in the page's wording."""

from functools import cache
from pathlib import Path
from typing import Any

import us
import yaml

from index_config.places import state_name
from index_config.taxonomy import load_taxonomy


@cache
def words() -> dict[str, Any]:
    """The page's wording, from words.yaml."""
    texts: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
    return texts


@cache
def states() -> dict[str, str]:
    """The names of the states and the District of Columbia by their two capitals."""
    return {state.abbr: state.name for state in sorted([*us.states.STATES, us.states.DC], key=lambda one: one.name)}


def value_label(name: str, value: str) -> str:
    """A value of a parameter as people read it."""
    match name:
        case "approach" | "issue" | "meaning" | "exclude":
            known = load_taxonomy().approaches.get(value)
            return known.name if known else value.replace("-", " ")
        case "state":
            return state_name(value) or value
        case "telehealth" | "literal":
            return "yes" if value == "true" else "no"
        case _:
            return value


def heading(name: str) -> str:
    """The name of a parameter or of a part of the question as people read it."""
    titles: dict[str, str] = words()["names"]
    return titles.get(name, name.replace("_", " ").capitalize())
