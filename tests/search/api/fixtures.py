"""Fixtures of the API and the web page: both stand on one small real index, and are asked over real HTTP."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx
import pytest
import uvicorn

from search import SearchEngine, open_engine
from search.api.app import create_app
from search.changes import ChangeFeed
from search.settings import SearchSettings
from tests.search.api.people import publish
from tests.search.api.running import CONTACT


@contextmanager
def asking(engine: SearchEngine, contact: str | None = None, feed: ChangeFeed | None = None) -> Iterator[httpx.Client]:
    """A client of the application over this engine, which runs in a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(engine, contact=contact, feed=feed), log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
        yield client
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> SearchSettings:
    return publish(tmp_path_factory.mktemp("data") / "index")


@pytest.fixture(scope="session")
def engine(settings: SearchSettings) -> Iterator[SearchEngine]:
    engine = open_engine(settings)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def client(engine: SearchEngine) -> Iterator[httpx.Client]:
    with asking(engine, CONTACT) as client:
        yield client


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[httpx.Client]:
    """Where nothing is published yet."""
    engine = open_engine(SearchSettings(engine="embedded", index=tmp_path / "index"))
    with asking(engine) as client:
        yield client
    engine.close()


@pytest.fixture
def away_client(tmp_path: Path) -> Iterator[httpx.Client]:
    """Where the engine does not answer: an Elasticsearch on a port that nobody listens on."""
    away = SearchSettings(engine="elasticsearch", index=tmp_path / "index", elasticsearch_url="http://127.0.0.1:1")
    engine = open_engine(away)
    with asking(engine) as client:
        yield client
    engine.close()
