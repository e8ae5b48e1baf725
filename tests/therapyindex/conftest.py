"""A fresh data directory with the command line on it, once per engine."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from tests.repetitions import each
from tests.therapyindex.inside import inside
from tests.therapyindex.running import Therapyindex, two_versions


@pytest.fixture
def therapyindex(tmp_path: Path) -> Therapyindex:
    """The command line on an empty data directory, embedded engine, within this process."""
    return inside(Therapyindex(tmp_path / "data"))


# Not on the day of the faults of a publish: Elasticsearch takes longer, and no day is to have all of it.
@pytest.fixture(params=each(["embedded", "elasticsearch"], later=1))
def on_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Therapyindex]:
    """The command line on an empty data directory, on each engine in turn, within this process."""
    if request.param == "embedded":
        yield inside(Therapyindex(tmp_path / "data"))
        return
    yield inside(request.getfixturevalue("on_elasticsearch"))


@pytest.fixture
def on_elasticsearch(tmp_path: Path, elasticsearch_url: str) -> Iterator[Therapyindex]:
    """The command line on an empty data directory, on Elasticsearch."""
    alias = f"test-{uuid4().hex[:8]}"
    yield Therapyindex(
        tmp_path / "data",
        {"THERAPYINDEX_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": elasticsearch_url, "THERAPYINDEX_ALIAS": alias},
    )
    with Elasticsearch(elasticsearch_url) as client:
        for index in client.indices.get(index=f"{alias}-*", expand_wildcards="all"):
            client.indices.delete(index=index)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A data directory with two versions, to be copied, and their names."""
    folder = tmp_path_factory.mktemp("published")
    run = Therapyindex(folder / "data")
    return (run.data, *two_versions(inside(run), folder))


@pytest.fixture
def twice(published: tuple[Path, str, str], tmp_path: Path) -> tuple[Therapyindex, str, str]:
    """The command line on two versions of the embedded engine, and their names."""
    data, first, second = published
    return inside(Therapyindex(shutil.copytree(data, tmp_path / "data"))), first, second
