"""What servers do to crawlers, each as a change of the sample site."""

import gzip
import threading
import zlib
from collections.abc import Callable
from io import BufferedIOBase
from itertools import count
from typing import NamedTuple

from tests.crawlers.directory_site import Answer, Asked, Route
from tests.crawlers.sample_site import FORBIDDEN, SampleSite

HTML = {"Content-Type": "text/html; charset=utf-8"}
MEGABYTE = 1 << 20

_UTF_16 = {"Content-Type": "text/html; charset=utf-16"}
_ATTRIBUTES = b"".join(b"a%d " % n for n in range(200_000))


class Fault(NamedTuple):
    """A fault: how it is brought about on some `paths`, and what the crawl makes of it.

    `error` is the kind that each faulty page counts as, `counted` the figure of the summary that it counts in; `kept`:
    whether the faulty pages are archived all the same; `tries` is how often one may be asked for in a night.
    """

    bring_about: Callable[[SampleSite, list[str]], None]
    error: str | None = None
    counted: str | None = None
    kept: bool = False
    tries: int = 1


def _always(answer: Answer) -> Callable[[SampleSite, list[str]], None]:
    return lambda site, paths: site.set(paths, answer)


def _raw(write: Callable[[BufferedIOBase], None]) -> Callable[[SampleSite, list[str]], None]:
    return _always(Answer(raw=write, etag=False))


def _with(change: Callable[[bytes], Answer]) -> Callable[[SampleSite, list[str]], None]:
    def bring_about(site: SampleSite, paths: list[str]) -> None:
        for path in paths:
            body = site.page(path).body
            site.routes[path] = change(body if isinstance(body, bytes) else body.encode())

    return bring_about


def _at_first(answer: Answer, times: int) -> Callable[[SampleSite, list[str]], None]:
    """The answer so many times for each path, then the page."""

    def route(site: SampleSite) -> Route:
        numbers = count()
        return lambda asked: answer if next(numbers) < times else site.page(asked.path)

    return lambda site, paths: site.routes.update({path: route(site) for path in paths})


def _endless(out: BufferedIOBase) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        out.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def _slow(out: BufferedIOBase) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(400):
        out.write(b"x")
        out.flush()
        threading.Event().wait(0.2)


def _nothing(out: BufferedIOBase) -> None:
    """Hangs up without a word."""


def _half(out: BufferedIOBase) -> None:
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>half")


def _nonsense(out: BufferedIOBase) -> None:
    out.write(b"\x00\x01\x02 this is no HTTP\r\n\r\n" * 20)


def _many_headers(out: BufferedIOBase) -> None:
    out.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200_000)) + b"\r\n")


def _redirect(target: str) -> Callable[[SampleSite, list[str]], None]:
    def bring_about(site: SampleSite, paths: list[str]) -> None:
        site.set(paths, Answer("", 302, {"Location": target.format(elsewhere=site.elsewhere)}, etag=False))

    return bring_about


def _loop(site: SampleSite, paths: list[str]) -> None:
    for path, target in zip(paths, [*paths[1:], paths[0]], strict=True):
        site.routes[path] = Answer("", 301, {"Location": target}, etag=False)


def _to_itself(site: SampleSite, paths: list[str]) -> None:
    for path in paths:
        site.routes[path] = Answer("", 302, {"Location": path}, etag=False)


def _endless_chain(site: SampleSite, paths: list[str]) -> None:
    def on(asked: Asked) -> Answer:
        name, _, number = asked.path.partition("-step-")
        target = f"{name}-step-{int(number or 0) + 1}"
        site.routes[target] = on
        return Answer("", 301, {"Location": target}, etag=False)

    site.set(paths, on)


def _endless_links(site: SampleSite, paths: list[str]) -> None:
    """Every page links to another one that has never been."""

    def on(asked: Asked) -> Answer:
        name, _, number = asked.path.partition("-more-")
        target = f"{name}-more-{int(number or 0) + 1}"
        site.routes[target] = on
        return Answer(f"<h1>{asked.path}</h1><a href='{target}'>next</a>", headers=HTML)

    site.set(paths, on)


def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()


