"""The change feed over HTTP."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from records import Change
from records.optouts import Key
from search import open_engine
from search.changes import ChangeFeed
from store.optouts import add_optout
from store.parquet import read_records, write_records
from store.publications import list_publications
from store.settings import StoreSettings
from tests.flows.making import DAY, START, House, person
from tests.search.api.fixtures import asking

URL = "/v1/changes"
PROBLEM = "application/problem+json"

ADA, BO = person(1, "Ada Quill", "We look at ties."), person(2, "Bo Marsh", "Slowly.")
ADA_SEEN = person(1, "Ada Quill", "We look at ties.", seen=START + DAY)
CROWD = [person(number, f"Crowd Fennimore {number}") for number in range(10, 60)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "data")


@pytest.fixture
def feed(house: House) -> Iterator[httpx.Client]:
    """A client of a server over that house."""
    engine = open_engine(house.search)
    with asking(engine, feed=ChangeFeed(house.store, "embedded")) as client:
        yield client
    engine.close()


def told(response: httpx.Response) -> list[tuple[str, str]]:
    assert response.status_code == 200, response.text
    return [(one["op"], one["id"]) for one in response.json()["changes"]]


def refused(response: httpx.Response, status: int, word: str) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == PROBLEM
    found: dict[str, Any] = response.json()
    assert word in found["detail"]
    return found


def test_since_a_version(house: House, feed: httpx.Client) -> None:
    first = house.published([ADA, BO])
    second = house.published([ADA_SEEN, CROWD[0]])
    answer = feed.get(URL, params={"since": first}).json()
    assert set(answer) == {"changes", "index", "next"}
    added = answer["changes"][-1]
    assert (added["op"], added["record"], added["id"], added["version"]) == ("ADD", "therapist", "t0010", second)
    assert added["values"]["name"] == CROWD[0][0].name
    assert sorted(added["values"]) == added["changed"]
    assert answer["index"] == {"version": second, "published_at": added["published_at"], "stale": False}
    assert answer["next"] is None
    assert told(feed.get(URL, params={"since": first})) == [("DEL", "t0002"), ("DEL", "s-t0002"), ("ADD", "t0010")]
    assert told(feed.get(URL, params={"since": first, "seen": "true"})) == [
        ("SEEN", "t0001"),
        ("SEEN", "s-t0001"),
        ("DEL", "t0002"),
        ("DEL", "s-t0002"),
        ("ADD", "t0010"),
    ]
    assert told(feed.get(URL, params={"since": second})) == []


def test_since_a_time(house: House, feed: httpx.Client) -> None:
    house.published([ADA])
    between = list_publications(house.ledger, "embedded")[0].at
    house.published([ADA, BO])
    both = [("ADD", "t0002"), ("ADD", "s-t0002")]
    assert told(feed.get(URL, params={"since": between.isoformat()})) == both
    assert told(feed.get(URL, params={"since": f"{between:%Y-%m-%dT%H:%M:%S.%f}Z"})) == both
    assert told(feed.get(URL, params={"since": f"{between:%Y-%m-%dT%H:%M:%S.%f}"})) == both
    assert len(told(feed.get(URL, params={"since": (between - timedelta(days=1)).isoformat()}))) == 5
    assert told(feed.get(URL, params={"since": (between + timedelta(days=1)).isoformat()})) == []
    known = feed.get(URL, params={"since": between.isoformat()}).json()["index"]["published_at"]
    assert told(feed.get(URL, params={"since": known})) == []


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_never_mix_publications(house: House, feed: httpx.Client, limit: int) -> None:
    first = house.published([ADA, BO])
    house.published([ADA, *CROWD[:12]])
    whole = told(feed.get(URL, params={"since": first}))
    found: list[tuple[str, str]] = []
    states = set()
    params = {"since": first, "limit": str(limit)}
    for number in range(99):
        response = feed.get(URL, params=params)
        if number == 0:
            house.published([BO, *CROWD[:3]])
        assert len(response.json()["changes"]) <= limit
        found += told(response)
        states.add(json.dumps(response.json()["index"]))
        if response.json()["next"] is None:
            break
        params = {**params, "cursor": response.json()["next"]}
    assert found == whole
    assert len(states) == 1
    version = json.loads(states.pop())["version"]
    assert ("DEL", "t0001") in told(feed.get(URL, params={"since": version}))


def test_who_is_out_is_told_as_gone_only(house: House, feed: httpx.Client) -> None:
    house.published([ADA])
    house.published([ADA, BO])
    add_optout(house.ledger, [Key("id", "t0002")])
    assert [one for one in told(feed.get(URL, params={"since": "2026-01-01"})) if "t0002" in one[1]] == []
    assert "Bo Marsh" not in feed.get(URL, params={"since": "2026-01-01", "seen": "true"}).text


def test_malformed(house: House, feed: httpx.Client) -> None:
    version = house.published([ADA, BO])
    for params, name in (
        ({}, "since"),
        ({"since": ""}, "since"),
        ({"since": "yesterday"}, "since"),
        ({"since": version, "limit": "0"}, "limit"),
        ({"since": version, "limit": "10001"}, "limit"),
        ({"since": version, "limit": "many"}, "limit"),
        ({"since": version, "seen": "perhaps"}, "seen"),
        ({"since": version, "cursor": "forged"}, "cursor"),
        ({"since": version, "colour": "red"}, "colour"),
    ):
        assert refused(feed.get(URL, params=params), 422, name)["parameter"] == name
    assert refused(feed.get(f"{URL}?since={version}&since={version}"), 422, "one value")["parameter"] == "since"
    cursor = feed.get(URL, params={"since": "2026-01-01", "limit": "1"}).json()["next"]
    assert refused(feed.get(URL, params={"since": version, "cursor": cursor}), 422, "another question")
    assert refused(feed.get(URL, params={"since": "2026-01-01", "seen": "1", "cursor": cursor}), 422, "question")


def test_too_long_ago(house: House, feed: httpx.Client) -> None:
    first = house.published([ADA])
    second = house.published([ADA, BO])
    refused(feed.get(URL, params={"since": "20250101-000000-00000000"}), 410, "take a new export")
    (house.store.data / list_publications(house.ledger, "embedded")[-1].changes).unlink()
    gone = refused(feed.get(URL, params={"since": first}), 410, "take a new export")
    assert gone["status"] == 410
    assert str(house.store.data) not in json.dumps(gone)
    assert told(feed.get(URL, params={"since": second})) == []
    third = house.published([ADA])  # what it starts from is known no more
    refused(feed.get(URL, params={"since": second}), 410, "take a new export")
    refused(feed.get(URL, params={"since": "2026-01-01"}), 410, "take a new export")
    assert told(feed.get(URL, params={"since": third})) == []


def test_nothing_to_read_from(house: House, tmp_path: Path, client: httpx.Client) -> None:
    refused(client.get(URL, params={"since": "2026-01-01"}), 503, "cannot be read")  # served without a data directory
    engine = open_engine(house.search)
    with asking(engine, feed=ChangeFeed(StoreSettings(data=tmp_path / "nowhere"), "embedded")) as away:
        found = away.get(URL, params={"since": "2026-01-01"})
        assert "nowhere" not in found.text
        refused(found, 503, "cannot be read")
        assert int(found.headers["retry-after"]) > 0
    house.ledger.dispose()
    with asking(engine, feed=ChangeFeed(house.store, "embedded")) as empty:
        refused(empty.get(URL, params={"since": "2026-01-01"}), 503, "Nothing is published")
    engine.close()


def test_the_description(house: House, feed: httpx.Client) -> None:
    first = house.published([ADA])
    house.published([ADA, BO])
    document = feed.get("/openapi.json").json()
    described = document["paths"][URL]["get"]
    assert set(described["responses"]) == {"200", "410", "414", "422", "503"}
    parameters = {one["name"]: one for one in described["parameters"]}
    assert {name: one["required"] for name, one in parameters.items()} == {
        "since": True, "seen": False, "limit": False, "cursor": False,
    }  # fmt: skip
    assert parameters["limit"]["schema"] == {"type": "integer", "default": 1000, "minimum": 1, "maximum": 10000}
    schemas = document["components"]["schemas"]
    answer = feed.get(URL, params={"since": first}).json()
    assert set(answer) == set(schemas["Changes"]["properties"]) == set(schemas["Changes"]["required"])
    assert set(answer["changes"][0]) == set(schemas["ToldChange"]["properties"])
    assert set(schemas["ToldChange"]["properties"]["op"]["enum"]) == {"ADD", "MOD", "DEL", "SEEN"}
    assert schemas["ToldChange"]["properties"]["values"]["type"] == "object"


def test_an_erasure_meanwhile_ends_a_cursor(house: House, feed: httpx.Client) -> None:
    first = house.published([ADA])
    house.published([ADA, BO, CROWD[0]])
    cursor = feed.get(URL, params={"since": first, "limit": "1"}).json()["next"]
    path = house.store.data / list_publications(house.ledger, "embedded")[-1].changes
    write_records(path, Change, [row for row in read_records(path, Change) if row.therapist_id != "t0002"])
    refused(feed.get(URL, params={"since": first, "limit": "1", "cursor": cursor}), 422, "start again")
    assert told(feed.get(URL, params={"since": first})) == [("ADD", "t0010")]
