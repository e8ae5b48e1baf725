"""A proxy before Elasticsearch that harms bulk requests in turn, and lets everything else through."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

HARMS = (
    "drop before", "drop after", "429", "503", "502 of no Elasticsearch", "truncated", "not JSON", "no items",
    "fewer items", "other documents", "busy items", "some busy items", "late",
)  # fmt: skip
LATE = 2.0  # seconds


class Proxy(ThreadingHTTPServer):
    """`harms` are done to bulk requests one after the other; `asked` counts those that came."""

    daemon_threads = True

    def __init__(self, target: str, harms: list[str], port: int = 0) -> None:
        self.target = urlsplit(target).netloc
        self.harms = harms
        self.asked = 0
        self.is_down = False
        self.lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def next_harm(self) -> str | None:
        """What to do to the next bulk request."""
        with self.lock:
            self.asked += 1
            return self.harms.pop(0) if self.harms else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        harm = self.server.next_harm() if "/_bulk" in self.path else None
        harm = "drop before" if self.server.is_down else harm
        match harm:
            case "drop before":
                self.close_connection = True
            case "429" | "503":
                error = {"error": {"type": "busy", "reason": "busy"}, "status": int(str(harm))}
                self._answer(int(str(harm)), json.dumps(error).encode())
            case "502 of no Elasticsearch":
                self._answer(502, b"<html>Bad Gateway</html>", product=False)
            case "busy items":
                ids = [json.loads(line)["index"]["_id"] for line in body.splitlines()[::2]]
                self._answer(200, json.dumps({"errors": True, "items": [_busy(one) for one in ids]}).encode())
            case "some busy items":
                lines = body.splitlines(keepends=True)
                _, kept = self._forwarded(b"".join(lines[:2]))
                items = json.loads(kept)["items"]
                items += [_busy(json.loads(line)["index"]["_id"]) for line in lines[2::2]]
                self._answer(200, json.dumps({"errors": True, "items": items}).encode())
            case _:
                self._harmed(harm, *self._forwarded(body))

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815  # names that the base class looks for

    def _harmed(self, harm: str | None, status: int, answer: bytes) -> None:
        """Answers what was kept all the same."""
        match harm:
            case "drop after":
                self.close_connection = True
            case "truncated":
                self._answer(status, answer, sent=len(answer) // 2)
                self.close_connection = True
            case "not JSON":
                self._answer(status, answer[: len(answer) // 2])
            case "no items":
                self._answer(status, b'{"errors": false}')
            case "fewer items":
                found = json.loads(answer)
                self._answer(status, json.dumps(found | {"items": found["items"][:-1]}).encode())
            case "other documents":
                self._answer(status, answer.replace(b'"_id":"', b'"_id":"x'))
            case "late":
                time.sleep(LATE)
                self._answer(status, answer)
            case _:
                self._answer(status, answer)

    def _forwarded(self, body: bytes) -> tuple[int, bytes]:
        upstream = http.client.HTTPConnection(self.server.target, timeout=60)
        kept = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "content-length")}
        upstream.request(self.command, self.path, body, kept)
        response = upstream.getresponse()
        answer = response.read()
        upstream.close()
        return response.status, answer

    def _answer(self, status: int, body: bytes, *, product: bool = True, sent: int | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("content-type", "application/vnd.elasticsearch+json;compatible-with=9")
            self.send_header("content-length", str(len(body)))
            if product:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body[:sent])
        except OSError:  # nobody waits any more
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


def _busy(id_: str) -> dict[str, Any]:
    return {"index": {"_id": id_, "status": 429, "error": {"type": "busy", "reason": "queue is full"}}}


@contextmanager
def harming(target: str, harms: list[str], port: int = 0) -> Iterator[Proxy]:
    """A running proxy."""
    with Proxy(target, harms, port) as proxy:
        thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.is_down = True  # for connections that are open
            proxy.shutdown()
            thread.join()
