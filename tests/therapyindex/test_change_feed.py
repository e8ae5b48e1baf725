"""The change feed end to end: exports and the served feed, replayed over publishes, an opt-out and a rollback."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from tests.repetitions import each
from tests.therapyindex.running import TWIN, URL, Therapyindex

KINDS = {"therapist": "therapists", "statement": "statements", "approach": "approaches"}
Records = dict[tuple[str, str], dict[str, Any]]


def rows(folder: Path, name: str, file_format: str) -> list[dict[str, Any]]:
    if file_format == "jsonl":
        return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().splitlines()]
    found = pq.read_table(folder / f"{name}.parquet").to_pylist()
    text = json.dumps(found, default=lambda at: at.isoformat().replace("+00:00", "Z"))
    return list(json.loads(text))


def records(folder: Path, file_format: str) -> Records:
    return {(kind, row["id"]): row for kind, name in KINDS.items() for row in rows(folder, name, file_format)}


def replayed(held: Records, changes: list[dict[str, Any]]) -> Records:
    new = {key: dict(row) for key, row in held.items()}
    for one in changes:
        key = one["record"], one["id"]
        if one["op"] == "DEL":
            new.pop(key, None)
        else:
            new.setdefault(key, {}).update(one["values"])
    return new


def told(folder: Path, file_format: str) -> list[dict[str, Any]]:
    changes = rows(folder, "changes", file_format) + rows(folder, "seen", file_format)
    return [{**one, "values": json.loads(one["values"])} for one in changes]


@contextmanager
def served(run: Therapyindex) -> Iterator[httpx.Client]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = run.start("serve", "--port", str(port))
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            for _ in range(300):
                try:
                    client.get("/healthz").raise_for_status()
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield client
    finally:
        process.terminate()
        process.wait(timeout=30)


def since(client: httpx.Client, version: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    params = {"since": version, "seen": "true", "limit": "10"}
    while True:
        answer = client.get("/v1/changes", params=params).raise_for_status().json()
        found += answer["changes"]
        if answer["next"] is None:
            return found
        params["cursor"] = answer["next"]


class Story:
    """What is told of one data directory, publication after publication."""

    def __init__(self, run: Therapyindex, folder: Path, file_format: str) -> None:
        self.run, self.folder, self.format = run, folder, file_format
        self.states: list[tuple[str, Records]] = []

    def publish(self, page: str, date: str) -> None:
        """A page comes in and goes out as a version, whose export is what a replay of its changes gives."""
        file = self.folder / "page.txt"
        file.write_text(page)
        self.run("import", str(file), "--approach", "relational-therapy", "--url", URL, "--date", date)
        self.run("normalize")
        self.run("publish")
        self.check()

    def check(self) -> None:
        out = self.folder / f"out{len(self.states)}"
        self.run("export", str(out), "--format", self.format)
        about, new = json.loads((out / "export.json").read_text()), records(out, self.format)
        before = self.states[-1][1] if self.states else {}
        assert replayed(before, told(out, self.format)) == new
        assert all(one["op"] in ("ADD", "MOD", "DEL") for one in rows(out, "changes", self.format))
        self.states.append((about["version"], new))


@pytest.mark.parametrize("file_format", each(["jsonl", "parquet"]))
def test_replays(on_engine: Therapyindex, tmp_path: Path, file_format: str) -> None:
    page = TWIN.read_text()
    story = Story(on_engine, tmp_path, file_format)
    story.publish(page[: page.index("— Hal")], "2026-05-30")
    story.publish(page, "2026-05-31")
    story.publish(page.replace("relational home", "relational house"), "2026-06-01")
    left = next(key for kind, key in story.states[-1][1] if kind == "therapist")
    on_engine("optout", "add", left, "--yes")
    story.check()
    assert ("therapist", left) not in story.states[-1][1]
    on_engine("rollback")
    story.check()
    story.publish(page.replace("relational home", "relational hut"), "2026-06-02")
    with served(on_engine) as client:
        for version, held in story.states:
            found = since(client, version)
            assert replayed(held, found) == story.states[-1][1]
            assert all(one["op"] == "DEL" for one in found if one["id"] == left)
        assert found == []


def test_private_changes_hold_no_values(therapyindex: Therapyindex, tmp_path: Path) -> None:
    therapyindex.import_page(TWIN)
    therapyindex("normalize")
    therapyindex("publish")
    therapyindex("export", str(tmp_path / "out"), "--profile", "private")
    changes = rows(tmp_path / "out", "changes", "jsonl")
    assert len(changes) == 29
    assert {one["values"] for one in changes} == {"{}"}
    assert rows(tmp_path / "out", "seen", "jsonl") == []
