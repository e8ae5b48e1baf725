"""The page's routes and its templates."""

from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from records import IndexState
from records.errors import BadParameter, NothingPublished
from search.api.parameters import NAMES, query_of
from search.api.problems import Problem, headers_of, problem_of
from search.web import view
from search.web.labels import states, words
from search.web.links import MANNERS, Params, address, params_of, web_address

if TYPE_CHECKING:
    from search import SearchEngine

HERE = Path(__file__).parent


class Pages:
    """The search page over an engine: `router` for the pages, `static` for their style sheet and icon.

    `contact` (a mail or web address) is shown as the way to have an entry corrected or removed.
    """

    def __init__(self, engine: "SearchEngine", contact: str | None) -> None:
        self.router = APIRouter()
        self.router.add_api_route("/", self.search, methods=["GET"])
        self.static = StaticFiles(directory=HERE / "static")
        self._engine = engine
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["day"] = _day
        self._templates.globals.update(
            contact=contact,
            contact_href=_contact_href(contact),
            states=states(),
            claims=words()["claims"],
            examples=[(text, address({"q": [text]})) for text in words()["examples"]],
        )

    def search(self, request: Request) -> Response:
        """The search box, and below it the answer to the parameters of the address, if any."""
        # An untouched control of the form sends its name with nothing; a shared link grows parameters of others.
        pairs = request.query_params.multi_items()
        items = [(name, value) for name, value in pairs if name in NAMES and value.strip()]
        if all(name in MANNERS for name, _ in items):
            state = self._engine.state()
            if state is None:
                raise NothingPublished("no version is live")
            return self._page(HTTPStatus.OK, {}, state)
        try:
            query = query_of(items)
            answer = self._engine.search(query)
        except BadParameter as error:
            return self._refusal(items, problem_of(error))
        params = params_of(query)
        return self._page(HTTPStatus.OK, params, answer.index, results=view.results(query, params, answer))

    def problem(self, found: Problem) -> Response:
        """A page that says a problem."""
        return self._render("problem.html", found.status, problem=found)

    def _refusal(self, items: Iterable[tuple[str, str]], found: Problem) -> Response:
        typed: dict[str, list[str]] = {}
        for name, value in items:
            typed.setdefault(name, []).append(value)
        typed.pop("cursor", None)
        parameter = found.parameter or ""
        nearest = [(value, address({**typed, parameter: [value]})) for value in found.nearest or []]
        return self._page(found.status, typed, None, problem=found, nearest=nearest, filters=view.filters(typed, {}))

    def _page(self, status: int, params: Params, index: IndexState | None, **values: Any) -> Response:
        controls = ["state", "telehealth"] if len(params.get("state", [])) < 2 else ["telehealth"]
        form = {"params": params, "controls": controls, "hidden": view.hidden(params, controls)}
        return self._render("search.html", status, index=index, form=form, **values)

    def _render(self, template: str, status: int, **values: Any) -> Response:
        text = self._templates.get_template(template).render(values)
        return HTMLResponse(text, status_code=status, headers=headers_of(status))


def _day(time: datetime) -> str:
    utc = time.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y}"


def _contact_href(contact: str | None) -> str | None:
    """Where the contact leads, None where it is mere text."""
    if contact and "@" in contact and ":" not in contact:
        return f"mailto:{contact}"
    return web_address(contact)
