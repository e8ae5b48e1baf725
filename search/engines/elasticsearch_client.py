"""The connection to Elasticsearch: how it is opened, and what its errors say to people."""

import re
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import elasticsearch
from elastic_transport import Transport, TransportApiResponse
from elasticsearch import Elasticsearch

from records.errors import EngineUnavailable
from search.engines.elasticsearch_errors import FAULTS, told, type_of
from search.settings import SearchSettings

CONNECTIONS = 48  # at least as many as threads that ask at the same time: the HTTP server has 40
TIMEOUT = 10.0  # seconds for a question
OLDEST = (8, 19)
PROTOCOLS = ("compatible-with=9", "compatible-with=8")
BUSY = frozenset({429, 502, 503, 504})  # statuses that pass

NotFound = elasticsearch.NotFoundError
Passing = (elasticsearch.ConnectionError, elasticsearch.ConnectionTimeout)


def connect(settings: SearchSettings) -> Elasticsearch:
    """A client, which connects when it is first used. Raises EngineUnavailable for an address that is none."""
    urls, cloud_id = settings.urls, settings.elasticsearch_cloud_id
    if not cloud_id and not (urls and all(_is_address(url) for url in urls)):
        raise _no_address(settings)
    key = settings.elasticsearch_api_key
    try:
        return Elasticsearch(
            hosts=None if cloud_id else urls,
            cloud_id=cloud_id,
            api_key=key.get_secret_value() if key else None,
            serializer=elasticsearch.OrjsonSerializer(),
            transport_class=_Transport,
            connections_per_node=CONNECTIONS,
            request_timeout=TIMEOUT,
            max_retries=len(urls),
            **_basic(settings),
            **_certificates(settings),
        )
    except (ValueError, TypeError, OSError) as error:
        raise _no_address(settings) from error


def require_version(settings: SearchSettings) -> None:
    """Raises EngineUnavailable when the server is older than what is served here, or cannot be asked."""
    with connect(settings) as client, plain_errors(settings):
        number = str(client.info()["version"]["number"])
        if tuple(int(part) for part in re.findall(r"\d+", number)[:2]) < OLDEST:
            raise EngineUnavailable(
                f"Elasticsearch at {shown(settings)} is version {number}: update it, {OLDEST[0]}.{OLDEST[1]} and 9.x"
                " are served."
            )


def shown(settings: SearchSettings) -> str:
    """Where the server is, without credentials."""
    if settings.elasticsearch_cloud_id:
        name, colon, _ = settings.elasticsearch_cloud_id.partition(":")
        return f"cloud id {name}" if colon else "a cloud id that is none"
    found = [_ADDRESS.fullmatch(url) for url in settings.urls]
    whole = [f"{one['scheme'] or ''}{one['place']}" for one in found if one]
    # A password in which stands what an address is parted by would look like an address.
    is_parted = "@" in settings.elasticsearch_url and not all(one and one["scheme"] for one in found)
    return "an address that is none" if is_parted or len(whole) < len(found) else ", ".join(whole)


@contextmanager
def plain_errors(settings: SearchSettings) -> Iterator[None]:
    """Turns what the client raises into EngineUnavailable with one line that says what to check."""
    try:
        yield
    except FAULTS as error:
        raise EngineUnavailable(told(error, url=shown(settings), address=settings.address, who=settings.who)) from error


_ADDRESS = re.compile(
    r"(?P<scheme>[a-z]+://)?(?:[^/?#\s]*@)?"
    r"(?P<place>(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d+)?(?:/[^?#@\s]*)?)(?:[?#][^@\s]*)?"
)


class _Transport(Transport):
    """Speaks the protocol of version 9, and that of version 8 from when the server has said that it knows no newer."""

    _speaks_8 = False

    def perform_request(self, method: str, target: str, **options: Any) -> TransportApiResponse:
        """Asks again in the other protocol where the first was refused."""
        if not self._speaks_8:
            answer = super().perform_request(method, target, **options)
            if answer.meta.status != HTTPStatus.BAD_REQUEST or type_of(answer.body) != "media_type_header_exception":
                return answer
            self._speaks_8 = True
        older = {name: value.replace(*PROTOCOLS) for name, value in options.pop("headers").items()}
        return super().perform_request(method, target, headers=older, **options)


def _certificates(settings: SearchSettings) -> dict[str, Any]:
    """What checks the server's certificate: an own authority, else those that the system trusts."""
    if settings.elasticsearch_ca is None:
        return {}
    try:
        return {"ssl_context": ssl.create_default_context(cafile=settings.elasticsearch_ca)}
    except OSError as error:
        reason = "holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise EngineUnavailable(
            f"the file {settings.elasticsearch_ca} cannot be used ({reason}): ELASTICSEARCH_CA takes the path of your"
            " authority's certificate (PEM)."
        ) from error


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _basic(settings: SearchSettings) -> dict[str, Any]:
    """The header for user and password; the client's own takes no letters but those of ASCII."""
    user, password = settings.elasticsearch_user, settings.elasticsearch_password
    if not (user and password):
        return {}
    encoded = b64encode(f"{user}:{password.get_secret_value()}".encode()).decode()
    return {"headers": {"authorization": f"Basic {encoded}"}}


def _no_address(settings: SearchSettings) -> EngineUnavailable:
    check = (
        "ELASTICSEARCH_CLOUD_ID takes the id that Elastic Cloud shows"
        if settings.elasticsearch_cloud_id
        else "ELASTICSEARCH_URL takes scheme, host and port, such as http://localhost:9200"
    )
    return EngineUnavailable(f"cannot connect to Elasticsearch at '{shown(settings)}': {check}.")
