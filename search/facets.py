"""Facets: from counts of stored values to what is shown and can be asked for."""

from collections.abc import Iterable
from functools import cache

from index_config.folding import fold, folded_words
from index_config.licenses import licenses
from index_config.mappings import folded_fields
from index_config.places import state_name
from index_config.taxonomy import load_taxonomy
from records import FacetValue
from search.data import read_yaml
from search.plan import FIELDS, Plan

# Facet -> value as stored -> how many match without that facet's own filter.
Counts = dict[str, dict[str, int]]

_SMALL = frozenset(["and", "of", "in", "for", "the", "with", "or"])
_GROUPS = {"child": "Children", "teen": "Teens", "adult": "Adults", "elder": "Elders"}
_CLOSED = {"telehealth": ("true", "false"), "age": tuple(_GROUPS)}


@cache
def sizes() -> dict[str, int]:
    """The facets in their order, with the number of values shown of each."""
    return read_yaml("facets.yaml", dict[str, int])


def counted(plan: Plan, facet: str) -> tuple[str, ...]:
    """The fields whose values make a facet: issues stand among the approaches only where one was chosen."""
    known = load_taxonomy().approaches
    chosen = any(known[value].kind == "issue" for value in plan.filters.get("approach", ()))
    return FIELDS[facet] if chosen else FIELDS[facet][:1]


def facets_of(counts: Counts, plan: Plan, names: Iterable[str], containing: str = "") -> dict[str, list[FacetValue]]:
    """These facets, each with its most frequent values first; what is selected is always among them.

    `containing`: only values whose label holds these words, or their beginnings. Of a facet with few possible values
    all are shown, also those that nobody has.
    """
    wanted = folded_words(containing)
    return {name: _facet(name, counts.get(name, {}), plan.filters.get(name, ()), wanted) for name in names}


def _facet(name: str, counts: dict[str, int], selected: tuple[str, ...], wanted: list[str]) -> list[FacetValue]:
    known = dict.fromkeys(_CLOSED.get(name, ()), 0) | counts
    shown = {value: count for value, count in known.items() if value not in selected and _is_shown(name, value)}
    if wanted:
        shown = {value: count for value, count in shown.items() if _holds(_label(name, value), wanted)}
    common = sorted(shown.items(), key=lambda item: (-item[1], item[0]))[: sizes()[name]]
    values = [*((value, counts.get(value, 0)) for value in selected), *common]
    values.sort(key=lambda item: (-item[1], item[0]))
    return [
        FacetValue(value=_value(name, value), label=_label(name, value), count=count, selected=value in selected)
        for value, count in values
    ]


def _holds(label: str, wanted: list[str]) -> bool:
    words = folded_words(label)
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _is_shown(name: str, value: str) -> bool:
    match name:
        case "approach":
            known = load_taxonomy().approaches.get(value)
            return known is not None and known.kind == "approach"
        case "age":
            return value in _GROUPS
        case _:
            return True


def _value(name: str, stored: str) -> str:
    return _codes().get(stored, stored) if name == "license" else stored


def _label(name: str, stored: str) -> str:
    match name:
        case "approach":
            return load_taxonomy().approaches[stored].name
        case "state":
            return state_name(stored) or stored
        case "license":
            code = _codes().get(stored)
            return licenses()[code].name if code else stored
        case "telehealth":
            return "Yes" if stored == "true" else "No"
        case "age":
            return _GROUPS.get(stored, stored)
        case _:
            return _titled(stored) if name in folded_fields("therapists") else stored


def _titled(folded: str) -> str:
    """Folded words with capitals again, as in a title."""
    return " ".join(word if word in _SMALL else word[:1].upper() + word[1:] for word in folded.split(" "))


@cache
def _codes() -> dict[str, str]:
    return {fold(code): code for code in licenses()}
