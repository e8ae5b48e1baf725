"""A proxy before a real server that does harm by plan: it drops, delays, truncates or refuses."""

import random
import time
from _thread import LockType
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Lock, Thread
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

Fault: TypeAlias = Literal["lose", "drop", "truncate", "delay", "busy", "gateway", "empty"]
"""lose: the request never arrives; drop: it is done, but nobody hears; truncate: half an answer; delay: a late one;
busy: 429 in the server's place; gateway: a page of a proxy with 502; empty: {} in the server's name."""

Plan: TypeAlias = Callable[[str, str], Fault | None]
"""(method, path) of a request -> what happens to it."""

BUSY = b'{"error": {"type": "es_rejected_execution_exception", "reason": "full queue"}, "status": 429}'
LATE = 1.0  # seconds


@dataclass
class Proxy:
    """Where it answers, and what it did, oldest first: (method, path, fault)."""

    url: str
    behind: str
    plan: Plan
    done: list[tuple[str, str, Fault | None]] = field(default_factory=list)
    lock: LockType = field(default_factory=Lock)

    @property
    def faults(self) -> list[Fault]:
        """The harm that was done."""
        return [fault for _, _, fault in self.done if fault]

    def fault(self, method: str, path: str) -> Fault | None:
        """What happens to the next request."""
        with self.lock:
            fault = self.plan(method, path)
            self.done.append((method, path, fault))
            return fault


def sometimes(seed: int, share: float, *faults: Fault, of: str = "") -> Plan:
    """Harms that share of the requests whose path holds `of`, always the same ones for the same seed."""
    chance = random.Random(seed)
    return lambda _, path: chance.choice(faults) if of in path and chance.random() < share else None


def once(fault: Fault, method: str, of: str) -> Plan:
    """Harms the first request of that method whose path holds `of`."""
    left = [fault]
    return lambda asked, path: left.pop() if left and asked == method and of in path else None


def nth(fault: Fault, method: str, of: str, number: int) -> Plan:
    """Harms one such request, after that number of them (from 0)."""
    seen = count()
    return lambda asked, path: fault if asked == method and of in path and next(seen) == number else None


@contextmanager
def proxy(server: str, plan: Plan) -> Iterator[Proxy]:
    """A proxy before the server of that URL."""
    with _Server(("127.0.0.1", 0), _Handler) as listening:
        listening.proxy = Proxy(f"http://127.0.0.1:{listening.server_port}", urlsplit(server).netloc, plan)
        thread = Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield listening.proxy
        finally:
            listening.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    proxy: Proxy

    def handle_error(self, *_: object) -> None:
        pass  # whoever was killed hangs up


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        fault = self.server.proxy.fault(self.command, self.path)
        if fault == "lose":
            self.close_connection = True
        elif fault == "busy":
            self.answer(429, BUSY, {"content-type": "application/json", "x-elastic-product": "Elasticsearch"})
        elif fault == "empty":
            self.answer(200, b"{}", {"content-type": "application/json", "x-elastic-product": "Elasticsearch"})
        elif fault == "gateway":
            self.answer(502, b"<html>Bad Gateway</html>", {"content-type": "text/html"})
        else:
            self.forward(body, fault)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815  # names that the base class looks for

    def forward(self, body: bytes, fault: Fault | None) -> None:
        connection = HTTPConnection(self.server.proxy.behind, timeout=60)
        try:
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            response = connection.getresponse()
            content = response.read()
        except OSError:
            self.close_connection = True  # nobody is there
            return
        finally:
            connection.close()
        if fault == "drop":
            self.close_connection = True
            return
        if fault == "delay":
            time.sleep(LATE)
        headers = {name.lower(): value for name, value in response.headers.items()}
        self.answer(response.status, content, headers, half=fault == "truncate")

    def answer(self, status: int, content: bytes, headers: dict[str, str], *, half: bool = False) -> None:
        for name in ("content-length", "transfer-encoding", "connection"):
            headers.pop(name, None)
        self.send_response_only(status)
        for name, value in {**headers, "content-length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if half else content)
        self.close_connection = self.close_connection or half

    def log_message(self, *_: object) -> None:
        pass
