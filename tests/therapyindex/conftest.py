"""A fresh data directory with the command line on it, once per engine."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from flows.publishing import relevance
from flows.publishing.invented import measure
from records.relevance import SetFigures
from search.settings import SearchSettings
from tests.repetitions import each
from tests.therapyindex.inside import inside
from tests.therapyindex.running import Therapyindex, two_versions


# The figures of the invented people are those of the code and an engine: each process of the tests measures them once,
# not in each of a hundred data directories. Publishes in which nothing is spared: those of tests/flows, of
# test_secured.py, and all that run as processes.
@pytest.fixture(scope="session")
def embedded_figures(tmp_path_factory: pytest.TempPathFactory) -> SetFigures:
    return measure(SearchSettings(index=tmp_path_factory.mktemp("figures") / "index"))


@pytest.fixture(scope="session")
def elasticsearch_figures(elasticsearch_url: str) -> SetFigures:
    alias = f"test-{uuid4().hex[:8]}"
    return measure(SearchSettings(engine="elasticsearch", elasticsearch_url=elasticsearch_url, alias=alias))


@pytest.fixture
def on_embedded(tmp_path: Path, embedded_figures: SetFigures, monkeypatch: pytest.MonkeyPatch) -> Therapyindex:
    """The command line on an empty data directory, embedded engine."""
    monkeypatch.setattr(relevance, "measure", lambda _: embedded_figures)
    return Therapyindex(tmp_path / "data")


@pytest.fixture
def on_elasticsearch(
    tmp_path: Path, elasticsearch_url: str, elasticsearch_figures: SetFigures, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Therapyindex]:
    """The command line on an empty data directory, on Elasticsearch."""
    monkeypatch.setattr(relevance, "measure", lambda _: elasticsearch_figures)
    alias = f"test-{uuid4().hex[:8]}"
    yield Therapyindex(
        tmp_path / "data",
        {"THERAPYINDEX_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": elasticsearch_url, "THERAPYINDEX_ALIAS": alias},
    )
    with Elasticsearch(elasticsearch_url) as client:
        for index in client.indices.get(index=f"{alias}-*", expand_wildcards="all"):
            client.indices.delete(index=index)


@pytest.fixture
def therapyindex(on_embedded: Therapyindex) -> Therapyindex:
    """The command line on an empty data directory, embedded engine, within this process."""
    return inside(on_embedded)


# Not on the day of the faults of a publish: Elasticsearch takes longer, and no day is to have all of it.
@pytest.fixture(params=each(["embedded", "elasticsearch"], later=1))
def on_engine(request: pytest.FixtureRequest) -> Therapyindex:
    """The command line on an empty data directory, on each engine in turn, within this process."""
    return inside(request.getfixturevalue(f"on_{request.param}"))


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
