"""The server, over real HTTP."""

import gzip
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.sample.reading import profiles
from therapyindex.sample.server import serve
from therapyindex.sample.site import Site

PARENT = """
import time
from therapyindex.sample.server import serve
with serve(therapists=12) as url:
    print(url, flush=True)
    time.sleep(60)
"""
COMMAND = [sys.executable, "-m", "therapyindex.sample"]


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serve(seed=7, therapists=40) as url:
        yield url


@pytest.fixture
def web(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base) as client:
        yield client


def test_pages_are_those_of_the_site(web: httpx.Client) -> None:
    site = Site(7, 40)
    for path in ("/specialties", "/specialties/grief", "/therapists/us", *profiles(site)[:3]):
        assert web.get(path).content == site.answer(path).body
    city = next(path for path in site.urls() if path.count("/") == 4)
    assert web.get(f"{city}?page=2").content == web.get(city).content
    assert web.get("/therapist/nobody").status_code == 404


def test_robots_and_sitemaps_lead_to_every_mapped_page(web: httpx.Client) -> None:
    robots = web.get("/robots.txt").text
    assert "Disallow: /account/" in robots
    assert "Crawl-delay" not in robots
    assert "Sitemap: https://www.therapyden.com/sitemap.xml" in robots
    assert web.get("/account/login").status_code == 200
    index = web.get("/sitemap.xml").text
    assert index.count("<lastmod>") == index.count("<sitemap>") == 2
    assert web.get("/sitemaps/pages.xml").text.count("<url>") > 27
    packed = web.get("/sitemaps/therapists-1.xml.gz")
    assert packed.headers["content-type"] == "application/gzip"
    assert gzip.decompress(packed.content).count(b"https://www.therapyden.com/therapist/") >= 38


def test_what_is_known_is_not_sent_again(web: httpx.Client) -> None:
    path = profiles(Site(7, 40))[5]
    first = web.get(path)
    for condition in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"other", W/{first.headers["etag"]}'},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = web.get(path, headers=condition)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    stale = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]}
    assert web.get(path, headers=stale).status_code == 200
    assert web.get("/therapist/nobody", headers={"If-None-Match": "*"}).status_code == 404


def test_requests_are_counted(web: httpx.Client) -> None:
    before = web.get("/__requests").json()
    known = web.get("/about").headers["etag"]
    web.get("/about", headers={"If-None-Match": known})
    web.get("/therapists/us?page=2")
    after = web.get("/__requests").json()
    assert after["total"] - before["total"] == 3
    assert after["conditional"] - before["conditional"] == after["not_modified"] - before["not_modified"] == 1
    assert (after["paths"]["/about"], after["paths"]["/therapists/us?page=2"]) == (2, 1)
    assert "/__requests" not in after["paths"]


def test_other_methods(web: httpx.Client) -> None:
    head = web.head("/specialties")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(web.get("/specialties").content)
    assert web.post("/specialties").status_code == 405


def test_moved_and_gone_slugs() -> None:
    lost = set(profiles(Site(7, 40))) - set(profiles(Site(7, 40, 1)))
    with serve(seed=7, therapists=40, night=1) as url, httpx.Client(base_url=url) as client:
        answers = {client.get(path).status_code: client.get(path) for path in lost}
        assert set(answers) == {301, 410}
        assert client.get(answers[301].headers["location"]).status_code == 200


def test_specialists_change_at_every_visit_where_wanted() -> None:
    with serve(seed=7, therapists=90, rotation="visit") as url, httpx.Client(base_url=url) as client:
        assert len({client.get("/specialties/relational-therapy").content for _ in range(4)}) == 4
        assert len({client.get("/specialties").content for _ in range(4)}) == 1


def test_the_server_ends_with_the_block() -> None:
    with serve(therapists=12) as url:
        assert httpx.get(f"{url}/about").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/about")


def test_the_server_ends_with_a_killed_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        url = parent.stdout.readline().strip()
        parent.send_signal(signal.SIGKILL)
    for _ in range(100):
        try:
            httpx.get(f"{url}/about")
        except httpx.ConnectError:
            return
        time.sleep(0.1)
    pytest.fail("the server outlived its parent")


def test_a_port_in_use_and_wrong_options_are_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run([*COMMAND, f"--port={port}"], capture_output=True, text=True, check=False)
        with pytest.raises(RuntimeError, match="did not start"), serve(port=port):
            pass
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Port {port}" in done.stderr
    assert done.stderr.count("\n") == 1
    few = subprocess.run([*COMMAND, "--therapists=3"], capture_output=True, text=True, check=False)
    assert few.returncode == 2
    assert "at least 12" in few.stderr
