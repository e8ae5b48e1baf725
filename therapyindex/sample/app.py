"""The sample directory over HTTP: a plain ASGI application that counts what it is asked."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from therapyindex.sample.practices import Practices
from therapyindex.sample.site import Answer, Site

COUNTS = "/__requests"
"""Where the server says what it was asked so far."""

Message = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]


class App:
    """Answers GET and HEAD; a page the client has already (If-None-Match, else If-Modified-Since) is a 304."""

    def __init__(self, site: Site | Practices) -> None:
        self._site = site
        self._paths: Counter[str] = Counter()
        self._visits: Counter[str] = Counter()
        self._statuses: Counter[int] = Counter()
        self._conditional = 0

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """One request, as ASGI wants it."""
        status, headers, body = self._respond(scope)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _respond(self, scope: Message) -> tuple[int, Headers, bytes]:
        path, query = scope["path"], scope["query_string"]
        if path == COUNTS:
            counts = self._counts()
            return 200, _headers("application/json", counts), counts
        if scope["method"] not in ("GET", "HEAD"):
            return 405, [(b"allow", b"GET, HEAD"), (b"content-length", b"0")], b""
        self._paths[f"{path}?{query.decode('latin-1')}" if query else path] += 1
        answer = self._site.answer(path, self._visits[path], query.decode("latin-1"))
        self._visits[path] += 1
        asked = {name: value for name, value in scope["headers"] if name.startswith(b"if-")}
        self._conditional += bool(asked)
        status = 304 if answer.status == 200 and _is_known(answer, asked) else answer.status
        self._statuses[status] += 1
        if status == 304:
            return status, _validators(answer), b""
        headers = _headers(answer.content_type, answer.body) + _validators(answer)
        if answer.location:
            headers.append((b"location", answer.location.encode()))
        return status, headers, answer.body

    def _counts(self) -> bytes:
        """Requests in all, by path and by status; how many were conditional, and how many of those met (304)."""
        counts = {
            "total": self._paths.total(),
            "conditional": self._conditional,
            "not_modified": self._statuses[304],
            "statuses": self._statuses,
            "paths": self._paths,
        }
        return json.dumps(counts).encode()


def _is_known(answer: Answer, asked: dict[bytes, bytes]) -> bool:
    if (known := asked.get(b"if-none-match")) is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.decode("latin-1").split(",")}
        return answer.etag is not None and bool(tags & {answer.etag, "*"})
    since = asked.get(b"if-modified-since", b"").decode("latin-1")
    return answer.last_modified is not None and since == answer.last_modified


def _headers(content_type: str, body: bytes) -> Headers:
    return [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode())]


def _validators(answer: Answer) -> Headers:
    if answer.etag is None or answer.last_modified is None:
        return []
    return [(b"etag", answer.etag.encode()), (b"last-modified", answer.last_modified.encode())]
