"""The API's description: shapes from the types that are really encoded, sentences from openapi.yaml."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from msgspec import Struct

from records import Answer, Concordance, IndexState, Query, StatementsQuery, Suggestions, SuggestQuery, Therapist
from records.feed import Changes, ChangesQuery
from search.api.parameters import MAX_WORDS
from search.api.problems import Problem
from search.changes import MAX_CHANGES
from search.parameters import MAX_LIMIT, MAX_SUGGESTIONS, MAX_TYPED, MAX_VALUES

NOT_IN_HITS = ("about", "statements")  # of a Therapist: the hit's evidence stands for them


class Alive(Struct, frozen=True):
    """The process runs."""

    status: Literal["alive"] = "alive"


class Ready(Struct, frozen=True):
    """A version is live: `index` says which."""

    index: IndexState
    status: Literal["ready"] = "ready"


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "openapi.yaml").read_text("utf-8"))
    return texts


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    """JSON schemas by name. Every field of an answer is always sent, so every one is required."""
    types = [Answer, Changes, Concordance, Suggestions, Therapist, Problem, Alive, Ready]
    _, found = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    for name, schema in found.items():
        if name != Problem.__name__:
            schema["required"] = list(schema["properties"])
    for name in NOT_IN_HITS:
        del found["Therapist"]["properties"][name]
        found["Therapist"]["required"].remove(name)
    found["Hit"]["required"].remove("explanation")  # only where it was asked for
    found["Hit"]["properties"]["therapist"] = {"$ref": "#/components/schemas/Therapist"}
    return found


def document_of(operation: str) -> dict[str, Any]:
    """The OpenAPI operation of that name in openapi.yaml."""
    texts = _texts()["operations"][operation]
    return {
        "operationId": operation,
        "description": texts["description"],
        "parameters": _parameters(operation),
        "responses": {
            "200": _response(texts["success"], "application/json", texts["schema"]),
            **{
                str(status): _response(sentence, "application/problem+json", Problem.__name__)
                for status, sentence in texts.get("problems", {}).items()
            },
        },
    }


def describe(app: FastAPI) -> None:
    """Lets the application's /openapi.json carry the schemas that its operations name."""

    @cache
    def document() -> dict[str, Any]:
        found = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        found.setdefault("components", {}).setdefault("schemas", {}).update(_schemas())
        return found

    app.openapi = document  # type: ignore[method-assign] # FastAPI's documented way to replace the document


def _parameters(operation: str) -> list[dict[str, Any]]:
    match operation:
        case "therapists":
            schemas = _fields(Query)
            schemas["q"]["maxLength"] = MAX_WORDS
            schemas["limit"] |= {"minimum": 1, "maximum": MAX_LIMIT}
        case "statements":
            schemas = _fields(StatementsQuery)
            schemas["q"]["maxLength"] = MAX_WORDS
            schemas["limit"] |= {"minimum": 1, "maximum": MAX_LIMIT}
        case "suggest":
            schemas = _fields(SuggestQuery)
            schemas["q"]["maxLength"] = MAX_TYPED
            schemas["limit"] |= {"minimum": 1, "maximum": MAX_SUGGESTIONS}
        case "changes":
            schemas = _fields(ChangesQuery)
            schemas["limit"] |= {"minimum": 1, "maximum": MAX_CHANGES}
        case _:
            return []
    sentences = _texts()["parameters"] | _texts()["operations"][operation].get("parameters", {})
    return [_parameter(name, schema, sentences[name]) for name, schema in schemas.items()]


def _fields(asked: type[Struct]) -> dict[str, dict[str, Any]]:
    _, found = msgspec.json.schema_components([asked])
    fields: dict[str, dict[str, Any]] = found[asked.__name__]["properties"]
    return fields


def _parameter(name: str, schema: dict[str, Any], sentence: dict[str, Any]) -> dict[str, Any]:
    if schema.get("type") == "array":
        schema["maxItems"] = MAX_VALUES
    if schema.get("default", ()) is None:  # a parameter is left out, it has no way to say null
        del schema["default"]
        schema = next(choice for choice in schema["anyOf"] if choice != {"type": "null"})
    return {"name": name, "in": "query", "required": False, "schema": schema, **sentence}


def _response(description: str, media_type: str, schema: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }
