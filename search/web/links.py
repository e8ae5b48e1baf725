"""Addresses: of a query's page, of the pages one step away from it, and of pages elsewhere."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from msgspec.structs import fields

from index_config.folding import fold
from records import Query

Params = Mapping[str, list[str]]

MANNERS = frozenset(
    {"within", "sort", "limit", "cursor", "facet", "facet_q", "literal", "literal_part"}
)  # how to search; the others say for what
LISTS = frozenset(field.name for field in fields(Query) if field.type == list[str])


def params_of(query: Query) -> dict[str, list[str]]:
    """The parameters that ask this query again from its first page, defaults left out."""
    params = {}
    for field in fields(Query):
        value = getattr(query, field.name)
        if field.name != "cursor" and value not in (None, [], field.default):
            params[field.name] = [_text(one) for one in value] if field.name in LISTS else [_text(value)]
    return params


def address(params: Params, cursor: str | None = None) -> str:
    """The page of these parameters."""
    pairs = {**params, **({"cursor": [cursor]} if cursor else {})}
    return "/?" + urlencode(pairs, doseq=True) if pairs else "/"


def with_value(params: Params, name: str, value: str) -> dict[str, list[str]]:
    """The parameters with one value more, or with another one where a parameter takes a single value."""
    before = params.get(name, []) if name in LISTS else []
    return {**params, name: [*before, value]}


def without(params: Params, name: str, value: str) -> dict[str, list[str]]:
    """The parameters with that value left out; with the whole parameter left out where it is not spelled like that."""
    values = params.get(name, [])
    left = [one for one in values if fold(one) != fold(value)]
    others = {key: kept for key, kept in params.items() if key != name}
    return {**others, name: left} if left and left != values else others


def web_address(url: str | None) -> str | None:
    """The url if it is one of the web: an address out of a page may be a script."""
    if url is None or host(url) is None:
        return None
    return url


def host(url: str | None) -> str | None:
    """The host of an http(s) url, without www."""
    try:
        parts = urlsplit(url or "")
        name = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None


def _text(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.10g}"
        case _:
            return str(value)
