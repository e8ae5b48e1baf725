"""From text parameters (options of the command line, the query of an address) to a Query, and what a Query must be."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, get_args

import msgspec
import us
from msgspec import Struct
from msgspec.structs import fields
from rapidfuzz import process

from index_config.folding import fold
from index_config.places import Place, city_place, state_code, zip_place
from index_config.taxonomy import load_taxonomy
from records import Query, StatementsQuery, SuggestQuery
from records.charset import is_unicode
from records.errors import BadParameter
from records.query import SORTS
from records.suggestion import SuggestionKind
from search.facets import sizes

MAX_LIMIT = 100  # hits a page
MAX_WITHIN = 500.0  # miles
MAX_WORDS = 1_000  # characters of q
MAX_VALUES = 50  # values of one filter
MAX_TYPED = 100  # characters that a suggestion looks at
MAX_SUGGESTIONS = 20
MAX_VALUE = 200  # characters of one value

_TRUE, _FALSE = ("true", "yes", "1", "on"), ("false", "no", "0", "off")
_Number = TypeVar("_Number", int, float)


def query_from(params: Mapping[str, Sequence[str]]) -> Query:
    """The query that parameters of the contract ask; blank values count as not given. Raises BadParameter."""
    return checked(Query(**values_from(params, Query)))


def values_from(params: Mapping[str, Sequence[str]], asked: type[Struct]) -> dict[str, Any]:
    """The values of fields of `asked` that parameters of their names give; blank ones are left out.

    Raises BadParameter.
    """
    given = {name: [value.strip() for value in values if value.strip()] for name, values in params.items()}
    kinds = _kinds(asked)
    return {name: _value(name, found, kinds) for name, found in given.items() if found}


def checked(query: Query) -> Query:
    """The same query with approaches as ids and states as codes. Raises BadParameter for what cannot be asked."""
    _check_sizes(query)
    if not 1 <= query.limit <= MAX_LIMIT:
        raise BadParameter("limit", f"limit takes a number from 1 to {MAX_LIMIT}.")
    if not 0 < query.within <= MAX_WITHIN:
        raise BadParameter("within", f"within takes miles, more than 0 and at most {MAX_WITHIN:.0f}.")
    if query.max_fee is not None and not 0 <= query.max_fee < math.inf:
        raise BadParameter("max_fee", "max_fee takes a sum of money, such as 120.")
    if query.sort not in SORTS:
        raise BadParameter("sort", f"sort takes {', '.join(SORTS)}.", list(SORTS))
    for name in query.facet:
        if name not in sizes():
            raise BadParameter("facet", f"there is no facet {shown(name)}.", _nearest(name, list(sizes())))
    query = msgspec.structs.replace(
        query, approach=_each(_approach, query.approach), state=_each(_state, query.state), q=query.q.strip()
    )
    if query.near is not None:
        place_of(query.near)
    if not query.q and not has_filter(query):
        raise BadParameter("q", "q is empty: give some words or a filter, such as approach or state.")
    return query


def check_suggest(query: SuggestQuery) -> None:
    """Raises BadParameter for what cannot be asked."""
    kinds = list(get_args(SuggestionKind))
    if not query.q.strip():
        raise BadParameter("q", "q is empty: give what was typed so far.")
    if len(query.q) > MAX_TYPED or not is_unicode(query.q):
        raise BadParameter("q", f"q takes text of at most {MAX_TYPED} characters.")
    if not 1 <= query.limit <= MAX_SUGGESTIONS:
        raise BadParameter("limit", f"limit takes a number from 1 to {MAX_SUGGESTIONS}.")
    for kind in query.kind:
        if kind not in kinds:
            raise BadParameter("kind", f"kind takes {', '.join(kinds)}, not {shown(kind)}.", _nearest(kind, kinds))


def checked_statements(query: StatementsQuery) -> StatementsQuery:
    """The same for a question to statements."""
    _check_sizes(query)
    if not 1 <= query.limit <= MAX_LIMIT:
        raise BadParameter("limit", f"limit takes a number from 1 to {MAX_LIMIT}.")
    if not query.q.strip() and not any((query.approach, query.state, query.title, query.license)):
        raise BadParameter("q", "q is empty: give some words or a filter, such as approach or state.")
    return msgspec.structs.replace(
        query, q=query.q.strip(), approach=_each(_approach, query.approach), state=_each(_state, query.state)
    )


def has_filter(query: Query) -> bool:
    """Whether anything but words narrows the search."""
    lists = (query.approach, query.state, query.city, query.title, query.license)
    more = (query.insurance, query.language, query.age)
    return any(lists) or any(more) or any(v is not None for v in (query.near, query.telehealth, query.max_fee))


def place_of(near: str) -> Place:
    """The place of a ZIP or "City, ST". Raises BadParameter."""
    found = zip_place(near)
    city, comma, state = near.rpartition(",")
    code = state_code(state) if comma else None
    if found is None and code:
        found = city_place(city, code)
    if found is None:
        raise BadParameter("near", f'near takes a ZIP or "City, ST"; nothing is known of {shown(near)}.')
    return found


def shown(value: str) -> str:
    """A value as an error repeats it: on one line, in quotation marks, and not too long."""
    line = "".join(char if char.isprintable() else " " for char in value)
    return f"'{line[:80]}'"


def _value(name: str, values: list[str], kinds: Mapping[str, Callable[[str, str], Any]]) -> Any:
    kind = kinds.get(name)
    if kind is None:
        raise BadParameter(name, f"there is no parameter {shown(name)}.", _nearest(name, list(kinds)))
    if kind is _many:
        return values
    if len(values) > 1:
        raise BadParameter(name, f"{name} takes one value.")
    return kind(name, values[0])


def _many(name: str, value: str) -> str:
    return value


def _one(name: str, value: str) -> str:
    return value


def _yes_or_no(name: str, value: str) -> bool:
    if fold(value) not in (*_TRUE, *_FALSE):
        raise BadParameter(name, f"{name} takes true or false.", ["true", "false"])
    return fold(value) in _TRUE


def _whole(name: str, value: str) -> int:
    return _number(int, name, value)


def _decimal(name: str, value: str) -> float:
    return _number(float, name, value)


def _number(kind: type[_Number], name: str, value: str) -> _Number:
    try:
        return kind(value)
    except ValueError as error:
        raise BadParameter(name, f"{name} takes a number, not {shown(value)}.") from error


_BY_TYPE: dict[Any, Callable[[str, str], Any]] = {list[str]: _many, int: _whole, float: _decimal, bool: _yes_or_no}
_BY_NAME = {"telehealth": _yes_or_no, "max_fee": _decimal}


@cache
def _kinds(asked: type[Struct]) -> dict[str, Callable[[str, str], Any]]:
    return {field.name: _BY_NAME.get(field.name) or _BY_TYPE.get(field.type, _one) for field in fields(asked)}


def _check_sizes(query: Query | StatementsQuery) -> None:
    for name in query.__struct_fields__:
        value = getattr(query, name)
        values = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        longest = {"q": MAX_WORDS, "cursor": MAX_WORDS}.get(name, MAX_VALUE)
        if len(values) > MAX_VALUES:
            raise BadParameter(name, f"{name} takes at most {MAX_VALUES} values.")
        if any(len(one) > longest for one in values):
            raise BadParameter(name, f"{name} takes at most {longest} characters.")
        if any(not is_unicode(one) for one in values):
            raise BadParameter(name, f"{name} takes text.")


def _each(resolve: Callable[[str], str], values: list[str]) -> list[str]:
    return list(dict.fromkeys(map(resolve, values)))


def _approach(value: str) -> str:
    taxonomy = load_taxonomy()
    found = taxonomy.resolve(value)
    if found is None:
        nearest = taxonomy.nearest(value)
        raise BadParameter("approach", f"there is no approach {shown(value)}.{_perhaps(nearest)}", nearest)
    return found


def _state(value: str) -> str:
    code = state_code(value)
    if code is None:
        nearest = _nearest(value, [state.name for state in (*us.states.STATES, us.states.DC)])
        raise BadParameter("state", f"there is no state {shown(value)}.{_perhaps(nearest)}", nearest)
    return code


def _nearest(value: str, names: list[str]) -> list[str]:
    found = process.extract(value[:MAX_VALUE], names, processor=fold, limit=3, score_cutoff=60)
    return [name for name, _, _ in found]


def _perhaps(nearest: list[str]) -> str:
    return f" Perhaps {' or '.join(nearest)}?" if nearest else ""
