"""The page over the same small index as the API, and a browser to look at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from search.settings import SearchSettings
from tests.search.api.fixtures import away_client, client, empty_client, engine, settings
from tests.search.api.running import Running, running
from tests.servers.chromium import open_browser

__all__ = ["away_client", "client", "empty_client", "engine", "settings"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Until the module ends: its event loop would keep others of this process from running theirs."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def server(settings: SearchSettings) -> Iterator[Running]:
    with running(settings.index) as server:
        yield server
