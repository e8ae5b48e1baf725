"""Documents that an index would refuse, found without one. That engines agree is tested in tests/search."""

from typing import Any

import pytest

from index_config.mappings import INDEXES
from index_config.schema import fault_of
from tests.search.people import documents

THERAPIST = documents("therapists")[0]


@pytest.mark.parametrize("index", INDEXES)
def test_our_own_documents_fit(index: Any) -> None:
    assert {fault_of(document, index) for document in documents(index)} == {None}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("surprise", 1, "surprise"),
        ("id", "", "$.id"),
        ("id", None, "$.id"),
        ("id", "é" * 257, "512 bytes"),
        ("name", "half \ud83d a character", "surrogates"),
        ("name", ["a", None], "$.name"),
        ("name", object(), "$.name"),
        ("record", {"name": object()}, "object"),
        ("record", {"name": "\ud800"}, "surrogates"),
        ("city", ["x" * 8_192], "$.city"),
        ("about", "x'" * 8_192, "word"),
        ("fee_min", "90", "$.fee_min"),
        ("fee_min", float("nan"), "$.fee_min"),
        ("fee_max", float("inf"), "$.fee_max"),
        ("fee_max", 1e39, "$.fee_max"),
        ("fee_max", True, "$.fee_max"),
        ("telehealth", "true", "$.telehealth"),
        ("last_seen", "2026-02-30T00:00:00Z", "day"),
        ("last_seen", "2026-11-20", "$.last_seen"),
        ("last_seen", "2026-11-20T00:00:00", "$.last_seen"),
        ("last_seen", "0000-01-01T00:00:00Z", "year"),
        ("last_seen", 1_700_000_000, "$.last_seen"),
        ("location", [{"lat": 90.1, "lon": 0}], "lat"),
        ("location", [{"lat": 0, "lon": -180.1}], "lon"),
        ("location", [{"lat": 0}], "lon"),
        ("location", {"lat": 0, "lon": 0}, "$.location"),
        ("status", "unheard of", "$.status"),
        ("status", None, "$.status"),
    ],
)
def test_a_fault_is_named(name: str, value: Any, says: str) -> None:
    fault = fault_of({**THERAPIST, name: value}, "therapists")
    assert fault
    assert says in fault


def test_what_is_missing_is_missing() -> None:
    assert fault_of({"id": "t1", "kind": "person", "status": "current"}, "therapists") is None
    assert fault_of({"kind": "person", "status": "current"}, "therapists")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "é" * 256),
        ("city", ["x" * 8_191]),
        ("about", "word " * 100_000),
        ("fee_min", 0),
        ("last_seen", "2024-02-29T23:59:59.123456789+05:30"),
        ("location", [{"lat": -90, "lon": 180}]),
        ("telehealth", None),
        ("name", ""),
        ("record", {"deep": [{"er": [1, None, 2.5]}]}),
    ],
)
def test_what_is_odd_but_fits(name: str, value: Any) -> None:
    assert fault_of({**THERAPIST, name: value}, "therapists") is None
