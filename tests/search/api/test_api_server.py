"""The server process: ports, signals, logs."""

import socket

import httpx
import pytest

from records.errors import TherapyIndexError, WrongUse
from search import SearchEngine
from search.api.server import serve
from search.settings import SearchSettings
from tests.search.api.running import running


def test_it_answers_logs_no_words_and_ends_quietly(settings: SearchSettings) -> None:
    with running(settings.index) as server:
        answer = httpx.get(f"{server.base_url}/v1/therapists", params={"q": "relational home"})
        assert answer.json()["hits"][0]["therapist"]["name"] == "Ada Quill-Marsh"
        head = httpx.head(f"{server.base_url}/?q=home")
        assert (head.status_code, head.content) == (200, b"")
        assert server.stop() == 0
        log = server.log.read_text("utf-8")
    assert "GET /v1/therapists 200" in log
    assert "stopped" in log
    assert "home" not in log
    assert "Quill" not in log


def test_a_port_in_use_says_what_to_do(engine: SearchEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TherapyIndexError, match=rf"port {port} .* in use: choose another with --port"):
            serve(engine, "127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "option"),
    [("192.0.2.1", 0, "--host"), ("no.such.host.invalid", 8000, "--host"), ("127.0.0.1", 99999, "--port")],
)
def test_an_impossible_address_is_wrong_use(engine: SearchEngine, host: str, port: int, option: str) -> None:
    with pytest.raises(WrongUse, match=option):
        serve(engine, host, port)
