"""The API's description agrees with what is taken and sent."""

from typing import Any

import httpx
import msgspec
import pytest

from records import Answer, Query


@pytest.fixture
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_parameter_is_documented(document: dict[str, Any]) -> None:
    parameters = {one["name"]: one for one in document["paths"]["/v1/therapists"]["get"]["parameters"]}
    assert set(parameters) == set(Query.__struct_fields__)
    assert all(one["in"] == "query" and one["description"] for one in parameters.values())
    assert parameters["state"]["schema"]["type"] == "array"
    assert parameters["telehealth"]["schema"]["type"] == "boolean"
    assert parameters["sort"]["schema"]["enum"] == ["distance", "name", "relevance"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    references = [value for value in _values(document) if isinstance(value, str) and value.startswith("#/")]
    assert references
    assert {reference.removeprefix("#/components/schemas/") for reference in references} <= set(schemas)


def test_an_answer_has_the_documented_fields(client: httpx.Client, document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    answer = client.get("/v1/therapists", params={"q": "relational"}).json()
    assert set(answer) == set(schemas["Answer"]["properties"]) == set(schemas["Answer"]["required"])
    hit = answer["hits"][0]
    assert set(hit) == set(schemas["Hit"]["required"]) == set(schemas["Hit"]["properties"]) - {"explanation"}
    assert set(hit["therapist"]) == set(schemas["Therapist"]["properties"])
    assert set(hit["evidence"][0]) == set(schemas["Evidence"]["properties"])
    assert msgspec.convert(answer, Answer).total.value == answer["total"]["value"]


def test_problems_are_documented(document: dict[str, Any]) -> None:
    responses = document["paths"]["/v1/therapists"]["get"]["responses"]
    assert set(responses) == {"200", "410", "414", "422", "503"}
    assert "application/problem+json" in responses["422"]["content"]


def _values(node: object) -> list[object]:
    match node:
        case dict():
            return [leaf for value in node.values() for leaf in _values(value)]
        case list():
            return [leaf for value in node for leaf in _values(value)]
        case _:
            return [node]
