"""A small fast server of the directory, on this machine only."""

import json
import socket
import sys
import threading
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import uvicorn

from therapyindex.sample.directory.site import Reply, Site

REQUESTS = "/__requests"

_MOST_PAGES = 20_000
_MOST_BYTES = 512 * 1024 * 1024

Headers = list[tuple[bytes, bytes]]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Cache:
    """The replies used last, within a number of pages and of bytes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: OrderedDict[str, tuple[Reply, Headers]] = OrderedDict()
        self._bytes = 0

    def reply(self, path: str) -> tuple[Reply, Headers]:
        """The reply to a path with its headers."""
        if found := self._kept.get(path):
            self._kept.move_to_end(path)
            return found
        reply = self._site.reply(path)
        answer = self._kept[path] = reply, _headers(reply)
        self._bytes += len(reply.body)
        while len(self._kept) > _MOST_PAGES or self._bytes > _MOST_BYTES:
            _, (oldest, _) = self._kept.popitem(last=False)
            self._bytes -= len(oldest.body)
        return answer


class App:
    """The directory as an ASGI application that counts what it is asked."""

    def __init__(self, site: Site) -> None:
        self._cache = Cache(site)
        self._asked: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        query: bytes = scope["query_string"]
        path: str = scope["path"] + (f"?{query.decode('latin-1')}" if query else "")
        if path == REQUESTS:
            await _send(send, 200, [(b"content-type", b"application/json")], json.dumps(self._asked).encode())
            return
        self._asked[path] += 1
        if scope["method"] not in {"GET", "HEAD"}:
            await _send(send, 405, [(b"allow", b"GET, HEAD")], b"")
            return
        reply, headers = self._cache.reply(path)
        if reply.etag and _unchanged(reply, dict(scope["headers"])):
            await _send(send, 304, headers[:2], None)
        else:
            await _send(send, reply.status, headers, reply.body, hide=scope["method"] == "HEAD")


def run(site: Site, port: int = 0, *, until_eof: bool = False) -> None:
    """Serves until stopped; prints the address when ready. With `until_eof` it also ends when standard input does."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(2048)
        config = uvicorn.Config(App(site), log_level="warning", access_log=False, lifespan="off", date_header=True)
        server = uvicorn.Server(config)
        if until_eof:
            threading.Thread(target=_stop_at_eof, args=[server], daemon=True).start()
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def _stop_at_eof(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True


def _headers(reply: Reply) -> Headers:
    """The headers of a reply; a page's ETag and Last-Modified come first."""
    headers: Headers = []
    if reply.etag and reply.modified:
        stamp = format_datetime(reply.modified, usegmt=True)
        headers += [(b"etag", reply.etag.encode()), (b"last-modified", stamp.encode())]
    headers.append((b"content-type", reply.content_type.encode()))
    if reply.location:
        headers.append((b"location", reply.location.encode()))
    return headers


def _unchanged(reply: Reply, asked: dict[bytes, bytes]) -> bool:
    """Whether the asker holds this very page (RFC 9110: If-None-Match goes before If-Modified-Since)."""
    if (tags := asked.get(b"if-none-match")) is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.decode("latin-1").split(",")}
        return reply.etag in known or "*" in known
    since = _date(asked.get(b"if-modified-since", b""))
    return bool(since and reply.modified and reply.modified <= since)


def _date(header: bytes) -> datetime | None:
    try:
        found = parsedate_to_datetime(header.decode("latin-1"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def _send(send: Send, status: int, headers: Headers, body: bytes | None, *, hide: bool = False) -> None:
    if body is not None:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if hide else body or b""})
