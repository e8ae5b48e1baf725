"""Whether it runs, whether it can answer, and what it says when it cannot."""

import logging
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from search import SearchEngine
from search.backend import Candidates, Document
from search.plan import Leaf, Plan
from search.ranking import Candidate
from search.writer import VersionInfo, VersionMeta
from tests.search.api.fixtures import asking
from tests.search.api.people import NOW

URL = "/v1/therapists"


class Broken:
    """A backend with a defect, whose error repeats the words that were asked."""

    def live(self) -> VersionInfo:
        meta = VersionMeta(run="r", run_digest="d", counts={}, config_digest="d", built_at=NOW)
        return VersionInfo(version="20261120-031500-00000000", meta=meta)

    def version(self, version: str) -> VersionInfo:
        return self.live()

    def candidates(self, version: str, plan: Plan, start: int, count: int, facets: Sequence[str] = ()) -> Candidates:
        raise ValueError(f"no idea what {plan} means")

    def counts(self, version: str, plans: Sequence[Plan]) -> list[int]:
        return [1] * len(plans)

    def terms(self, version: str, field: str) -> dict[str, int]:
        return {}

    def matched(self, version: str, found: Sequence[Candidate], leaves: Sequence[Leaf]) -> list[list[Leaf]]:
        return [[] for _ in found]

    def statements(self, version: str, plan: Plan, start: int, count: int) -> tuple[int, list[dict[str, Any]]]:
        return 0, []

    def documents(self, version: str, found: Sequence[Candidate]) -> list[Document | None]:
        return []

    def close(self) -> None:
        pass


def test_the_operator_is_told_why(away_client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    assert away_client.get(URL, params={"q": "home"}).status_code == 503
    assert any("does not answer: check that it runs" in record.getMessage() for record in caplog.records)


def test_ready_with_a_live_version(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["index"]["version"].startswith("20261120-031500-")


@pytest.mark.parametrize("which", ["empty_client", "away_client"])
def test_alive_but_not_ready(which: str, request: pytest.FixtureRequest) -> None:
    client: httpx.Client = request.getfixturevalue(which)
    assert client.get("/healthz").status_code == 200
    for path in ("/readyz", f"{URL}?q=home"):
        response = client.get(path)
        assert response.status_code == 503
        assert int(response.headers["retry-after"]) > 0
        assert response.headers["content-type"] == "application/problem+json"
        assert "127.0.0.1" not in response.text


@pytest.mark.parametrize("path", ["/v1/therapists?q=unsayable", "/?q=unsayable"])
def test_a_defect_shows_and_logs_nothing_of_the_question(path: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with asking(SearchEngine(Broken())) as client:
        response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 500
    assert "Traceback" not in response.text
    assert "ValueError" not in response.text
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert any(message.startswith("ValueError candidates (") for message in ours)
    assert "unsayable" not in "".join(ours)
    assert not any(record.exc_info for record in caplog.records)


def test_the_log_names_routes_not_words(engine: SearchEngine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="therapyindex.http")
    with asking(engine) as client:
        client.get(URL, params={"q": "unsayable", "state": "OR"})
        client.get("/unsayable")
    lines = [record.getMessage() for record in caplog.records if record.name == "therapyindex.http"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == ["GET /v1/therapists 200", "GET - 404"]


@pytest.mark.parametrize("path", ["/", "/?q=home", f"{URL}?q=home", URL, "/nothing", "/static/search.css", "/readyz"])
def test_headers_that_keep_readers_safe(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "private, no-cache"
    assert headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("path", ["/", f"{URL}?q=home", "/healthz"])
def test_head_is_answered_as_get(client: httpx.Client, path: str) -> None:
    assert client.head(path).status_code == 200
