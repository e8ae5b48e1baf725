"""The routes of the API."""

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from records.errors import LedgerUnavailable
from search.api.openapi import Alive, Ready, document_of
from search.api.parameters import changes_query_of, query_of, statements_query_of, suggest_query_of
from search.api.problems import problem, problem_response

if TYPE_CHECKING:
    from search import SearchEngine
    from search.changes import ChangeFeed


def api_routes(engine: "SearchEngine", feed: "ChangeFeed | None") -> APIRouter:
    """The routes that answer in JSON, each from bytes: FastAPI's own encoder would cost more than the search."""
    router = APIRouter()

    # Plain functions run in the thread pool, so that a slow engine never blocks the others.
    @router.get("/v1/therapists", summary="Search therapists", tags=["search"], openapi_extra=document_of("therapists"))
    def therapists(request: Request) -> Response:
        return _json(engine.search(query_of(request.query_params.multi_items())))

    @router.get("/v1/statements", summary="Search statements", tags=["search"], openapi_extra=document_of("statements"))
    def statements(request: Request) -> Response:
        return _json(engine.statements(statements_query_of(request.query_params.multi_items())))

    @router.get("/v1/suggest", summary="Suggest while typing", tags=["search"], openapi_extra=document_of("suggest"))
    def suggest(request: Request) -> Response:
        return _json(engine.suggest(suggest_query_of(request.query_params.multi_items())))

    @router.get("/v1/changes", summary="What changed", tags=["changes"], openapi_extra=document_of("changes"))
    def changes(request: Request) -> Response:
        query = changes_query_of(request.query_params.multi_items())
        if feed is None:
            raise LedgerUnavailable("no data directory: the change feed is served from one.")
        return _json(feed.page(query))

    @router.get("/healthz", summary="Whether the server runs", tags=["health"], openapi_extra=document_of("healthz"))
    async def healthz() -> Response:
        return _json(Alive())

    @router.get("/readyz", summary="Whether it can answer", tags=["health"], openapi_extra=document_of("readyz"))
    def readyz() -> Response:
        state = engine.state()
        if state is None:
            return problem_response(problem(HTTPStatus.SERVICE_UNAVAILABLE, "No version is live."))
        return _json(Ready(state))

    return router


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
