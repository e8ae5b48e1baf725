"""From a query and its question to the plan that engines are asked."""

from collections.abc import Iterable
from math import ceil

from index_config.ages import age_groups
from index_config.folding import fold
from index_config.licenses import license_of
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.likelihood import is_word
from records import Query
from search import clauses
from search.parameters import MAX_WITHIN, place_of
from search.plan import Circle, Clause, Leaf, Plan
from search.ranking import weights
from search.understanding import Question
from search.understanding.manners import spellings
from search.understanding.words import faint_terms
from search.vocabulary import Vocabulary


def plan_of(query: Query, question: Question, vocabulary: Vocabulary) -> Plan:
    """The plan of a checked query. What the words say of a filter is added to what the filter itself says.

    Beside somebody's name a city, a state and an approach only rank.
    The words must match where they are all there is; beside an approach, an issue, a name or a language they only rank.
    Where few people claim what is asked for, those who do what stands beside it are found behind them.
    """
    filters = _filters(query, question)
    circle = _circle(query, question)
    is_placed = circle is not None or bool(filters.keys() & {"city", "state"})
    approaches, issues = question.values("approach"), question.values("issue")
    concepts = tuple(map(clauses.concept, question.concepts))
    said = tuple(map(clauses.issue, issues))
    seldom = _seldom([*approaches, *issues, *(one.id for one in question.concepts)], vocabulary)
    says_where = any(question.values(kind) for kind in ("near", "city", "state"))  # a filter may be opened by a facet
    near = clauses.near([*approaches, *issues] if says_where else seldom, is_placed=says_where)
    meant = (*map(clauses.approach, approaches), *said, *near, *concepts)
    least = min(_least(question, vocabulary, is_placed=is_placed), weights().most)
    if concepts and 0 < least < len(question.terms):  # whoever is not what the words describe must have more of them
        least += 1
    # Beside somebody's name, or in Spanish, what else is said only ranks.
    is_about = not question.names and bool(approaches or (issues and not question.language))
    terms = _rarest(question.terms, vocabulary)
    many = max(1.0, len(terms) / weights().many) ** 0.5
    sure = max((one.weight for one in question.concepts), default=0.0)
    many /= 1 - weights().beside_concepts * sure
    return Plan(
        filters=filters,
        circle=circle,
        max_fee=query.max_fee,
        required=(
            *map(clauses.phrase, question.phrases),
            *map(clauses.name, question.names),
            *map(clauses.language, question.values("language")),
            *((clauses.any_of(meant),) if is_about else ()),
        ),
        words=tuple(clauses.word(term, question.written[term], vocabulary, many) for term in terms),
        least=least,
        instead=(*concepts, *near) if least else (),
        excluded=tuple(_excluded(question)),
        bonus=(
            *clauses.adjacent(terms),
            *map(clauses.approach, dict.fromkeys([*query.approach, *approaches])),
            *(map(clauses.asked_for, approaches) if issues or question.terms else ()),
            *map(clauses.listed, issues),
            *(map(clauses.both, issues) if approaches else ()),
            *said,
            *(() if least else near),
            *(_places(question) if question.names else ()),
            *(clauses.nearer(circle) if circle else ()),
            *(() if least else concepts),
            *((clauses.language(question.language),) if question.language else ()),
        ),
        sort=query.sort,
    )


def _seldom(asked: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """The approaches and issues that few people claim."""
    known, few = load_taxonomy().approaches, weights().few
    return [one for one in asked if one in known and vocabulary.claimants(one) < few[known[one].kind]]


def _filters(query: Query, question: Question) -> dict[str, tuple[str, ...]]:
    said_of = {kind: [] if question.names else question.values(kind) for kind in ("state", "city")}
    said = "telehealth" in {part.kind for part in question.understood}
    telehealth = query.telehealth if query.telehealth is not None else (True if said else None)
    asked = {
        "approach": query.approach,
        "state": [*query.state, *said_of["state"]],
        "city": [fold(city) for city in (*query.city, *said_of["city"])],
        "title": [fold(title) for title in query.title],
        "license": [fold(license_of(value, [value]) or value) for value in query.license],
        "telehealth": [] if telehealth is None else [str(telehealth).lower()],
        "insurance": [fold(insurance) for insurance in query.insurance],
        "language": [fold(language) for language in query.language],
        "age": [age for value in query.age for age in _ages(value)],
    }
    return {name: tuple(dict.fromkeys(values)) for name, values in asked.items() if values}


def _places(question: Question) -> Iterable[Clause]:
    """Where somebody who is named shall be: "Maple Hollister MA" may tell of a degree, so others are found as well."""
    for kind in ("state", "city"):
        yield from (clauses.place(kind, value if kind == "state" else fold(value)) for value in question.values(kind))


def _ages(label: str) -> tuple[str, ...]:
    """A label as shown, or the group that a single word names ("teens")."""
    groups = age_groups(label) if label.isalpha() else ()
    return groups or (fold(label),)


def _circle(query: Query, question: Question) -> Circle | None:
    near = query.near or next(iter(question.values("near")), None)
    if near is None:
        return None
    place = place_of(near)
    within = question.within if question.within and query.near is None else query.within
    return Circle(place.lat, place.lon, min(within, MAX_WITHIN))


def _excluded(question: Question) -> Iterable[Leaf]:
    """Whoever claims or is what shall be left out, and whoever has a word with a minus before it."""
    for value in question.values("exclude"):
        yield from _claims_of(value)
    for one in question.unwanted:
        if one.kind in ("approach", "issue"):
            yield from _claims_of(one.value)
        else:
            values = spellings(one.value) if one.kind == "language" else [one.value]
            yield from (Leaf(one.kind, (value if one.kind == "state" else fold(value),), 0.0) for value in values)
    for terms in question.excluded:
        yield from (Leaf(name, terms, 0.0) for name in weights().fields)


def _claims_of(id_: str) -> Iterable[Leaf]:
    """Where an approach or issue is claimed; nowhere for what is neither."""
    entry = load_taxonomy().approaches.get(id_)
    if entry:
        listed = "approach" if entry.kind == "approach" else "issues"
        yield from (Leaf(name, (id_,), 0.0) for name in (listed, "spoken", "told"))


def _rarest(terms: list[str], vocabulary: Vocabulary) -> list[str]:
    """The words in their order; of an endless question only the rarest, for an engine takes so many clauses only."""
    if len(terms) <= weights().most:
        return terms
    kept = set(sorted(terms, key=vocabulary.count)[: weights().most])
    return [term for term in terms if term in kept]


def _least(question: Question, vocabulary: Vocabulary, *, is_placed: bool) -> int:
    """How many words must match, which is more than there are where most of them are no words: that is nonsense."""
    if any(question.values(kind) for kind in ("approach", "issue", "name", "language")):
        return 0
    terms = [term for term in question.terms if term not in faint_terms()] or question.terms
    used = sum(vocabulary.count(term) > 0 for term in terms)
    is_long = len(terms) > weights().many
    unknown = sum(vocabulary.count(term) == 0 and not (is_long and is_word(term)) for term in terms)
    if unknown > used:
        return len(question.terms)
    least = ceil(weights().least.known * (len(terms) - unknown) + weights().least.unknown * unknown)
    return 0 if is_placed else least
