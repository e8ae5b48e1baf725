"""The fields of each index, as Elasticsearch mapping properties; the embedded engine's schema is derived from them."""

import json
from functools import cache
from hashlib import sha256
from typing import Any, Literal, get_args

from msgspec import Struct

from index_config.analysis import elasticsearch_analysis
from index_config.data import read_yaml

Index = Literal["therapists", "statements", "approaches"]
INDEXES: tuple[Index, ...] = get_args(Index)


class _Field(Struct, frozen=True):
    """What every field has to say; more is Elasticsearch's."""

    type: Literal["text", "keyword", "boolean", "geo_point", "float", "date", "object"]


@cache
def properties(index: Index) -> dict[str, dict[str, Any]]:
    """The fields of an index in their order: name -> Elasticsearch mapping of the field."""
    name = f"mappings/{index}.yaml"
    read_yaml(name, dict[str, _Field])  # says so where a field has no type that both engines know
    return read_yaml(name, dict[str, dict[str, Any]])


@cache
def folded_fields(index: Index) -> frozenset[str]:
    """The keyword fields whose values are stored folded: fold a value before looking it up there."""
    return frozenset(name for name, field in properties(index).items() if field.get("meta", {}).get("case") == "folded")


@cache
def mapping_digest() -> str:
    """The sha256 (hex) of the bodies of all indexes: how documents are stored and their words told apart."""
    bodies = [index_body(index) for index in INDEXES]
    return sha256(json.dumps(bodies, sort_keys=True).encode()).hexdigest()


def index_body(index: Index) -> dict[str, Any]:
    """The body with which Elasticsearch creates the index. A field that is not in the mapping is refused."""
    return {
        "settings": {**read_yaml("mappings/settings.yaml", dict[str, Any]), "analysis": elasticsearch_analysis()},
        "mappings": {"dynamic": "strict", "properties": properties(index)},
    }
