"""From the address of a request to a Query: the limits that HTTP adds, then the one reading that all share."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import fields
from rapidfuzz import process

from records import Query
from records.errors import BadParameter
from search.parameters import query_from

MAX_WORDS = 500  # characters of q
MAX_VALUES = 50  # values of one list
MAX_VALUE = 200  # characters of one value
MAX_CURSOR = 2_000  # characters
MAX_URL = 8_000  # bytes of path and query

NAMES = tuple(field.name for field in fields(Query))


def query_of(items: Iterable[tuple[str, str]]) -> Query:
    """The query that the (name, value) pairs of an address ask. Raises BadParameter."""
    params: dict[str, list[str]] = {}
    for name, value in items:
        params.setdefault(name, []).append(value)
    check_limits(params)
    return query_from(params)


def check_limits(params: Mapping[str, Sequence[str]]) -> None:
    """Raises BadParameter for a name that is none, or a value longer than an honest one."""
    for name, values in params.items():
        if name not in NAMES:
            shown = name[:40]
            nearest = [found for found, _, _ in process.extract(shown, NAMES, limit=3, score_cutoff=60)]
            raise BadParameter(shown, f"There is no parameter {shown!r}.{_perhaps(nearest)}", nearest)
        if len(values) > MAX_VALUES:
            raise BadParameter(name, f"{name} takes at most {MAX_VALUES} values.")
        limit = {"q": MAX_WORDS, "cursor": MAX_CURSOR}.get(name, MAX_VALUE)
        if any(len(value) > limit for value in values):
            raise BadParameter(name, f"{name} takes at most {limit} characters.")


def _perhaps(nearest: list[str]) -> str:
    return f" Perhaps {' or '.join(nearest)}?" if nearest else ""
