"""Both engines, empty and with the twenty people."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from search import IndexWriter, SearchEngine, open_engine, open_writer
from search.settings import SearchSettings
from tests.search.people import publish

ENGINES = ["embedded", "elasticsearch"]
FIRST = "20261120-031500-aaaaaaaa"
Settings = Callable[[str], SearchSettings]


@pytest.fixture(scope="module")
def new_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], SearchSettings]]:
    """Settings of an engine that is still empty; what is made in it is removed at the end."""
    made: list[SearchSettings] = []

    def make(engine: str) -> SearchSettings:
        if engine == "embedded":
            return SearchSettings(index=tmp_path_factory.mktemp("data") / "index")
        url = request.getfixturevalue("elasticsearch_url")
        made.append(SearchSettings(engine="elasticsearch", elasticsearch_url=url, alias=f"test-{uuid4().hex[:12]}"))
        return made[-1]

    yield make
    for one in made:
        remove_all(one)


def remove_all(settings: SearchSettings) -> None:
    from elasticsearch import Elasticsearch

    with Elasticsearch(settings.elasticsearch_url) as client:
        names = list(client.indices.get(index=f"{settings.alias}-*"))
        if names:
            client.indices.delete(index=names)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, new_settings: Settings) -> Iterator[SearchEngine]:
    """An engine with the twenty people."""
    settings = new_settings(request.param)
    writer = open_writer(settings)
    publish(writer, FIRST)
    writer.close()
    engine = open_engine(settings)
    yield engine
    engine.close()


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, new_settings: Settings) -> SearchSettings:
    """An engine in which nothing is published."""
    return new_settings(request.param)


@pytest.fixture
def writer(empty: SearchSettings) -> Iterator[IndexWriter]:
    """Writes where nothing is published."""
    writer = open_writer(empty)
    yield writer
    writer.close()
