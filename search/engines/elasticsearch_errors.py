"""What the errors of Elasticsearch and of the way there say to people: one line that names what to do."""

import re
from functools import cache
from typing import Any, Literal, TypeAlias

import elastic_transport
import elasticsearch
from msgspec import Struct, field

from search.data import read_yaml

_WAYS = (("error",), ("failures", "cause"), ("_shards", "failures", "reason"))  # to the error in an answer

LONGEST = 120  # characters of what the server says, as a part of the line


class Refused(Exception):
    """What an answer says of one document, where it holds for all: `error` is its error as Elasticsearch gives it."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(error.get("type"))
        self.status = status
        self.body = {"error": error}


FAULTS = (
    elasticsearch.ApiError,
    elasticsearch.TransportError,
    Refused,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)
"""What a client raises, and what its answers make of code that expects other ones."""

Kind: TypeAlias = Literal["api", "stranger", "tls", "timeout", "connection", "nonsense"]


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """Which errors are told how: the first rule whose conditions all hold.

    `stranger` is an answer that does not come from Elasticsearch. `reason` is searched in what is said about the error;
    its named groups may be used in `says`, as may url (without credentials), address (the setting that names it), who
    (the settings that say who asks), status and type.
    """

    kind: Kind
    says: str
    statuses: list[int] = field(default_factory=list)
    type: str = ""
    reason: str = ""


def told(error: Exception, **names: str) -> str:
    """The line for an error; `names` are url, address and who."""
    kind, status, name, reason = _facts(error)
    for rule in _rules():
        found = re.search(rule.reason, reason, re.DOTALL)
        if rule.kind == kind and rule.type in ("", name) and (not rule.statuses or status in rule.statuses) and found:
            groups = {key: _short(value or "") for key, value in found.groupdict().items()}
            return rule.says.format(**names, status=status, type=_short(name), **groups)
    raise AssertionError("the last rules take everything")


def type_of(body: Any) -> str:
    """The name that Elasticsearch gives to an error; empty when the answer is none of its errors."""
    found = _error(body).get("type")
    return found if isinstance(found, str) else ""


def _facts(error: Exception) -> tuple[Kind, int, str, str]:
    """(kind, HTTP status or 0, the error's type, what is said about it)."""
    match error:
        case elasticsearch.UnsupportedProductError():
            return "stranger", error.meta.status, "", ""
        case elasticsearch.ApiError():
            name = type_of(error.body)
            # An answer to who may not ask does not carry the product's name.
            kind: Kind = "api" if name or "x-elastic-product" in error.meta.headers else "stranger"
            return kind, error.meta.status, name, _reason(error.body)
        case Refused():
            return "api", error.status, type_of(error.body), _reason(error.body)
        case elastic_transport.TlsError():
            return "tls", 0, "", error.message
        case elastic_transport.ConnectionTimeout():
            return "timeout", 0, "", error.message
        case elastic_transport.ConnectionError():
            return "connection", 0, "", error.message
        case _:
            return "nonsense", 0, "", ""


def _error(body: Any) -> dict[str, Any]:
    """The error that an answer gives; of those by document or by shard, where there is none of the whole, the first."""
    for way in _WAYS:
        found = body
        for step in way:
            if isinstance(found, list) and found:
                found = found[0]
            found = found.get(step) if isinstance(found, dict) else None
        if isinstance(found, dict):
            return found
    return {}


def _reason(body: Any) -> str:
    error = _error(body)
    cause = error.get("caused_by")
    said = [error.get("reason"), error.get("additional_unsuccessful_credentials")]
    said += [cause.get("reason")] if isinstance(cause, dict) else []
    return " ".join(one for one in said if isinstance(one, str))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."


@cache
def _rules() -> list[Rule]:
    return read_yaml("engines/elasticsearch_errors.yaml", list[Rule])
