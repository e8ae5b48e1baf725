"""From the address of a request to a Query: the limits that HTTP adds, then the one reading that all share."""

from collections.abc import Iterable

from records import Query
from records.errors import BadParameter
from search.parameters import query_from

MAX_WORDS = 500  # characters of q
MAX_URL = 8_000  # bytes of path and query

NAMES = frozenset(Query.__struct_fields__)


def query_of(items: Iterable[tuple[str, str]]) -> Query:
    """The query that the (name, value) pairs of an address ask. Raises BadParameter."""
    params: dict[str, list[str]] = {}
    for name, value in items:
        params.setdefault(name, []).append(value)
    if any(len(words) > MAX_WORDS for words in params.get("q", [])):
        raise BadParameter("q", f"q takes at most {MAX_WORDS} characters.")
    return query_from(params)
