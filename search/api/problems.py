"""Errors as RFC 9457 problem documents: what a stranger may know, and nothing of the machine behind it."""

from http import HTTPStatus
from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType
from starlette.responses import Response

from records.errors import (
    BadParameter,
    CursorGone,
    EngineUnavailable,
    FeedGone,
    LedgerUnavailable,
    NothingPublished,
    TherapyIndexError,
    WrongUse,
)

RETRY_AFTER_SECONDS = 10


class Problem(Struct, frozen=True, kw_only=True):
    """A problem document; `parameter` and `nearest` only where one parameter is to blame."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    parameter: str | UnsetType = UNSET
    nearest: list[str] | UnsetType = UNSET


def problem(status: int, detail: str) -> Problem:
    """A problem that is fully said by its HTTP status and one sentence."""
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)


def problem_of(error: TherapyIndexError) -> Problem:
    """What the asker is told of an error.

    Only what concerns the asker is repeated word for word: other messages are written for the operator and may
    name files and hosts.
    """
    match error:
        case BadParameter():
            status = HTTPStatus.GONE if isinstance(error, CursorGone) else HTTPStatus.UNPROCESSABLE_ENTITY
            return Problem(
                title=status.phrase,
                status=status,
                detail=str(error),
                parameter=error.parameter,
                nearest=error.nearest,
            )
        case WrongUse():
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        case FeedGone():
            return problem(HTTPStatus.GONE, str(error))
        case LedgerUnavailable():
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The changes cannot be read now. Try again in a moment.")
        case NothingPublished():
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "Nothing is published yet. Try again later.")
        case EngineUnavailable():
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The search does not answer now. Try again in a moment.")
        case _:
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. The fault is not yours.")


def headers_of(status: int) -> dict[str, str]:
    """The headers that belong to a status: when to come back after a 503."""
    return {"Retry-After": str(RETRY_AFTER_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def problem_response(found: Problem, headers: dict[str, str] | None = None) -> Response:
    """The problem document as an answer."""
    return Response(
        msgspec.json.encode(found),
        status_code=found.status,
        headers={**headers_of(found.status), **(headers or {})},
        media_type="application/problem+json",
    )
