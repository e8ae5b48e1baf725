"""The Elasticsearch of the tests is the one that is meant, can what the index needs, and goes away again."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from tests.repetitions import left_to_ci
from tests.servers import distribution
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
LAUNCH = """
import time
from tests.servers.elasticsearch import Server

launched = Server.launch()
print(launched.process.pid, launched.folder, flush=True)
time.sleep(600)
"""

here = pytest.mark.skipif(
    "ELASTICSEARCH_URL" in os.environ, reason="ELASTICSEARCH_URL names a server that the tests do not start and stop"
)


@pytest.fixture
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url) as opened:
        yield opened


@pytest.fixture
def indices(client: Elasticsearch) -> Iterator[tuple[str, str]]:
    names = (f"servers-test-{os.getpid()}-a", f"servers-test-{os.getpid()}-b")
    yield names
    client.indices.delete(index=",".join(names), ignore_unavailable=True)


@pytest.fixture
def empty_cache() -> Iterator[Path]:
    """Not under tmp_path: that is closed to the user which the server runs as when we are root."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_version(client: Elasticsearch) -> None:
    assert client.info()["version"]["number"] == distribution.VERSION


@pytest.mark.parametrize(
    ("analyzer", "text", "terms"),
    [
        ({"tokenizer": "standard", "filter": ["lowercase", "snowball"]}, "Relational Homes", ["relat", "home"]),
        ({"tokenizer": {"type": "pattern", "pattern": "[^a-z]+"}}, "one2two", ["one", "two"]),
        (
            {"tokenizer": "keyword", "filter": [{"type": "edge_ngram", "min_gram": 2, "max_gram": 4}]},
            "trauma",
            ["tr", "tra", "trau"],
        ),
        ({"tokenizer": "standard", "filter": ["asciifolding"]}, "Amélie", ["Amelie"]),
    ],
)
def test_analysis(client: Elasticsearch, analyzer: dict[str, object], text: str, terms: list[str]) -> None:
    assert [token["token"] for token in client.indices.analyze(text=text, **analyzer)["tokens"]] == terms  # type: ignore[arg-type]  # the values differ by parameter


def test_bulk_aggregations_and_alias_swap(client: Elasticsearch, indices: tuple[str, str]) -> None:
    alias = f"servers-test-{os.getpid()}"
    mappings = {"properties": {"state": {"type": "keyword"}}}
    for name, count in zip(indices, (3, 5), strict=True):
        client.indices.create(index=name, mappings=mappings, settings={"number_of_replicas": 0})
        done, _ = bulk(client, ({"_index": name, "_id": str(n), "state": "OR"} for n in range(count)), refresh=True)
        assert done == count
    old, new = indices
    client.indices.put_alias(index=old, name=alias)
    found = client.search(index=alias, size=0, aggs={"states": {"terms": {"field": "state"}}})
    assert found["aggregations"]["states"]["buckets"] == [{"key": "OR", "doc_count": 3}]
    swap = [{"remove": {"index": old, "alias": alias}}, {"add": {"index": new, "alias": alias}}]
    client.indices.update_aliases(actions=swap)
    assert client.count(index=alias)["count"] == 5


@here
def test_it_runs_unprivileged_and_on_loopback_only(elasticsearch_url: str) -> None:
    port = urlsplit(elasticsearch_url).port
    listening = [
        (each.laddr.ip.removeprefix("::ffff:"), each.pid)
        for each in psutil.net_connections("tcp")
        if each.laddr and each.laddr.port == port and each.status == psutil.CONN_LISTEN
    ]
    assert [address for address, _ in listening] == ["127.0.0.1"]
    assert psutil.Process(listening[0][1]).uids().effective != 0


@here
@left_to_ci("the server takes half a minute")
@pytest.mark.usefixtures("elasticsearch_url")
def test_up_is_reused_and_down_leaves_nothing(empty_cache: Path) -> None:
    kept = distribution.ensure_elasticsearch()
    (empty_cache / kept.name).symlink_to(kept)

    assert server("status", empty_cache).returncode == 1
    assert "http://127.0.0.1:" in server("up", empty_cache).stdout
    url = server("url", empty_cache).stdout
    state = json.loads((empty_cache / "elasticsearch.json").read_text())
    processes = [psutil.Process(state["pid"]), *psutil.Process(state["pid"]).children(recursive=True)]
    try:
        assert server("up", empty_cache).returncode == 0
        assert server("url", empty_cache).stdout == url
    finally:
        assert server("down", empty_cache).returncode == 0
    assert len(processes) > 1
    assert not [each for each in processes if each.is_running()]
    assert not Path(state["folder"]).exists()
    assert server("status", empty_cache).returncode == 1
    assert server("down", empty_cache).returncode == 0


@here
@pytest.mark.usefixtures("elasticsearch_url")
def test_it_ends_with_a_killed_test_run() -> None:
    run = subprocess.Popen([sys.executable, "-c", LAUNCH], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout
    pid, folder = run.stdout.readline().split()
    launched = psutil.Process(int(pid))
    # What asks to end with us is setpriv, and becomes then what it starts; in between it has no command line.
    assert eventually(lambda: bool(line := launched.cmdline()) and "setpriv" not in line[0], 60)
    run.kill()
    run.communicate()
    launched.wait(timeout=180)  # a Java that is still starting on a busy machine ends late
    shutil.rmtree(folder)


@pytest.mark.parametrize(("variables", "code", "word"), [({}, 0, "5 skipped"), ({"CI": "true"}, 1, "5 errors")])
def test_where_there_is_none_a_run_says_so_in_one_line(
    empty_cache: Path, variables: dict[str, str], code: int, word: str
) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        __file__,
        "-k",
        "test_version or test_analysis",
    ]
    environment = {"PATH": "/nowhere", "THERAPYINDEX_CACHE": str(empty_cache), **variables}
    run = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert run.returncode == code
    assert word in run.stdout
    said = [
        line for line in run.stdout.split("short test summary info")[1].splitlines() if "by Maven: install it" in line
    ]
    assert len(said) == (5 if variables else 1)


def server(command: str, cache: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.servers.elasticsearch", command],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "THERAPYINDEX_CACHE": str(cache)},
    )
