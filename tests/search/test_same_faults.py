"""The check before sending says what the engines say: what it lets through is taken, what is refused it has found."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from index_config.mappings import INDEXES, Index, index_body, properties
from index_config.schema import fault_of
from search import open_writer
from search.settings import SearchSettings
from search.writer import DeadLetter
from tests.search.conftest import Settings
from tests.search.people import META, documents

VERSION = "20261120-031500-aaaaaaaa"
MODELS = {index: documents(index)[0] for index in INDEXES}


class Long(NamedTuple):
    """A long text, as short as it can be told."""

    part: str
    times: int


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=20)  # halves of characters too
LONG = st.builds(Long, st.sampled_from(["x", "é", "字", "x'", "😀", "x ", "ﬃ"]), st.sampled_from([8191, 8192, 20_000]))
DATES = st.datetimes().map(lambda at: at.isoformat()) | st.sampled_from(
    [
        "2026-11-20T03:15:00Z", "2026-11-20T03:15:00.123456789Z", "2026-11-20T03:15:00.1Z", "2026-11-20 03:15:00Z",
        "2026-11-20t03:15:00z", "2026-11-20", "2026-02-30T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T03:15:60Z",
        "2026-11-20T03:15:00+17:59", "2026-11-20T03:15:00+18:01", "2026-11-20T03:15:00+23:00", "0001-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-17:59", "2026-11-20T03:15:00Z\n", "1969-12-31T23:59:59.9999999Z",
        "2026-11-20T03:15:00-00:00", "٢٠٢٦-11-20T03:15:00Z", "",
    ]
)  # fmt: skip
NUMBERS = st.floats() | st.integers() | st.sampled_from([3.4028234663852886e38, 3.4028235e38, 3.5e38, 1e-320, -0.0])
DEGREES = st.sampled_from([0, 90, -90, 90.0000001, 180, -180, 180.0000001, 1e300, float("nan"), None, "1", True])
POINTS = st.fixed_dictionaries({"lat": DEGREES, "lon": DEGREES}, optional={"z": st.just(1)}) | st.just({"lat": 1})
SIMPLE = ANY_TEXT | LONG | DATES | NUMBERS | st.booleans() | st.none() | POINTS
VALUES = SIMPLE | st.lists(SIMPLE, max_size=3) | st.dictionaries(st.text(max_size=5), SIMPLE, max_size=2)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)


BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "text": ANY_TEXT | LONG | st.lists(ANY_TEXT | LONG, max_size=3),
    "keyword": ANY_TEXT | LONG | st.lists(ANY_TEXT | LONG, max_size=3),
    "boolean": st.booleans(),
    "float": NUMBERS,
    "date": DATES,
    "geo_point": st.lists(POINTS, max_size=2),
    "object": st.recursive(ANY_TEXT | st.integers() | st.floats(allow_nan=False, allow_infinity=False), _nested),
}


Change = tuple[str, Any]


def changes(index: Index) -> st.SearchStrategy[list[list[Change]]]:
    """For each of some documents one to three fields with something else in them, mostly of the right kind."""
    of_fields = [
        st.tuples(st.just(name), BY_TYPE[mapping["type"]] if mapping["type"] == "object" else _odd(mapping["type"]))
        for name, mapping in properties(index).items()
    ]
    change = st.one_of(*of_fields, st.tuples(st.just("surprise"), SIMPLE))
    return st.lists(st.lists(change, min_size=1, max_size=3), min_size=25, max_size=50)


def _odd(kind: str) -> st.SearchStrategy[Any]:
    return BY_TYPE[kind] | BY_TYPE[kind] | VALUES


def changed(index: Index, found: list[list[Change]]) -> list[dict[str, Any]]:
    """The documents of ours with these changes, and ids of their own where these are not changed."""
    return [
        {**MODELS[index], "id": f"d{place}"} | {name: _told(value) for name, value in fields}
        for place, fields in enumerate(found)
    ]


def _told(value: Any) -> Any:
    match value:
        case Long():
            return value.part * value.times
        case list():
            return [_told(one) for one in value]
        case dict():
            return {name: _told(one) for name, one in value.items()}
    return value


@pytest.fixture(scope="module")
def bare(elasticsearch_url: str) -> Iterator[Any]:
    """Sends documents as they are; gives the reasons of those refused, by their place."""
    from elasticsearch import BadRequestError, Elasticsearch

    names = {index: f"test-{uuid4().hex[:12]}" for index in INDEXES}
    with Elasticsearch(elasticsearch_url, request_timeout=60) as client:
        for index, name in names.items():
            client.indices.create(index=name, **index_body(index))

        def send(index: Index, found: list[dict[str, Any]]) -> dict[int, str]:
            lines: list[bytes] = []
            for document in found:
                id_ = document.get("id")
                action = {"index": {"_id": id_}} if isinstance(id_, str) else {"index": {}}
                # The standard library writes what JSON cannot hold, and halves of characters by their numbers.
                lines += (json.dumps(action).encode(), json.dumps(document).encode())
            try:
                items = client.bulk(index=names[index], operations=lines)["items"]  # type: ignore[arg-type]  # bytes are sent as they are
            except BadRequestError as error:  # an id that spoils the whole request
                if len(found) == 1:
                    return {0: str(error)}
                half = len(found) // 2
                rest = {half + place: why for place, why in send(index, found[half:]).items()}
                return send(index, found[:half]) | rest
            results = [item["index"] for item in items]
            return {place: str(one["error"]) for place, one in enumerate(results) if "error" in one}

        yield send
        client.indices.delete(index=list(names.values()))


@pytest.mark.parametrize("index", INDEXES)
def test_what_elasticsearch_refuses_is_found_before(bare: Any, index: Index) -> None:
    @settings(max_examples=10, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(changes(index))
    def check(found: list[list[Change]]) -> None:
        made = changed(index, found)
        missed = {place: why for place, why in bare(index, made).items() if fault_of(made[place], index) is None}
        assert missed == {}, [found[place] for place in missed]

    check()


def test_both_engines_take_what_passes(new_settings: Settings) -> None:
    known = [new_settings("embedded"), new_settings("elasticsearch")]

    @settings(max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(changes("therapists"))
    def check(found: list[list[Change]]) -> None:
        made = list({str(one["id"]): one for one in changed("therapists", found)}.values())
        faults = [reason for one in made if (reason := fault_of(one, "therapists"))]
        for setting in known:
            assert _reasons(setting, made) == faults

    check()


def _reasons(setting: SearchSettings, found: list[dict[str, Any]]) -> list[str]:
    """Publishes the documents; gives the reasons of the dead letters."""
    dead: list[DeadLetter] = []
    writer = open_writer(setting)
    writer.build(VERSION, META)
    outcome = writer.bulk(VERSION, "therapists", found, dead.append)
    writer.finish(VERSION, {})
    assert (outcome.sent, outcome.dead) == (len(found), len(dead))
    assert writer.count(VERSION, "therapists") == outcome.sent - outcome.dead
    writer.close()
    return [letter.reason for letter in dead]
