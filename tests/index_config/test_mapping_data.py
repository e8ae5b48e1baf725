"""The mappings stay within what both engines have."""

import json

import pytest

from index_config.mappings import INDEXES, Index, index_body, properties

# What an Elasticsearch without the module mapper-extras has, as far as the embedded engine can follow.
TYPES = {"text", "keyword", "boolean", "float", "integer", "date", "geo_point", "object"}


@pytest.mark.parametrize("index", INDEXES)
def test_a_mapping_uses_what_both_engines_have(index: Index) -> None:
    fields = properties(index)
    assert {field["type"] for field in fields.values()} <= TYPES
    assert all(field["enabled"] is False for field in fields.values() if field["type"] == "object")
    assert all(field["analyzer"] == "words" for field in fields.values() if field["type"] == "text")
    assert fields["id"] == {"type": "keyword"}


@pytest.mark.parametrize("index", INDEXES)
def test_the_body_is_json_and_strict(index: Index) -> None:
    body = index_body(index)
    assert json.loads(json.dumps(body)) == body
    assert body["mappings"]["dynamic"] == "strict"
    assert body["settings"]["analysis"]["analyzer"].keys() == {"words"}
