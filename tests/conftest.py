"""The one fixture that all rooms share: a real Elasticsearch."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest
from hypothesis import settings

from tests.servers.distribution import ServerMissing, ensure_elasticsearch
from tests.servers.elasticsearch import Server, running

# A class that many tests look through: where it fails, it says what it compared.
pytest.register_assert_rewrite("tests.flows.publish_faults.publishing")

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("untimed")

SERVER = pytest.StashKey[Server | ServerMissing]()
SHARED = "elasticsearch"  # its note, or why there is none
NOT_RUN = "not run without Elasticsearch (or set ELASTICSEARCH_URL): "


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells the processes of a run of the server that they share: none of them knows when the last one has ended."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        found = _find(node.config)
        node.workerinput[SHARED] = str(found) if isinstance(found, ServerMissing) else found.note()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Starts Elasticsearch where a test will ask for it: before any time limit counts, and it boots meanwhile."""
    asked = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    if session.config.option.collectonly:
        return
    if "elasticsearch_url" in asked and not os.environ.get("ELASTICSEARCH_URL"):
        _find(session.config)
    elif asked & {"secured_elasticsearch", "own_elasticsearch"}:
        with suppress(ServerMissing):
            ensure_elasticsearch()


@pytest.fixture(scope="session")
def elasticsearch_url(pytestconfig: pytest.Config) -> str:
    """The URL of a real Elasticsearch: ELASTICSEARCH_URL, the one of `make elasticsearch`, or one for this run."""
    given = os.environ.get("ELASTICSEARCH_URL")
    if given:
        return given
    server = _find(pytestconfig)
    with _or_not_run():
        if isinstance(server, ServerMissing):
            raise server
        return server.wait()
    raise AssertionError("not run")


@pytest.fixture(scope="session")
def secured_elasticsearch() -> Iterator[Server]:
    """A server with security switched on and a certificate of the tests' own authority, for the tests that need it."""
    with ExitStack() as stack:
        yield _started(stack, secured=True)


@pytest.fixture(scope="module")
def own_elasticsearch() -> Iterator[Callable[..., Server]]:
    """Starts a server that only these tests have: it may be killed and set up as one likes (see Server.launch)."""
    with ExitStack() as stack:
        yield lambda **options: _started(stack, **options)


def _started(stack: ExitStack, **options: Any) -> Server:
    with _or_not_run():
        server = Server.launch(**options)
        stack.callback(server.stop)
        server.wait()
        return server
    raise AssertionError("not run")


@contextmanager
def _or_not_run() -> Iterator[None]:
    """Without Elasticsearch a test is skipped; nothing is skipped in CI."""
    try:
        yield
    except ServerMissing as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(NOT_RUN + str(missing).splitlines()[0])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Gives all skips for want of Elasticsearch one place, so that the end of the run says it in one line."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and NOT_RUN in report.longrepr[2]:
        report.longrepr = (__file__, 1, report.longrepr[2])
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leaves no server of ours behind."""
    server = config.stash.get(SERVER, None)
    if isinstance(server, Server) and not server.outlives:
        server.stop()


def _find(config: pytest.Config) -> Server | ServerMissing:
    """The server of `make elasticsearch`, else one that this run starts; looked for once."""
    if SERVER not in config.stash:
        try:
            config.stash[SERVER] = _shared(config) or running() or Server.launch()
        except ServerMissing as missing:
            config.stash[SERVER] = missing
    return config.stash[SERVER]


def _shared(config: pytest.Config) -> Server | None:
    """The server of the run of which this is one process. Raises ServerMissing where it has none."""
    shared = getattr(config, "workerinput", {}).get(SHARED)
    if isinstance(shared, str):
        raise ServerMissing(shared)
    return shared and Server.noted(shared)
