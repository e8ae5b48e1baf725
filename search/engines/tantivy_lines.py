"""Documents of the indexes as lines that tantivy reads."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import orjson

from index_config.mappings import Index, properties
from search.engines.tantivy_index import NUMBER, STATUS, STATUSES, point
from search.ranking import number_of


def liner(index: Index) -> Callable[[dict[str, Any]], bytes]:
    """How documents of an index become what tantivy reads: JSON without nulls, what is only stored as base64."""
    turned = {name: turn for name, mapping in properties(index).items() if (turn := _TURNS.get(mapping["type"]))}

    def line(document: dict[str, Any]) -> bytes:
        values = {name: value for name, value in document.items() if value is not None}
        for name, turn in turned.items():
            if name in values:
                values[name] = turn(values[name])
        values[NUMBER] = number_of(document["id"])
        if index == "therapists":
            values[STATUS] = STATUSES.index(document["status"])
        return orjson.dumps(values)

    return line


_TURNS: dict[str, Callable[[Any], Any]] = {
    "boolean": lambda value: str(value).lower(),
    "geo_point": lambda points: [point(one["lat"], one["lon"]) for one in points],
    "object": lambda value: b64encode(orjson.dumps(value)).decode(),
}
