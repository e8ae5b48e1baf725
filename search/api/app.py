"""The application: the API, the web page, and what holds for both."""

import logging
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from records.errors import TherapyIndexError
from search.api.middleware import Guard
from search.api.openapi import describe
from search.api.problems import Problem, problem, problem_of, problem_response
from search.api.routes import api_routes
from search.web.pages import Pages

if TYPE_CHECKING:
    from search import SearchEngine
    from search.changes import ChangeFeed


log = logging.getLogger("therapyindex.http")


def create_app(engine: "SearchEngine", *, contact: str | None = None, feed: "ChangeFeed | None" = None) -> FastAPI:
    """The ASGI application over an engine, which stays the caller's to close.

    `feed` answers what changed; without one nothing does. `contact` is a mail address or web address to which people
    listed here can turn; the page shows it.
    """
    app = FastAPI(
        title="therapyindex",
        version=version("therapyindex"),
        summary="Approach search over therapist directories",
        docs_url=None,  # the stock documentation pages load scripts from an outside host
        redoc_url=None,
        # FastAPI's own spans carry the query of the address: words people ask belong in no trace.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    pages = Pages(engine, contact)
    app.include_router(api_routes(engine, feed))
    app.include_router(pages.router, include_in_schema=False)
    app.mount("/static", pages.static, name="static")

    def answer(request: Request, found: Problem, headers: dict[str, str] | None = None) -> Response:
        wants_page = not request.url.path.startswith("/v1/") and "text/html" in request.headers.get("accept", "")
        return pages.problem(found) if wants_page else problem_response(found, headers)

    app.add_middleware(Guard, answer=answer)

    @app.exception_handler(TherapyIndexError)
    def on_error(request: Request, error: TherapyIndexError) -> Response:
        found = problem_of(error)
        if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("%s", error)  # one line of ours that says what to do
        return answer(request, found)

    @app.exception_handler(HTTPException)
    def on_http_error(request: Request, error: HTTPException) -> Response:
        return answer(request, problem(error.status_code, _sentence(error.status_code)), dict(error.headers or {}))

    describe(app)
    return app


def _sentence(status: int) -> str:
    return {404: "There is no such page here.", 405: "Only GET is answered here."}.get(
        status, "That cannot be answered."
    )
