"""Sites that cost next to nothing to serve, so that a crawl is measured and not its server.

`python -m benchmarks.fast_site --pages 1000` serves small invented profiles made from their numbers, with sitemaps and
lists that name them; `--therapists 1000` serves the sample directory instead, every page rendered before the first
request. `--sites` ports are that many hosts. GET /__requests says what each was asked. Ends when stdin does.
"""

import argparse
import asyncio
import json
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from urllib.request import urlopen

from therapyindex.sample.site import Answer, Site

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
COUNTS = "/__requests"
PER_SITEMAP, PER_CITY, CITIES = 10_000, 100, 20  # profiles, profiles, cities of a state

Answering = Callable[[str, str], Answer]  # to a path of the host with this address

_SENTENCES = [
    "Sessions are held in a quiet room near the river.",
    "I have worked with adults and couples for many years.",
    "We look together at what keeps a feeling in its place.",
    "Some weeks are slow, and that is as it should be.",
    "A first talk by telephone is free and without obligation.",
    "My training was in a hospital, later in a small practice.",
    "What you tell me stays between the two of us.",
    "The body often knows before there are words for it.",
]


@contextmanager
def serve(*options: str) -> Iterator[list[str]]:
    """The addresses of a server with these options, for the length of the block."""
    command = [sys.executable, "-m", "benchmarks.fast_site", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        announced = process.stdout.readline() if process.stdout else ""
        if not announced:
            raise RuntimeError("the fast site did not start")
        yield announced.split()


def asked(url: str) -> dict[str, int]:
    """How many requests each address of the server has had."""
    with urlopen(url + COUNTS) as answer:
        counts: dict[str, int] = json.load(answer)
    return counts


class _Connection(asyncio.Protocol):
    """One connection of a client, kept alive."""

    def __init__(self, answering: Callable[[str], bytes]) -> None:
        self._answering = answering
        self._pending = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while b"\r\n\r\n" in self._pending:
            head, _, self._pending = self._pending.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1").partition("?")[0]
            if self._transport:
                self._transport.write(self._answering(path))


async def _run(answering: Answering, sites: int) -> None:
    loop, counts = asyncio.get_running_loop(), Counter[str]()
    for _ in range(sites):
        listening = socket.create_server((HOST, 0))
        url = f"http://{HOST}:{listening.getsockname()[1]}"
        counts[url] = 0
        respond = partial(_respond, answering, counts, url)
        await loop.create_server(partial(_Connection, respond), sock=listening)
    print(*counts, flush=True)
    await asyncio.to_thread(sys.stdin.read)


def _respond(answering: Answering, counts: Counter[str], url: str, path: str) -> bytes:
    if path == COUNTS:
        return _packed(Answer(200, json.dumps(counts).encode(), "application/json"))
    counts[url] += 1
    return _packed(answering(path, url))


def _rendered(site: Site) -> Answering:
    """The sample directory, every page rendered once."""
    answer = cache(site.answer)
    for path in site.urls():
        answer(path)
    return lambda path, _url: answer(path)


def _packed(answer: Answer) -> bytes:
    """The answer as it goes over the wire."""
    headers = {
        "content-type": answer.content_type,
        "content-length": str(len(answer.body)),
        "etag": answer.etag,
        "last-modified": answer.last_modified,
        "location": answer.location,
    }
    lines = [f"HTTP/1.1 {answer.status} -", *(f"{name}: {value}" for name, value in headers.items() if value)]
    return "\r\n".join([*lines, "\r\n"]).encode() + answer.body


def _invented(pages: int, delay: float | None, path: str, url: str) -> Answer:
    """What stands at a path of the invented site, which has so many profiles."""
    cities = -(-pages // PER_CITY)
    match path.strip("/").split("/"):
        case ["robots.txt"]:
            pace = f"Crawl-delay: {delay:g}\n" if delay else ""
            return Answer(200, f"User-agent: *\n{pace}\nSitemap: {url}/sitemap.xml\n".encode(), "text/plain")
        case ["sitemap.xml"]:
            return _sitemap("sitemap", (f"{url}/sitemaps/{n}" for n in range(-(-pages // PER_SITEMAP))))
        case ["sitemaps", number]:
            return _sitemap("url", (url + _profile(n) for n in _part(number, PER_SITEMAP, pages)))
        case ["specialties"]:
            return _page("Specialties", (f"/specialties/kind-{n}" for n in range(10)))
        case ["therapists", "us"]:
            return _page("States", (f"/therapists/us/{n}" for n in range(-(-cities // CITIES))))
        case ["therapists", "us", state]:
            return _page("Cities", (f"/therapists/us/{state}/{n}" for n in _part(state, CITIES, cities)))
        case ["therapists", "us", _, city]:
            return _page("Therapists", map(_profile, _part(city, PER_CITY, pages)))
        case ["specialties" | "therapist", slug]:
            own = int(slug.rpartition("-")[2])
            return _page(slug.replace("-", " ").title(), (_profile((own + n) % pages) for n in range(1, 5)))
    return Answer(404, b"")


def _part(number: str, size: int, count: int) -> range:
    return range(int(number) * size, min((int(number) + 1) * size, count))


def _profile(number: int) -> str:
    return f"/therapist/ada-example-{number}"


def _page(title: str, links: Iterable[str]) -> Answer:
    """A page of about 2 KB, its text as good as its own."""
    chosen = blake2b(title.encode(), digest_size=30).digest()
    text = " ".join(_SENTENCES[byte % len(_SENTENCES)] for byte in chosen)
    items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    html = (
        f"<!doctype html><html><head><title>{title}</title></head>"
        f"<body><h1>{title}</h1><p>{text}</p><p>{chosen.hex()}</p><ul>{items}</ul></body></html>"
    )
    return Answer(200, html.encode(), "text/html; charset=utf-8")


def _sitemap(entry: str, urls: Iterable[str]) -> Answer:
    root = {"url": "urlset", "sitemap": "sitemapindex"}[entry]
    entries = "".join(f"<{entry}><loc>{url}</loc></{entry}>" for url in urls)
    body = f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'
    return Answer(200, body.encode(), "application/xml")


def main() -> None:
    """Serves until stdin ends."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=1_000, help="profiles of the invented site")
    parser.add_argument("--therapists", type=int, default=0, help="serve the sample directory with so many")
    parser.add_argument("--profile-kb", type=int, default=20, help="of the sample directory")
    parser.add_argument("--sites", type=int, default=1)
    parser.add_argument("--delay", type=float, help="the Crawl-delay in robots.txt")
    chosen = parser.parse_args()
    answering: Answering = partial(_invented, chosen.pages, chosen.delay)
    if chosen.therapists:
        answering = _rendered(Site(therapists=chosen.therapists, profile_kb=chosen.profile_kb))
    asyncio.run(_run(answering, chosen.sites))


if __name__ == "__main__":
    main()
