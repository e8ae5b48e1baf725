"""What happens to Elasticsearch itself: it is killed in the middle of a publish, or its disk is full."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.publish_faults.publishing import Publishing
from tests.repetitions import each
from tests.servers.elasticsearch import Server
from tests.therapyindex.running import COMMAND
from tests.waiting import eventually

WATERMARK = "cluster.routing.allocation.disk.watermark"
FULL = {f"{WATERMARK}.low": "0.01%", f"{WATERMARK}.high": "0.02%", f"{WATERMARK}.flood_stage": "0.03%"}
PATIENCE = 120  # seconds


@pytest.fixture(scope="module")
def server(own_elasticsearch: Callable[..., Server]) -> Server:
    """A server that only these tests have, and that looks at its disk."""
    return own_elasticsearch(
        settings={
            "xpack.security.enabled": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "true",
            "cluster.info.update.interval": "10s",
        }
    )


def documents(server: Server, alias: str) -> int:
    """How many were sent to all versions."""
    found = server.ask("GET", f"/{alias}-*/_stats/indexing").json()
    return int(found["_all"]["total"]["indexing"]["index_total"])


def test_killed_and_started_again_while_documents_come(server: Server, tmp_path: Path) -> None:
    publishing = Publishing(tmp_path / "data", "killed", server.url)
    before = publishing.records(50)
    publishing.publish()
    held = documents(server, "killed")
    after = publishing.records(15_000)
    process = subprocess.Popen([*COMMAND, "publish"], env=publishing.run.env, stderr=subprocess.PIPE, text=True)
    assert eventually(lambda: documents(server, "killed") > held + 1_000, PATIENCE)
    server.kill()
    server.start_again()
    server.wait()
    live = publishing.live()
    assert {index: live[index] for index in before} in (before, after)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert publishing.publish().outcome == "unchanged"
    publishing.is_whole(after)


def test_a_disk_that_is_full(server: Server, tmp_path: Path) -> None:
    publishing = Publishing(tmp_path / "data", "full", server.url)
    before = publishing.records(50)
    publishing.publish()
    after = publishing.records(51)
    server.ask("PUT", "/_cluster/settings", {"persistent": FULL}).raise_for_status()
    assert eventually(lambda: "read_only_allow_delete" in server.ask("GET", "/full-*/_settings").text, PATIENCE)
    assert "make room" in publishing.line()
    live = publishing.live()
    assert {index: live[index] for index in before} == before
    server.ask("PUT", "/_cluster/settings", {"persistent": dict.fromkeys(FULL)}).raise_for_status()
    assert eventually(lambda: "read_only_allow_delete" not in server.ask("GET", "/full-*/_settings").text, PATIENCE)
    publishing.publish()
    publishing.is_whole(after)


@pytest.mark.parametrize("block", each(["index.blocks.read_only_allow_delete", "index.blocks.write"]))
def test_an_index_that_is_blocked_while_documents_come(on_elasticsearch: Publishing, block: str) -> None:
    """As the disk's flood stage does to every index."""
    from elasticsearch import Elasticsearch

    from tests.servers.proxy import proxy

    before = on_elasticsearch.records(50)
    on_elasticsearch.publish()
    after = on_elasticsearch.records(3_000)
    with Elasticsearch(str(on_elasticsearch.url)) as client:

        def plan(_: str, path: str) -> None:
            if "_bulk" in path and "-statements-" in path:
                client.indices.put_settings(index=path.split("/")[1], settings={block: True})

        with proxy(str(on_elasticsearch.url), plan) as between:
            said = on_elasticsearch.line(on_elasticsearch.through(between.url))
    assert ("flood-stage" if "allow_delete" in block else "takes no changes") in said
    live = on_elasticsearch.live()
    assert {index: live[index] for index in before} == before
    on_elasticsearch.publish()
    on_elasticsearch.is_whole(after)
