"""GET /v1/therapists: the answer of the contract, and errors that name their parameter."""

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import Answer, Query, Therapist
from search.api.parameters import MAX_URL

URL = "/v1/therapists"
SYNTAX = ['"open', "*:*", "a AND (", "name:x", "\\", "-", "[* TO *]", "/x(/", "\x00"]  # of query languages


def ask(client: httpx.Client, **params: str | list[str]) -> Answer:
    response = client.get(URL, params=params)
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=Answer)


def test_a_hit_shows_its_evidence(client: httpx.Client) -> None:
    answer = ask(client, q="relational home")
    hit = answer.hits[0]
    assert hit.therapist["name"] == "Ada Quill-Marsh"
    assert "about" not in hit.therapist
    assert "statements" not in hit.therapist
    assert msgspec.convert(hit.therapist, Therapist).locations[0].city == "Teaneck"
    found = hit.evidence[0]
    marked = [found.text[start:end] for start, end in found.highlights]
    assert "home" in " ".join(marked)
    assert found.claim == "described"
    assert found.source_url == "https://www.therapyden.com/specialties/relational-therapy"
    assert answer.index.version.startswith("20261120-031500-")


def test_filters_and_facets(client: httpx.Client) -> None:
    answer = ask(client, approach="relational-therapy", state=["OR", "NJ"])
    assert {hit.therapist["name"] for hit in answer.hits} == {"Ada Quill-Marsh", "Bo Fennimore"}
    states = {value.value: value for value in answer.facets["state"]}
    assert states["OR"].selected
    assert (states["GA"].selected, states["GA"].count) == (False, 1)
    assert ask(client, approach="rct", telehealth="true").total.value == 1


def test_pages_by_cursor(client: httpx.Client) -> None:
    seen: list[str] = []
    params = {"approach": "emdr", "limit": "10"}
    answer = ask(client, **params)
    while True:
        seen += [hit.id for hit in answer.hits]
        if answer.next is None:
            break
        answer = ask(client, **params, cursor=answer.next)
    assert len(seen) == len(set(seen)) == answer.total.value == 26


@pytest.mark.parametrize(
    ("params", "parameter", "nearest"),
    [
        ({"approach": "relatonal therapy"}, "approach", "Relational Therapy"),
        ({"q": "home", "aproach": "emdr"}, "aproach", "approach"),
        ({"q": "home", "state": "Oregno"}, "state", None),
        ({"q": "home", "limit": "many"}, "limit", None),
        ({"q": "home", "cursor": "forged"}, "cursor", None),
        ({"q": "x" * 501}, "q", None),
        ({"state": ["OR"] * 51}, "state", None),
        ({"city": "x" * 201}, "city", None),
    ],
)
def test_a_bad_parameter_is_named(
    client: httpx.Client, params: dict[str, str], parameter: str, nearest: str | None
) -> None:
    response = client.get(URL, params=params)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["type"], problem["title"], problem["status"]) == ("about:blank", "Unprocessable Entity", 422)
    assert problem["parameter"] == parameter
    assert problem["detail"]
    assert nearest is None or nearest in problem["nearest"]


def test_nothing_asked_is_a_problem(client: httpx.Client) -> None:
    assert client.get(URL).status_code == 422


def test_an_endless_address_is_refused(client: httpx.Client) -> None:
    response = client.get(URL, params={"q": "x" * MAX_URL})
    assert response.status_code == 414
    assert response.json()["status"] == 414


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/nothing", 404), ("POST", URL, 405)])
def test_other_requests_are_problems(client: httpx.Client, method: str, path: str, status: int) -> None:
    response = client.request(method, path, headers={"accept": "text/html"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@settings(max_examples=60, deadline=None)
@given(
    q=st.text(max_size=80) | st.sampled_from(SYNTAX),
    more=st.dictionaries(st.sampled_from(Query.__struct_fields__[1:]), st.text(max_size=12), max_size=2),
)
def test_any_words_get_an_answer_or_a_reason(client: httpx.Client, q: str, more: dict[str, str]) -> None:
    assert client.get(URL, params={"q": q, **more}).status_code in (200, 422)
