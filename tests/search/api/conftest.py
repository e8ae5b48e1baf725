"""The API over a small real index."""

from tests.search.api.fixtures import away_client, client, empty_client, engine, settings

__all__ = ["away_client", "client", "empty_client", "engine", "settings"]
