"""What people are told when an engine cannot answer: one line, and no secrets."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from records import Query
from records.errors import EngineUnavailable, NothingPublished
from search import open_engine, open_writer
from search.settings import SearchSettings
from tests.search.people import PEOPLE, publish

VERSION = "20261120-031500-aaaaaaaa"

BLOCK = b'{"type": "cluster_block_exception", "reason": "index [v] blocked by: [FORBIDDEN/8/index write (api)];"}'
FAILURES = b'{"took": 1, "failures": [{"index": "v", "cause": ' + BLOCK + b', "status": 403}]}'


@contextmanager
def answering(status: int, body: bytes, *, product: bool = True) -> Iterator[str]:
    """A server that gives everybody the same answer; its URL, with credentials."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            self.send_header("content-type", "text/html" if body.startswith(b"<") else "application/json")
            self.send_header("content-length", str(len(body)))
            if product:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  # names that the base class looks for

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://reader:secret@127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def told(url: str) -> str:
    engine = open_engine(SearchSettings(engine="elasticsearch", elasticsearch_url=url))
    with pytest.raises(EngineUnavailable) as raised:
        engine.search(Query(q="emdr"))
    with pytest.raises(EngineUnavailable):
        engine.state()
    engine.close()
    with pytest.raises(EngineUnavailable):
        open_writer(SearchSettings(engine="elasticsearch", elasticsearch_url=url))
    message = str(raised.value)
    assert "secret" not in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("status", "body", "product", "says"),
    [
        (401, b'{"error": {"type": "security_exception"}, "status": 401}', False, "check ELASTICSEARCH_URL"),
        (403, b'{"error": {"type": "security_exception"}, "status": 403}', False, "403 security_exception"),
        (403, b"{}", False, "a proxy"),
        (403, FAILURES, False, "the index v of Elasticsearch at"),
        (403, FAILURES, True, "takes no changes (index write (api))"),
        (403, b'{"_shards": {"failures": [{"shard": 0, "reason": ' + BLOCK + b"}]}}", False, "takes no changes"),
        (403, b'{"failures": []}', True, "403"),
        (403, b'{"failures": [1], "_shards": {"failures": 1}}', False, "a proxy"),
        (429, b'{"error": {"type": "circuit_breaking_exception"}, "status": 429}', True, "too much to do"),
        (502, b"<html>Bad gateway</html>", False, "a proxy"),
        (503, b"", False, "a proxy"),
        (200, b"<html>Sign in</html>", False, "no Elasticsearch"),
        (200, b'{"hello": "world"}', False, "no Elasticsearch"),
        (200, b"<html>", True, "nonsense"),
        (200, b"[1]", True, "nonsense"),
        (500, b'{"error": {"type": "boom"}, "status": 500}', True, "500"),
        (501, b'{"message": "Unsupported\\nmethod"}', False, "no Elasticsearch"),
    ],
)
def test_an_answer_that_is_none(status: int, body: bytes, product: bool, says: str) -> None:
    with answering(status, body, product=product) as url:
        assert says in told(url)


def test_a_server_that_is_down() -> None:
    message = told("http://reader:secret@127.0.0.1:1")
    assert "http://127.0.0.1:1 does not answer" in message
    assert "ELASTICSEARCH_URL" in message


@pytest.mark.parametrize("url", ["localhost", "ftp://localhost:1", "http://[", ""])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(EngineUnavailable, match="ELASTICSEARCH_URL"):
        open_engine(SearchSettings(engine="elasticsearch", elasticsearch_url=url))


def test_a_key_is_sent_but_not_shown() -> None:
    settings = SearchSettings(engine="elasticsearch", elasticsearch_api_key="hidden")  # type: ignore[arg-type]  # pydantic makes it a secret
    assert "hidden" not in repr(settings)


def test_opening_a_directory_that_is_not_there_makes_none(tmp_path: Path) -> None:
    index = tmp_path / "none" / "index"
    engine = open_engine(SearchSettings(index=index))
    with pytest.raises(NothingPublished):
        engine.search(Query(q="emdr"))
    writer = open_writer(SearchSettings(index=index))
    assert (writer.live(), writer.versions()) == (None, [])
    writer.delete(VERSION)
    assert not index.parent.exists()


@pytest.mark.parametrize("harm", ["pointer", "meta", "documents", "version"])
def test_a_damaged_index(tmp_path: Path, harm: str) -> None:
    settings = SearchSettings(index=tmp_path / "index")
    writer = open_writer(settings)
    publish(writer, VERSION, PEOPLE[:2])
    version = settings.index / VERSION
    match harm:
        case "pointer":
            (settings.index / "live").write_text("{")
        case "meta":
            (version / "meta.json").write_text("[]")
        case "documents":
            (version / "therapists" / "meta.json").write_text("{")
        case "version":
            (version / "meta.json").unlink()
    with pytest.raises(EngineUnavailable, match=r"therapyindex publish --force"):
        open_engine(settings).search(Query(q="relational"))


def test_a_named_version_answers_beside_a_damaged_pointer(tmp_path: Path) -> None:
    settings = SearchSettings(index=tmp_path / "index")
    publish(open_writer(settings), VERSION, PEOPLE[:2])
    (settings.index / "live").write_text("{")
    assert open_engine(settings, version=VERSION).search(Query(q="relational")).total.value == 2


def test_the_pointer_says_what_is_live_and_since_when(tmp_path: Path) -> None:
    import json

    settings = SearchSettings(index=tmp_path / "index")
    writer = open_writer(settings)
    publish(writer, VERSION, PEOPLE[:2])
    at = datetime(2026, 11, 21, tzinfo=UTC)
    writer.swap(VERSION, at)
    pointer = json.loads((settings.index / "live").read_text())
    assert pointer == {"version": VERSION, "published_at": "2026-11-21T00:00:00Z"}


def test_importing_search_imports_no_client() -> None:
    import subprocess
    import sys

    asked = "import sys, search; print([name for name in ('elasticsearch', 'tantivy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