FAULTS = {
    "429-with-retry-after": Fault(
        _at_first(Answer("slow", 429, {"Retry-After": "1"}, etag=False), 1), kept=True, tries=2
    ),
    "503-without-a-word": Fault(_at_first(Answer("wait", 503, etag=False), 1), kept=True, tries=2),
    "429-with-a-date-of-no-year": Fault(
        _at_first(Answer("slow", 429, {"Retry-After": "Mon, 01 Jan 99999999999 00:00:00 GMT"}, etag=False), 1),
        kept=True,
        tries=2,
    ),
    "503-with-nonsense-as-retry-after": Fault(
        _at_first(Answer("wait", 503, {"Retry-After": "soon, -3"}, etag=False), 1), kept=True, tries=2
    ),
    "500-for-ever": Fault(_always(Answer("broken", 500, etag=False)), error="500", tries=3),
    "502-once": Fault(_at_first(Answer("broken", 502, etag=False), 1), kept=True, tries=2),
    "403": Fault(_always(Answer("no", 403, etag=False)), error="403"),
    "404": Fault(_always(Answer("none", 404, etag=False)), counted="missing"),
    "410": Fault(_always(Answer("none", 410, etag=False)), counted="gone"),
    "a-status-that-is-none": Fault(_always(Answer("?", 999, etag=False)), error="999"),
    "endless-body": Fault(_raw(_endless), error="too_large"),
    "slow-body": Fault(_raw(_slow), error="timeout"),
    "bomb": Fault(_always(Answer(_bomb(50), headers={**HTML, "Content-Encoding": "gzip"})), error="too_large"),
    "bomb-in-a-bomb": Fault(
        _always(Answer(gzip.compress(_bomb(200)), headers={**HTML, "Content-Encoding": "gzip, gzip"})),
        error="too_large",
    ),
    "hangs-up": Fault(_raw(_nothing), error="dropped", tries=3),
    "too-long-a-length": Fault(_raw(_half), error="cut_short", tries=3),
    "nonsense": Fault(_raw(_nonsense), error="nonsense", tries=3),
    "two-hundred-thousand-headers": Fault(_raw(_many_headers), error="dropped", tries=3),
    "redirect-loop": Fault(_loop, counted="redirected"),
    "redirect-to-itself": Fault(_to_itself, counted="redirected", tries=4),
    "redirect-for-ever": Fault(_endless_chain),
    "redirect-to-another-site": Fault(_redirect("{elsewhere}/therapist/x"), counted="redirected"),
    "redirect-to-what-is-disallowed": Fault(_redirect(FORBIDDEN), counted="redirected"),
    "redirect-to-nonsense": Fault(_redirect("http://[::1/\x7f"), counted="redirected"),
    "redirect-nowhere": Fault(_always(Answer("", 302, etag=False)), counted="redirected"),
    "endless-links": Fault(_endless_links, kept=True),
    "ten-megabytes-in-one-line": Fault(
        _with(lambda body: Answer(body + b"x" * (9 * MEGABYTE), headers=HTML)), kept=True
    ),
    "twenty-thousand-deep": Fault(_with(lambda body: Answer(body + b"<div>" * 20_000, headers=HTML)), kept=True),
    "two-hundred-thousand-attributes": Fault(
        _with(lambda body: Answer(body + b"<p " + _ATTRIBUTES, headers=HTML)),
        kept=True,
    ),
    "null-bytes": Fault(_with(lambda body: Answer(body.replace(b" ", b"\0"), headers=HTML)), kept=True),
    "another-charset": Fault(
        _with(
            lambda body: Answer(body.decode().encode("utf-16"), headers={"Content-Type": "text/html; charset=utf-16"})
        ),
        kept=True,
    ),
    "a-charset-that-is-none": Fault(
        _with(lambda body: Answer(body, headers={"Content-Type": "text/html; charset=klingon"})), kept=True
    ),
    "no-content-type": Fault(_with(lambda body: Answer(body)), kept=True),
    "an-image": Fault(
        _always(Answer(b"\x89PNG" + bytes(900), headers={"Content-Type": "image/png"})), error="not_html"
    ),
    "an-encoding-that-is-none": Fault(
        _with(lambda body: Answer(body, headers={**HTML, "Content-Encoding": "klingon"})), kept=True
    ),
    "broken-gzip": Fault(
        _with(lambda body: Answer(gzip.compress(body)[:200], headers={**HTML, "Content-Encoding": "gzip"})), kept=True
    ),
    "block-page-200": Fault(
        _always(Answer("<title>Just a moment...</title><h1>Checking your browser</h1>", headers=HTML)),
        error="block_page",
    ),
    "block-page-403": Fault(
        _always(Answer("<title>Attention Required! | Shield</title>", 403, HTML, etag=False)),
        error="block_page",
    ),
    "empty-page": Fault(_always(Answer("", headers=HTML)), error="empty"),
    "blank-page": Fault(_always(Answer(" \n ", headers=HTML)), error="empty"),
    "304-unasked": Fault(_always(Answer("", 304, etag=False)), error="304"),
    "links-with-hundreds-of-parameters": Fault(
        _with(lambda body: Answer(body + b"<a href='/therapist/x?" + b"&" * 1_500 + b"'>x</a>", headers=HTML)),
        kept=True,
    ),
    "redirect-with-hundreds-of-parameters": Fault(_redirect("/therapist/x?" + "&" * 1_500), counted="redirected"),
}
