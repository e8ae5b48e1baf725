"""A small directory of invented people on a real local server that counts what it is asked."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from time import monotonic
from typing import Any

WORDS = "Harbor willow lantern meadow copper thistle quarry linden orchard marble. " * 20


@dataclass
class Answer:
    """What the site answers to one path."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = True
    raw: Callable[[BufferedIOBase], None] | None = None  # writes the whole answer itself; the connection ends with it


Route = Answer | Callable[["Asked"], Answer]


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    at: float = field(default_factory=monotonic)


class Site:
    """The routes may be changed while it runs."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self.delay = 0.0
        self.url = ""

    @property
    def paths(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(asked.path for asked in self.asked)

    @property
    def pages(self) -> Counter[str]:
        """The same without robots.txt and sitemaps."""
        return Counter({path: n for path, n in self.paths.items() if path not in {"/robots.txt", "/sitemap.xml"}})

    def answer(self, asked: Asked) -> Answer:
        """Counts the request and finds its answer."""
        self.asked.append(asked)
        route = self.routes.get(asked.path, Answer("nothing here", 404, etag=False))
        found = route(asked) if callable(route) else route
        if not found.etag or found.status != 200:
            return found
        body = found.body.encode() if isinstance(found.body, str) else found.body
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == etag:
            return Answer("", 304, {"ETag": etag}, etag=False)
        return Answer(body, 200, {**found.headers, "ETag": etag}, etag=False)


def page(title: str, links: list[str], head: str = "") -> Answer:
    """An HTML page."""
    anchors = "\n".join(f'<p>{WORDS[:80]}</p><a href="{href}">more</a>' for href in links)
    return Answer(
        f"<html><head><title>{title}</title>{head}</head><body><nav><a href='/about'>About</a></nav>"
        f"<h1>{title}</h1>{anchors}<p>{WORDS}</p></body></html>",
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


def directory(site: Site, profiles: int = 40, cities: int = 4) -> set[str]:
    """Fills a site with approach pages, a tree of places and profiles; returns the paths a crawl should fetch."""
    people = [f"/therapist/ada-quill-{n}" for n in range(profiles)]
    approaches = [f"/specialties/approach-{n}" for n in range(3)]
    places = [f"/therapists/us/or/city-{n}" for n in range(cities)]
    routes: dict[str, Route] = {
        "/robots.txt": Answer("User-agent: *\nDisallow: /therapist/hidden\n", etag=False),
        "/specialties": page("Specialties", approaches),
        "/therapists/us": page("Therapists", ["/therapists/us/or", "https://elsewhere.example/therapist/x"]),
        "/therapists/us/or": page("Oregon", places),
    }
    for path in approaches:
        routes[path] = page(path, [*people[:5], f"https://www.therapyden.com{people[-1]}", "/therapist/hidden"])
    for n, path in enumerate(places):
        here = people[n::cities]
        routes[path] = page(path, [*here, f"{path}?page=2", f"{path}?utm_source=x#top", f"{path}/"])
        for number in range(2, 9):  # every further page repeats the first
            routes[f"{path}?page={number}"] = page(path, [*here, f"{path}?page={number + 1}"])
    for path in people:
        routes[path] = page(path, [])
    site.routes.update(routes)
    second_pages = {f"{path}?page=2" for path in places}
    return {path for path in routes if "?" not in path and path != "/robots.txt"} | second_pages


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """The site on a free port of this machine, for the length of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = site.answer(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            if site.delay:
                threading.Event().wait(site.delay)
            if answer.raw:
                self.close_connection = True
                answer.raw(self.wfile)
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Says nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                return  # a killed crawler

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # with fewer a connection that finds the queue full waits for a second
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
