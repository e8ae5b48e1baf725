"""What the key or user of the settings may do in Elasticsearch, asked before a night finds out."""

from http import HTTPStatus

import elasticsearch
from msgspec import Struct

from index_config.roles import role
from search.engines.elasticsearch_client import connect, plain_errors
from search.settings import SearchSettings

NO_SECURITY = {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}


class Rights(Struct, frozen=True):
    """Whether one may publish, and the same in words, or what is missing."""

    may_publish: bool
    said: str


def rights(settings: SearchSettings) -> Rights:
    """What one may do. Raises EngineUnavailable."""
    wanted = role("writer", settings.alias)
    with connect(settings) as client, plain_errors(settings):
        try:
            answer = client.security.has_privileges(cluster=wanted["cluster"], index=wanted["indices"])
        except elasticsearch.ApiError as error:
            if error.status_code in NO_SECURITY:
                return Rights(True, "everybody may do everything (security is switched off)")
            raise
        asked = [answer["cluster"], *answer["index"].values()]
        missing = sorted(name for held in asked for name, has in held.items() if not has)
    if missing:
        lacking = f"to publish, {settings.who} lacks {', '.join(missing)} (docs/operator.md has both roles)"
        return Rights(False, lacking)
    return Rights(True, f"{settings.who} may publish and search")
