"""Addresses: each asks its query again, and one step changes one thing."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from records import Query
from search.api.parameters import query_of
from search.web.links import address, params_of, with_value, without

QUERIES = [
    Query(q='relational home & "more" ü+%'),
    Query(approach=["emdr", "relational-therapy"], state=["OR", "NJ"], telehealth=True),
    Query(q="x", telehealth=False, max_fee=150.0, within=12.5, near="97214", literal=True, limit=20, sort="name"),
]


@pytest.mark.parametrize("query", QUERIES)
def test_an_address_asks_its_query_again(query: Query) -> None:
    assert query_of(parse_qsl(urlsplit(address(params_of(query))).query)) == query


def test_one_step_changes_one_thing() -> None:
    params = params_of(Query(q="home", state=["OR"], telehealth=True))
    assert params == {"q": ["home"], "state": ["OR"], "telehealth": ["true"]}
    assert with_value(params, "state", "NJ")["state"] == ["OR", "NJ"]
    assert with_value(params, "telehealth", "false")["telehealth"] == ["false"]
    assert without(params, "state", "or") == {"q": ["home"], "telehealth": ["true"]}
    assert without(params, "state", "Oregon") == {"q": ["home"], "telehealth": ["true"]}
    assert without(params, "city", "Portland") == params
    assert address({}) == "/"
    assert address({"q": ["a"]}, "next&one") == "/?q=a&cursor=next%26one"
