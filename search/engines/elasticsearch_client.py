"""The connection to Elasticsearch: how it is opened, and what its errors say to people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import elastic_transport
import elasticsearch
from elasticsearch import Elasticsearch

from records.errors import EngineUnavailable
from search.settings import SearchSettings

LONGEST_MESSAGE = 200
CONNECTIONS = 48  # at least as many as threads that ask at the same time: the HTTP server has 40
TIMEOUT = 10.0  # seconds for a question
NONSENSE = (
    elasticsearch.SerializationError,
    elasticsearch.TransportError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)
BUSY = frozenset({429, 502, 503, 504})  # statuses that pass

NotFound = elasticsearch.NotFoundError
Passing = (elasticsearch.ConnectionError, elasticsearch.ConnectionTimeout)


def connect(settings: SearchSettings) -> Elasticsearch:
    """A client, which connects when it is first used. Raises EngineUnavailable for a URL that is none."""
    if not shown(settings).startswith(("http://", "https://")):
        raise _no_address(settings)
    key = settings.elasticsearch_api_key
    options: dict[str, Any] = {"ca_certs": str(settings.elasticsearch_ca)} if settings.elasticsearch_ca else {}
    try:
        return Elasticsearch(
            settings.elasticsearch_url,
            api_key=key.get_secret_value() if key else None,
            serializer=elasticsearch.OrjsonSerializer(),
            connections_per_node=CONNECTIONS,
            request_timeout=TIMEOUT,
            max_retries=1,
            **options,
        )
    except (ValueError, TypeError, OSError) as error:
        raise _no_address(settings) from error


def _no_address(settings: SearchSettings) -> EngineUnavailable:
    return EngineUnavailable(
        f"cannot connect to Elasticsearch at '{shown(settings)}': check ELASTICSEARCH_URL (such as"
        " http://localhost:9200) and ELASTICSEARCH_CA."
    )


def shown(settings: SearchSettings) -> str:
    """The server's URL without credentials."""
    try:
        parts = urlsplit(settings.elasticsearch_url)
    except ValueError:
        return "an address that is none"
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


@contextmanager
def plain_errors(settings: SearchSettings) -> Iterator[None]:
    """Turns what the client raises into EngineUnavailable with one line that says what to check."""
    url = shown(settings)
    try:
        yield
    except (elasticsearch.AuthenticationException, elasticsearch.AuthorizationException) as error:
        raise EngineUnavailable(f"Elasticsearch at {url} refuses the key: check ELASTICSEARCH_API_KEY.") from error
    except elasticsearch.UnsupportedProductError as error:
        raise EngineUnavailable(f"what answers at {url} is no Elasticsearch: check ELASTICSEARCH_URL.") from error
    except elastic_transport.TlsError as error:
        raise EngineUnavailable(f"the certificate of {url} is not trusted: check ELASTICSEARCH_CA.") from error
    except elasticsearch.ConnectionTimeout as error:
        raise EngineUnavailable(f"Elasticsearch at {url} takes too long: check its load, then try again.") from error
    except elasticsearch.ConnectionError as error:
        raise EngineUnavailable(
            f"Elasticsearch at {url} does not answer: check that it runs, and ELASTICSEARCH_URL."
        ) from error
    except elasticsearch.ApiError as error:
        if "x-elastic-product" not in error.meta.headers:
            raise EngineUnavailable(f"what answers at {url} is no Elasticsearch: check ELASTICSEARCH_URL.") from error
        message = " ".join(error.message.split())[:LONGEST_MESSAGE]
        raise EngineUnavailable(
            f"Elasticsearch at {url} answers with an error ({error.status_code} {message}): see its log."
        ) from error
    except NONSENSE as error:
        raise EngineUnavailable(f"Elasticsearch at {url} answers nonsense: check ELASTICSEARCH_URL.") from error
