"""A fresh data directory with the command line on it, once per engine."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from tests.therapyindex.running import Therapyindex


@pytest.fixture
def therapyindex(tmp_path: Path) -> Therapyindex:
    """The command line on an empty data directory, embedded engine."""
    return Therapyindex(tmp_path / "data")


@pytest.fixture(params=["embedded", "elasticsearch"])
def on_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Therapyindex]:
    """The command line on an empty data directory, on each engine in turn."""
    if request.param == "embedded":
        yield Therapyindex(tmp_path / "data")
        return
    url = request.getfixturevalue("elasticsearch_url")
    alias = f"test-{uuid4().hex[:8]}"
    yield Therapyindex(
        tmp_path / "data",
        {"THERAPYINDEX_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": url, "THERAPYINDEX_ALIAS": alias},
    )
    with Elasticsearch(url) as client:
        for index in client.indices.get(index=f"{alias}-*"):
            client.indices.delete(index=index)
