"""A data directory to publish from, once per engine."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from tests.flows.publish_faults.publishing import Publishing
from tests.repetitions import each


@pytest.fixture(params=each(["embedded", "elasticsearch"]))
def publishing(request: pytest.FixtureRequest) -> Publishing:
    """On each engine in turn."""
    found: Publishing = request.getfixturevalue(f"on_{request.param}")
    return found


@pytest.fixture
def on_embedded(tmp_path: Path) -> Publishing:
    """On the embedded engine."""
    return Publishing(tmp_path / "data", "therapyindex", None)


@pytest.fixture
def on_elasticsearch(tmp_path: Path, elasticsearch_url: str) -> Iterator[Publishing]:
    """On the shared Elasticsearch, under a name of its own."""
    opened = Publishing(tmp_path / "data", f"faults-{uuid4().hex[:8]}", elasticsearch_url)
    yield opened
    with Elasticsearch(elasticsearch_url) as client:
        for index in client.indices.get(index=f"{opened.alias}-*", expand_wildcards="all"):
            client.indices.delete(index=index)
