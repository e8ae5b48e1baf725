"""What holds for every answer: security headers, a log line without words, no traceback, no endless address."""

import logging
import time
import traceback
from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.api.parameters import MAX_URL
from search.api.problems import Problem, problem

log = logging.getLogger("therapyindex.http")

HEADERS = {
    # Nothing but our own style sheet, icon and form: a hostile statement that got through would still be dead text.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Answers show people: search engines are asked to keep away.
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-cache",
}


class Guard:
    """The outermost layer of ours. Logs route, status and milliseconds, never the address that was asked.

    `answer` makes the answer to a request that ends in a problem.
    """

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Problem], Response]) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands an HTTP request on and dresses its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status: int | None = None
        started = time.perf_counter()

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        # A HEAD is a GET whose body the server leaves out.
        inner = dict(scope, method="GET") if scope["method"] == "HEAD" else scope
        try:
            if len(scope["path"]) + len(scope["query_string"]) > MAX_URL:
                too_long = problem(HTTPStatus.REQUEST_URI_TOO_LONG, f"An address takes at most {MAX_URL} bytes.")
                await self.answer(Request(inner), too_long)(inner, receive, dressed)
            else:
                await self.app(inner, receive, dressed)
        except Exception as error:
            log.error("%s %s", type(error).__name__, _where(error))  # noqa: TRY400 - a message may repeat the words asked
            if status is None:
                failed = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. The fault is not yours.")
                await self.answer(Request(inner), failed)(inner, receive, dressed)
        finally:
            elapsed = (time.perf_counter() - started) * 1000
            log.info("%s %s %s %.0f ms", _method(scope), _route(inner), status, elapsed)


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in {"GET", "HEAD"} else "other"


def _route(scope: Scope) -> str:
    """The pattern of the route, never the path: a path may hold a name."""
    return getattr(scope.get("route"), "path", "-")


def _where(error: Exception) -> str:
    """The calls that led to an error, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    return " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in reversed(frames))
