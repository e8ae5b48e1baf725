"""Engines that answer nonsense, or hold what nobody can read for now: nothing that was kept is taken for gone."""

from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from index_config.mappings import INDEXES
from tests.servers.proxy import nth, proxy
from tests.therapyindex.inside import Inside, inside
from tests.therapyindex.running import Therapyindex
from tests.therapyindex.test_optout import directory, line, names


@pytest.fixture
def run(on_elasticsearch: Therapyindex, tmp_path: Path) -> Inside:
    """Two kept versions and a live one, on Elasticsearch."""
    run = inside(on_elasticsearch)
    directory(run, tmp_path)
    for _ in range(2):
        run("publish", "--force")
    return run


def held(run: Inside) -> set[str]:
    """The versions that have an index."""
    with Elasticsearch(run.env["ELASTICSEARCH_URL"]) as client:
        known = client.indices.get(index=f"{run.env['THERAPYINDEX_ALIAS']}-*", expand_wildcards="all")
    return {name.split("s-", 1)[1] for name in known}


def states(run: Inside) -> list[str]:
    return [row["state"] for row in run.json("versions")]


def test_one_empty_answer_deletes_nothing(run: Inside) -> None:
    before, url = held(run), run.env["ELASTICSEARCH_URL"]
    for number in range(3):
        with proxy(url, nth("empty", "GET", "_mapping", number)) as between:
            run.env["ELASTICSEARCH_URL"] = between.url
            run("optout", "add", "Dee Marsh, OR")
        run.env["ELASTICSEARCH_URL"] = url
        assert between.faults == ["empty"]
        assert (held(run), states(run)) == (before, ["live", "kept", "kept"])


def test_a_closed_version_stays(run: Inside) -> None:
    before = held(run)
    kept = min(before)
    with Elasticsearch(run.env["ELASTICSEARCH_URL"]) as client:
        name = [f"{run.env['THERAPYINDEX_ALIAS']}-{index}-{kept}" for index in INDEXES]
        client.indices.close(index=name)
        told = line(run("optout", "add", "Ada Quill, OR", code=1))
        assert f"version {kept}" in told
        assert "is closed" in told
        assert names(run) == {"Bo Tarn"}
        assert (held(run), states(run)) == (before, ["live", "kept", "kept"])
        client.indices.open(index=name)
        run("optout", "add", "Ada Quill, OR")
