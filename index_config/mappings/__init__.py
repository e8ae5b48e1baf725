"""The fields of each index, as Elasticsearch mapping properties; the embedded engine's schema is derived from them."""

import json
from functools import cache
from hashlib import sha256
from typing import Any, Literal, get_args

from index_config.analysis import elasticsearch_analysis
from index_config.data import read_yaml

Index = Literal["therapists", "statements", "approaches"]
INDEXES: tuple[Index, ...] = get_args(Index)


@cache
def properties(index: Index) -> dict[str, dict[str, Any]]:
    """The fields of an index in their order: name -> Elasticsearch mapping of the field."""
    fields: dict[str, dict[str, Any]] = read_yaml(f"mappings/{index}.yaml")
    return fields


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
        "settings": {**read_yaml("mappings/settings.yaml"), "analysis": elasticsearch_analysis()},
        "mappings": {"dynamic": "strict", "properties": properties(index)},
    }
