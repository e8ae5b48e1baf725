"""What the search page shows of an answer: pure functions from records to values that the template only prints."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from records import Answer, FacetValue, Query, Understood
from search.web.hits import HitView, hit_view
from search.web.labels import heading, value_label
from search.web.links import Params, address, with_value, without

SHOWN_VALUES = 7  # of a facet, before "more"


class Chip(Struct, frozen=True):
    """A part of the question: `source` are the words it was read from, `href` the page without it."""

    label: str
    value: str
    source: str | None = None
    href: str | None = None


class Choice(Struct, frozen=True):
    """A value of a facet; `href` switches it, None where it was read from the words."""

    label: str
    count: int
    selected: bool
    href: str | None


class Facet(Struct, frozen=True):
    """A facet: the first values, and those behind "more"."""

    title: str
    values: list[Choice]
    more: list[Choice]


class Results(Struct, frozen=True):
    """The whole answer."""

    total: str
    understood: list[Chip]
    filters: list[Chip]
    facets: list[Facet]
    hits: list[HitView]
    next_page: str | None
    first_page: str | None
    as_written: str | None


def results(query: Query, params: Params, answer: Answer) -> Results:
    """The answer to the query that `params` ask."""
    asked = [*query.approach, *(part.value for part in answer.understood if part.kind == "approach")]
    return Results(
        total=_total(answer),
        understood=[_understood(one, params) for one in answer.understood],
        filters=filters(params, answer.facets),
        facets=[_facet(name, values, params) for name, values in answer.facets.items() if values],
        hits=[hit_view(hit, asked) for hit in answer.hits],
        next_page=address(params, answer.next) if answer.next else None,
        first_page=address(params) if query.cursor else None,
        as_written=address(with_value(params, "literal", "true")) if answer.understood else None,
    )


def _understood(part: Understood, params: Params) -> Chip:
    """A part that was understood, with the page on which its words are just words."""
    href = address(with_value(params, "literal_part", part.text))
    return Chip(heading(part.kind), value_label(part.kind, part.value), part.text, href)


def filters(params: Params, facets: Mapping[str, list[FacetValue]]) -> list[Chip]:
    """A chip for each filter, labelled as its facet is, with the page without it."""
    labels = {(name, found.value.casefold()): found.label for name, values in facets.items() for found in values}
    return [
        Chip(
            heading(name),
            labels.get((name, value.casefold()), value_label(name, value)),
            href=address(without(params, name, value)),
        )
        for name, values in params.items()
        if name not in ("q", "limit", "cursor", "facet", "facet_q")
        for value in values
    ]


def _total(answer: Answer) -> str:
    count = answer.total.value
    if count == 0:
        return "No therapists"
    people = "therapist" if count == 1 else "therapists"
    return f"{'At least ' if answer.total.relation == 'gte' else ''}{count:,} {people}"


def _facet(name: str, values: list[FacetValue], params: Params) -> Facet:
    choices = [_choice(name, value, params) for value in values]
    # A selected value stays in sight, however rare it is.
    choices.sort(key=lambda choice: not choice.selected)
    return Facet(heading(name), choices[:SHOWN_VALUES], choices[SHOWN_VALUES:])


def _choice(name: str, found: FacetValue, params: Params) -> Choice:
    if not found.selected:
        href = address(with_value(params, name, found.value))
    elif name in params:
        href = address(without(params, name, found.value))
    else:  # understood from the words
        href = None
    return Choice(found.label, found.count, found.selected, href)


def hidden(params: Params, shown: Iterable[str]) -> list[tuple[str, str]]:
    """What the form carries along unseen: every filter it has no control for."""
    left_out = {"q", "literal", "cursor", *shown}
    return [(name, value) for name, values in params.items() if name not in left_out for value in values]
