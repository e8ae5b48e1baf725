"""From the address of a request to a Query: the limits that HTTP adds, then the one reading that all share."""

from collections.abc import Iterable

from records import Query, StatementsQuery, SuggestQuery
from records.errors import BadParameter
from records.feed import ChangesQuery
from search.parameters import query_from, values_from

MAX_WORDS = 500  # characters of q
MAX_URL = 8_000  # bytes of path and query

NAMES = frozenset(Query.__struct_fields__)


def query_of(items: Iterable[tuple[str, str]]) -> Query:
    """The query that the (name, value) pairs of an address ask. Raises BadParameter."""
    params = _grouped(items)
    if any(len(words) > MAX_WORDS for words in params.get("q", [])):
        raise BadParameter("q", f"q takes at most {MAX_WORDS} characters.")
    return query_from(params)


def changes_query_of(items: Iterable[tuple[str, str]]) -> ChangesQuery:
    """The same for the change feed."""
    values = values_from(_grouped(items), ChangesQuery)
    if "since" not in values:
        raise BadParameter("since", "since is missing: give a version that was live, or a time.")
    return ChangesQuery(**values)


def statements_query_of(items: Iterable[tuple[str, str]]) -> StatementsQuery:
    """The same for statements."""
    params = _grouped(items)
    if any(len(words) > MAX_WORDS for words in params.get("q", [])):
        raise BadParameter("q", f"q takes at most {MAX_WORDS} characters.")
    return StatementsQuery(**values_from(params, StatementsQuery))


def suggest_query_of(items: Iterable[tuple[str, str]]) -> SuggestQuery:
    """The same for suggestions."""
    return SuggestQuery(**{"q": "", **values_from(_grouped(items), SuggestQuery)})


def _grouped(items: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    params: dict[str, list[str]] = {}
    for name, value in items:
        params.setdefault(name, []).append(value)
    return params
