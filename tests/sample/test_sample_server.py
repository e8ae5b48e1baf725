"""The sample directory over real HTTP."""

import gzip
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from therapyindex.sample import Site, serve

HOST = "https://www.therapyden.com"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serve(therapists=40, night=1) as address, httpx.Client(base_url=address) as found:
        yield found


def test_it_serves_the_bytes_of_the_site(client: httpx.Client) -> None:
    site = Site(therapists=40, night=1)
    for url in site.urls():
        answer = client.get(url.removeprefix(HOST))
        assert answer.status_code == 200
        assert answer.content == site.reply(url).body
        assert answer.headers["content-type"].startswith("text/html")


def test_robots_names_the_sitemap_and_the_sitemap_every_page(client: httpx.Client) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /account/" in robots
    (index,) = re.findall(r"Sitemap: (\S+)", robots)
    parts = re.findall(r"<loc>([^<]+)</loc>", client.get(index.removeprefix(HOST)).text)
    assert {part.endswith(".gz") for part in parts} == {True, False}
    named: list[str] = []
    for part in parts:
        content = client.get(part.removeprefix(HOST)).content
        text = (gzip.decompress(content) if part.endswith(".gz") else content).decode()
        locations = re.findall(r"<loc>([^<]+)</loc><lastmod>2026-01-\d\dT", text)
        assert 0 < len(locations) <= 50_000
        named += locations
    assert sorted(named) == sorted(Site(therapists=40, night=1).urls())


def test_a_large_sitemap_is_split() -> None:
    text = Site(therapists=60_000).reply("/sitemap.xml").body.decode()
    assert len(re.findall(r"<loc>[^<]+\.gz</loc>", text)) == 2


@pytest.mark.parametrize("path", ["/specialties/emdr", "/specialties", "/therapists/us/or/portland", "/sitemap.xml"])
def test_a_page_that_did_not_change_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    for headers in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"x", W/{etag}'},
        {"If-Modified-Since": modified},
        {"If-None-Match": etag, "If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    ):
        again = client.get(path, headers=headers)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    for headers in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": modified},
        {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert client.get(path, headers=headers).content == first.content


def test_head_and_post(client: httpx.Client) -> None:
    head = client.head("/specialties")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(client.get("/specialties").content)
    assert client.post("/specialties").status_code == 405


def test_the_gone_the_moved_and_the_unknown(client: httpx.Client) -> None:
    left = set(Site(therapists=40).urls()) - set(Site(therapists=40, night=1).urls())
    answers = {answer.status_code: answer for answer in (client.get(url.removeprefix(HOST)) for url in left)}
    assert set(answers) == {301, 410}
    moved = answers[301].headers["location"]
    assert moved.startswith(f"{HOST}/therapist/")
    assert client.get(moved.removeprefix(HOST)).status_code == 200
    unknown = client.get("/therapist/nobody-at-all")
    assert unknown.status_code == 404
    assert "etag" not in unknown.headers


def test_requests_are_counted() -> None:
    with serve(therapists=12) as address:
        for _ in range(3):
            httpx.get(f"{address}/specialties")
        httpx.get(f"{address}/therapists/us/or/portland?page=2")
        counts = httpx.get(f"{address}/__requests").json()
        assert counts == httpx.get(f"{address}/__requests").json()
    assert counts == {"/specialties": 3, "/therapists/us/or/portland?page=2": 1}


def test_the_server_ends_with_the_block() -> None:
    with pytest.raises(ZeroDivisionError), serve(therapists=12) as address:
        raise ZeroDivisionError
    assert address.startswith("http://127.0.0.1:")
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)


def test_the_server_ends_with_its_parent() -> None:
    script = "import os\nfrom therapyindex.sample import serve\n" + (
        "with serve(therapists=12) as address:\n    print(address, flush=True)\n    os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 9
    for _ in range(100):
        try:
            httpx.get(done.stdout.strip())
        except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError):
            return
        time.sleep(0.05)
    pytest.fail("the server outlived the process that started it")


@pytest.mark.parametrize(
    ("arguments", "reason"), [(["--therapists", "3"], "at least 12"), (["--port", "99999"], "choose another")]
)
def test_bad_arguments_give_one_line(arguments: list[str], reason: str) -> None:
    command = [sys.executable, "-m", "therapyindex.sample", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert reason in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
