"""From a query and its question to the plan that engines are asked."""

from functools import cache
from itertools import pairwise
from math import ceil

from index_config.ages import age_groups
from index_config.analysis import tokens
from index_config.folding import fold
from index_config.licenses import license_of
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.taxonomy import without_brackets
from records import Query
from search.parameters import place_of
from search.plan import Circle, Clause, Leaf, Plan
from search.ranking import weights
from search.understanding import Question


def plan_of(query: Query, question: Question) -> Plan:
    """The plan of a checked query. What the words say of a filter is added to what the filter itself says."""
    words = tuple(_word(term) for term in question.terms)
    words += tuple(_issue(issue) for issue in question.values("issue"))
    filters = _filters(query, question)
    return Plan(
        filters=filters,
        circle=_circle(query, question),
        max_fee=query.max_fee,
        required=tuple(_phrase(terms) for terms in question.phrases),
        words=words,
        least=ceil(len(words) * weights().least),
        bonus=(*_adjacent(question.terms), *map(_claim, filters.get("approach", ()))),
        sort=query.sort,
    )


def _filters(query: Query, question: Question) -> dict[str, tuple[str, ...]]:
    said = "telehealth" in {part.kind for part in question.understood}
    telehealth = query.telehealth if query.telehealth is not None else (True if said else None)
    asked = {
        "approach": [*query.approach, *question.values("approach")],
        "state": [*query.state, *question.values("state")],
        "city": [fold(city) for city in (*query.city, *question.values("city"))],
        "title": [fold(title) for title in query.title],
        "license": [fold(license_of(value, [value]) or value) for value in query.license],
        "telehealth": [] if telehealth is None else [str(telehealth).lower()],
        "insurance": [fold(insurance) for insurance in query.insurance],
        "language": [fold(language) for language in query.language],
        "age": [age for value in query.age for age in _ages(value)],
    }
    return {name: tuple(dict.fromkeys(values)) for name, values in asked.items() if values}


def _ages(label: str) -> tuple[str, ...]:
    """A label as shown, or the group that a single word names ("teens")."""
    groups = age_groups(label) if label.isalpha() else ()
    return groups or (fold(label),)


def _circle(query: Query, question: Question) -> Circle | None:
    near = query.near or next(iter(question.values("near")), None)
    if near is None:
        return None
    place = place_of(near)
    return Circle(place.lat, place.lon, query.within)


def _word(term: str) -> Clause:
    return Clause(tuple(Leaf(name, (term,), worth) for name, worth in weights().fields.items()))


def _phrase(terms: tuple[str, ...]) -> Clause:
    return Clause(tuple(Leaf(name, terms, worth * len(terms)) for name, worth in weights().fields.items()))


def _issue(issue: str) -> Clause:
    """An issue matches where it is listed, claimed, or called by one of its names."""
    worth = weights().issues
    listed = [Leaf(name, (issue,), worth["listed"]) for name in ("issues", "approach")]
    said = [Leaf(name, terms, worth[name]) for name in ("own_words", "about") for terms in _names(issue)]
    return Clause((*listed, *said))


@cache
def _names(issue: str) -> list[tuple[str, ...]]:
    """The terms of each name of an issue, but for those that mean something else too or hold another name."""
    taxonomy = load_taxonomy()
    found = taxonomy.approaches[issue]
    abbreviations = [name for name in found.abbreviations if name not in taxonomy.ambiguous]
    spelled = [without_brackets(found.name), *found.synonyms, *abbreviations]
    names = dict.fromkeys(tuple(token.term for token in tokens(name)) for name in spelled)
    return [name for name in names if not any(_holds(name, other) for other in names if other != name)]


def _holds(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether another name stands in a name: where "childhood trauma" is found, "trauma" is."""
    return any(name[at : at + len(other)] == other for at in range(len(name) - len(other) + 1))


def _adjacent(terms: list[str]) -> list[Clause]:
    fields = weights().adjacent.items()
    return [Clause(tuple(Leaf(name, pair, worth) for name, worth in fields)) for pair in pairwise(terms)]


def _claim(approach_id: str) -> Clause:
    return Clause(tuple(Leaf(claim, (approach_id,), worth) for claim, worth in weights().claims.items()))
