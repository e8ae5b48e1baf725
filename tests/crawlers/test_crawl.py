"""A crawl on a real local server: what it asks for, keeps and says."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat
from cryptography.x509.oid import NameOID

from store.archive import read_page
from store.ledger import open_ledger
from store.pages import captures, crawl_states, page_states
from store.settings import StoreSettings
from tests.crawlers.crawling import Ended
from tests.crawlers.directory_site import Answer, Site, directory, page

Crawl = Callable[..., Ended]


@contextmanager
def serving_tls(folder: Path, names: list[x509.GeneralName]) -> Iterator[str]:
    """A server with a certificate for these names that nobody has signed but itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "trusted.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "key.pem")
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


WWW = "https://www.therapyden.com"


def test_every_page_is_fetched_once_and_nothing_else(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    wanted = directory(site)
    end = crawl()
    assert (end.code, end.state) == (0, "complete")
    assert set(site.pages) == wanted
    assert set(site.paths.values()) == {1}
    assert end.summary["fetched"] == end.summary["new"] == len(wanted)
    assert end.summary["disallowed"] == 1
    held = {capture.url: capture for capture in captures(open_ledger(StoreSettings(data=tmp_path)))}
    assert set(held) == {WWW + path for path in wanted}  # the canonical url, whatever host it came from


def test_a_kept_page_is_the_page_as_served(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    directory(site, profiles=1, cities=1)
    crawl()
    settings = StoreSettings(data=tmp_path)
    found = {capture.url: capture for capture in captures(open_ledger(settings))}[f"{WWW}/therapist/ada-quill-0"]
    kept = read_page(settings, found.source, found.file, found.offset, found.length)
    assert kept.body == str(site.routes["/therapist/ada-quill-0"].body).encode()  # type: ignore[union-attr]  # an Answer
    assert (kept.url, kept.status, kept.source) == (found.url, 200, "therapyden")
    assert kept.header("content-type") == "text/html; charset=utf-8"
    assert kept.fetched_at == found.fetched_at == found.last_confirmed


def test_it_introduces_itself(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=1)
    crawl(contact="mail@example.org\r\nX-Evil: 1")
    agents = {asked.headers["user-agent"] for asked in site.asked}
    assert agents == {"therapyindex/0.1 (+mail@example.orgX-Evil: 1)"}
    assert not any("x-evil" in asked.headers for asked in site.asked)


def test_the_sitemap_is_followed_within_the_site(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=1)
    site.routes["/robots.txt"] = Answer(f"Sitemap: {WWW}/more.xml\n", etag=False)
    site.routes["/sitemap.xml"] = Answer(
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<sitemap><loc>{WWW}/people.xml?part=1</loc></sitemap>"
        "<sitemap><loc>https://elsewhere.example/x.xml</loc></sitemap></sitemapindex>",
    )
    site.routes["/people.xml?part=1"] = Answer(
        f"<urlset><url><loc> {WWW}/therapist/only-in-the-sitemap </loc></url><url><loc>{WWW}/blog</loc></url></urlset>"
    )
    site.routes["/therapist/only-in-the-sitemap"] = page("Only here", [])
    end = crawl()
    assert end.state == "complete"
    assert site.paths["/therapist/only-in-the-sitemap"] == 1
    assert site.paths["/more.xml"] == 1
    assert "/blog" not in site.paths


def test_the_second_night_confirms_and_finds_what_is_new(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    wanted = directory(site)
    crawl()
    first = {
        url: state.location
        for url, state in page_states(open_ledger(StoreSettings(data=tmp_path)), "therapyden").items()
    }
    site.asked.clear()
    site.routes["/therapist/ada-quill-3"] = page("Ada Quill-Marsh", ["/therapist/brook-vale"])
    site.routes["/therapist/brook-vale"] = page("Brook Vale", [])
    del site.routes["/therapist/ada-quill-4"]
    end = crawl()
    assert (end.code, end.state) == (0, "complete")
    assert set(site.pages) == wanted | {"/therapist/brook-vale"}
    figures = {name: end.summary[name] for name in ("confirmed", "changed", "new", "missing", "gone")}
    assert figures == {"confirmed": len(wanted) - 2, "changed": 1, "new": 1, "missing": 1, "gone": 0}
    ledger = open_ledger(StoreSettings(data=tmp_path))
    states = page_states(ledger, "therapyden")
    assert states[f"{WWW}/therapist/ada-quill-4"].status == 404
    assert states[f"{WWW}/therapist/ada-quill-4"].location == first[f"{WWW}/therapist/ada-quill-4"]
    assert states[f"{WWW}/therapist/ada-quill-3"].location != first[f"{WWW}/therapist/ada-quill-3"]
    by_url = {capture.url: capture for capture in captures(ledger)}
    assert by_url[f"{WWW}/therapist/ada-quill-5"].last_confirmed > by_url[f"{WWW}/therapist/ada-quill-5"].fetched_at
    assert by_url[f"{WWW}/therapist/ada-quill-4"].last_confirmed == by_url[f"{WWW}/therapist/ada-quill-4"].fetched_at
    assert len(list(captures(ledger))) == len(wanted) + 2  # both bodies of the changed page


def test_a_body_seen_before_is_not_archived_again(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    directory(site, profiles=1, cities=1)
    before, after = page("As it was", []), page("As it is", [])
    for body in (before, after, before):
        site.routes["/therapist/ada-quill-0"] = body
        crawl()
    held = [c for c in captures(open_ledger(StoreSettings(data=tmp_path))) if c.url.endswith("/ada-quill-0")]
    assert len(held) == 2
    assert held[0].last_confirmed > held[1].last_confirmed  # the first body is the current one again


def test_pages_that_ask_not_to_be_kept_are_not(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    directory(site, profiles=3, cities=1)
    site.routes["/therapist/ada-quill-0"] = page(
        "No", ["/therapist/behind"], "<META NAME='Robots' content='NoArchive'>"
    )
    site.routes["/therapist/ada-quill-1"] = page("No", [], "<meta name=robots content='noindex, follow'>")
    header = page("No", [])
    header.headers["X-Robots-Tag"] = "otherbot: index, noarchive"
    site.routes["/therapist/ada-quill-2"] = header
    site.routes["/therapist/behind"] = hidden = page("No", [])
    hidden.headers["X-Robots-Tag"] = "noarchive"
    end = crawl()
    held = {capture.url.removeprefix(WWW) for capture in captures(open_ledger(StoreSettings(data=tmp_path)))}
    assert held & {f"/therapist/ada-quill-{n}" for n in range(3)} == {"/therapist/ada-quill-2"}
    assert "/therapist/behind" not in held
    assert site.paths["/therapist/behind"] == 1
    assert end.summary["unkept"] == 3


def test_a_budget_of_pages_is_kept_to_the_page(site: Site, crawl: Crawl) -> None:
    directory(site)
    end = crawl(max_pages=7)
    assert (end.code, end.state) == (0, "budget")
    assert sum(site.pages.values()) == end.summary["fetched"] == 7


def test_a_budget_of_seconds(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    directory(site, profiles=400)
    site.delay = 0.2
    end = crawl(max_seconds=1.0)
    assert (end.code, end.state) == (0, "budget")
    assert 0 < end.summary["fetched"] < 400
    assert len(list(captures(open_ledger(StoreSettings(data=tmp_path))))) == end.summary["fetched"]
    assert [event["event"] for event in end.events[:-1]] == ["progress"] * (len(end.events) - 1)
    assert len(end.events) > 2
    assert end.errors == ""


def test_an_unreachable_site_fails(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    end = crawl(base_url="http://127.0.0.1:9")
    assert (end.code, end.state) == (1, "failed")
    assert "robots.txt" in end.summary["reason"]
    assert crawl_states(open_ledger(StoreSettings(data=tmp_path)))["therapyden"].state == "failed"
    assert "Traceback" not in end.errors


@pytest.mark.parametrize(
    ("names", "trusted"),
    [
        ([x509.IPAddress(ip_address("127.0.0.1"))], False),
        ([x509.DNSName("elsewhere.example")], True),
        ([], False),
    ],
)
def test_a_site_whose_certificate_cannot_be_trusted(
    crawl: Crawl, tmp_path: Path, names: list[x509.GeneralName], *, trusted: bool
) -> None:
    with serving_tls(tmp_path, names) as url:
        end = crawl(base_url=url, env={"SSL_CERT_FILE": str(tmp_path / "trusted.pem")} if trusted else {})
    assert (end.code, end.state) == (1, "failed")
    assert "certificate cannot be trusted" in end.summary["reason"]
    assert end.errors == ""


def test_a_request_rate_for_us_sets_the_pace(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=1)
    site.routes["/robots.txt"] = Answer(
        "User-agent: *\nDisallow: /\n\nUser-agent: TherapyIndex\nRequest-rate: 2/1\n", etag=False
    )
    crawl(max_seconds=3.0)
    times = [asked.at for asked in site.asked[2:]]  # after robots.txt and the sitemap asked for with it
    assert len(times) > 2
    assert all(later - earlier > 0.4 for earlier, later in pairwise(times))


def test_start_pages_that_lead_nowhere(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=2)
    site.routes["/specialties"] = page("Empty", [])
    end = crawl()
    assert (end.code, end.state) == (1, "chain_broken")
    assert "/specialties" in end.summary["reason"]
    site.routes.clear()
    assert crawl().state == "failed"


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_what_a_missing_robots_txt_means(site: Site, crawl: Crawl, status: int, *, allowed: bool) -> None:
    directory(site, profiles=1, cities=1)
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /", status, etag=False)
    end = crawl()
    assert (end.state == "complete") is allowed
    assert bool(site.pages) is allowed


def test_a_crawl_delay_sets_the_pace(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=1)
    site.routes["/robots.txt"] = Answer("User-agent: therapyindex\nCrawl-delay: 0.3\n", etag=False)
    crawl(max_seconds=2.0)
    assert 3 <= sum(site.paths.values()) <= 8


def test_the_server_sets_the_pace_by_429(site: Site, crawl: Crawl) -> None:
    wanted = directory(site, profiles=5)
    answers = iter([Answer("slow", 429, {"Retry-After": "1"}, etag=False)] * 2)
    normal = site.routes["/specialties"]
    assert isinstance(normal, Answer)
    site.routes["/specialties"] = lambda _: next(answers, normal)
    end = crawl()
    assert (end.code, end.state) == (0, "complete")
    assert set(site.pages) >= wanted
    assert site.paths["/specialties"] == 3
    times = [asked.at for asked in site.asked]
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert sum(pause > 0.9 for pause in pauses) == 2  # nothing at all is asked for while it waits


def test_a_server_that_wants_us_gone_for_long_ends_the_crawl(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=5)
    site.routes["/specialties"] = Answer("no", 503, {"Retry-After": "86400"}, etag=False)
    end = crawl()
    assert (end.code, end.state) == (1, "blocked")
    assert "86400" in end.summary["reason"]


def test_redirects_stay_inside_and_end(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=4, cities=1)
    moved = {
        "/therapist/ada-quill-0": f"{WWW}/therapist/brook-vale",
        "/therapist/ada-quill-1": "https://elsewhere.example/therapist/x",
        "/therapist/ada-quill-2": "/therapist/ada-quill-3",
        "/therapist/ada-quill-3": "/therapist/ada-quill-2",
    }
    for path, target in moved.items():
        site.routes[path] = Answer("", 301, {"Location": target}, etag=False)
    site.routes["/therapist/brook-vale"] = page("Brook Vale", [])
    end = crawl()
    assert end.state == "complete"
    assert end.summary["redirected"] == 4
    assert {site.paths[path] for path in (*moved, "/therapist/brook-vale")} == {1}


def test_a_site_that_spells_its_addresses_otherwise(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    wanted = directory(site, profiles=4, cities=1)
    for path in ("/specialties", "/therapists/us"):
        site.routes[f"{path}/"] = site.routes[path]
        site.routes[path] = Answer("", 301, {"Location": f"{WWW}{path}/"}, etag=False)
    site.routes["/therapist/ada-quill-0"] = Answer("", 301, {"Location": "/therapist/ada-quill-0"}, etag=False)
    end = crawl()
    assert end.state == "complete"
    assert set(site.pages) == wanted | {"/specialties/", "/therapists/us/"}
    assert site.paths["/therapist/ada-quill-0"] == 4  # no loop
    held = {capture.url.removeprefix(WWW) for capture in captures(open_ledger(StoreSettings(data=tmp_path)))}
    assert held == wanted - {"/therapist/ada-quill-0"}


def test_an_endless_page_is_an_error(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=6, cities=1)
    site.routes["/therapist/ada-quill-0"] = Answer(b"x" * (21 << 20), headers={"Content-Type": "text/html"})
    end = crawl()
    assert end.state == "complete"
    assert end.summary["errors"] == {"too_large": 1}


def test_errors_are_counted_and_the_crawl_goes_on(site: Site, crawl: Crawl) -> None:
    wanted = directory(site, profiles=6)
    site.routes["/therapist/ada-quill-0"] = Answer("broken", 500, etag=False)
    site.routes["/therapist/ada-quill-1"] = Answer("no", 403, etag=False)
    site.routes["/therapist/ada-quill-2"] = Answer(b"\x00" * 50, headers={"Content-Type": "image/png"})
    end = crawl()
    assert (end.code, end.state) == (0, "complete")
    assert end.summary["errors"] == {"500": 1, "403": 1, "not_html": 1}
    assert set(site.pages) == wanted


def test_what_comes_packed_is_kept_unpacked(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    import gzip

    directory(site, profiles=1, cities=1)
    plain = page("Packed", [])
    packed = gzip.compress(str(plain.body).encode())
    site.routes["/therapist/ada-quill-0"] = Answer(packed, headers={**plain.headers, "Content-Encoding": "gzip"})
    crawl()
    settings = StoreSettings(data=tmp_path)
    found = {capture.url: capture for capture in captures(open_ledger(settings))}[f"{WWW}/therapist/ada-quill-0"]
    kept = read_page(settings, found.source, found.file, found.offset, found.length)
    assert kept.body == str(plain.body).encode()
    assert kept.header("content-encoding") is None


def test_conditional_only_for_what_the_archive_holds(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    directory(site, profiles=3, cities=1)
    crawl()
    for file in (tmp_path / "archive").rglob("*.warc.gz"):
        file.unlink()
    site.asked.clear()
    end = crawl()  # what is lost is asked for without its ETag, and archived anew
    assert end.state == "complete"
    assert (end.summary["confirmed"], end.summary["unchanged"]) == (0, end.summary["fetched"])
    assert not any("if-none-match" in asked.headers for asked in site.asked)
    settings = StoreSettings(data=tmp_path)
    for capture in captures(open_ledger(settings)):
        read_page(settings, capture.source, capture.file, capture.offset, capture.length)


def test_a_redirect_never_leads_to_what_is_disallowed(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=4, cities=1)
    rules = "User-agent: *\nDisallow: /*?ref\nDisallow: /therapist/ada-quill-1/\nDisallow: /no\n"
    site.routes["/robots.txt"] = Answer(rules, etag=False)
    for path, target in {
        "/therapist/ada-quill-0": "/therapist/ada-quill-0?ref=x",
        "/therapist/ada-quill-1": "/therapist/ada-quill-1/",
        "/sitemap.xml": "/no/sitemap.xml",
    }.items():
        site.routes[path] = Answer("", 302, {"Location": target}, etag=False)
    assert crawl().state == "complete"
    assert not [path for path in site.paths if "?ref" in path or path.startswith("/no") or path.endswith("/")]


def test_a_list_that_links_to_thousands_of_its_own_pages(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=5, cities=1)
    city = "/therapists/us/or/city-0"
    pages = [f"{city}?page={number}" for number in range(2, 3_000)]
    people = [f"/therapist/ada-quill-{n}" for n in range(5)]
    for number, path in enumerate([city, *pages[:20]]):
        site.routes[path] = page("Salem", [*pages, *people, *([f"/therapist/more-{number}"] if number < 3 else [])])
    crawl()
    assert [path for path in site.paths if "?" in path] == pages[:3]  # the third shows nothing new


def test_a_long_delay_does_not_hold_up_the_end(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=4, cities=1)
    site.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 600\n", etag=False)
    began = monotonic()
    end = crawl(max_seconds=2.0)
    assert monotonic() - began < 60
    assert (end.code, end.state) == (1, "failed")  # no page was fetched: that is no night
    assert set(site.paths) == {"/robots.txt"}
    site.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 100000\n", etag=False)
    end = crawl()
    assert (end.code, end.state) == (1, "blocked")
    assert "100,000 seconds" in end.summary["reason"]


def test_a_sitemap_with_a_hopeless_address_is_read_all_the_same(site: Site, crawl: Crawl) -> None:
    directory(site, profiles=1, cities=1)
    addresses = (f"{WWW}/therapists/us?{'&amp;' * 1_500}", f"{WWW}/therapist/brook-vale")
    entries = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    site.routes["/sitemap.xml"] = Answer(f"<urlset>{entries}</urlset>")
    site.routes["/therapist/brook-vale"] = page("Brook Vale", [])
    assert crawl().state == "complete"
    assert site.paths["/therapist/brook-vale"] == 1
