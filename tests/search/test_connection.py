"""Which settings reach Elasticsearch, what contradicts itself, and how certificates and versions are told about."""

import json
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from records.errors import EngineUnavailable, WrongUse
from search import open_engine, open_writer
from search.engines.elasticsearch_client import connect
from search.settings import SearchSettings
from tests.servers.certificates import Authority
from therapyindex.settings import load_settings

SECRET = "not-to-be-shown"
TOO_NEW = {
    "error": {
        "type": "media_type_header_exception",
        "reason": "Invalid media-type value on headers [Accept, Content-Type]",
    },
    "status": 400,
}


@contextmanager
def serving(
    number: str = "9.4.3", *, speaks: str = "9", certificate: tuple[bytes, bytes] | None = None, folder: Path
) -> Iterator[int]:
    """A server that says its version to who speaks its protocol, as Elasticsearch does; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = f"compatible-with={speaks}" in self.headers["accept"]
            body = json.dumps({"version": {"number": number}} if known else TOO_NEW).encode()
            self.send_response(200 if known else 400)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever does not trust us hangs up
        if certificate:
            for name, content in zip(("key", "crt"), certificate, strict=True):
                (folder / name).write_bytes(content)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder / "crt", folder / "key")
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def elasticsearch(**settings: Any) -> SearchSettings:
    return SearchSettings(engine="elasticsearch", **settings)


@pytest.mark.parametrize("number", ["9.4.3", "9.0.0", "10.1.0", "8.19.0"])
def test_versions_that_are_served(number: str, tmp_path: Path) -> None:
    with serving(number, folder=tmp_path) as port:
        open_writer(elasticsearch(elasticsearch_url=f"http://127.0.0.1:{port}")).close()


@pytest.mark.parametrize(("speaks", "number"), [("8", "8.18.2"), ("8", "8.2.0"), ("9", "7.17.1")])
def test_versions_that_are_too_old(speaks: str, number: str, tmp_path: Path) -> None:
    with serving(number, speaks=speaks, folder=tmp_path) as port, pytest.raises(EngineUnavailable) as raised:
        open_writer(elasticsearch(elasticsearch_url=f"http://127.0.0.1:{port}"))
    assert f"is version {number}: update it, 8.19 and 9.x" in str(raised.value)


def test_8_19_is_spoken_to_in_its_protocol(tmp_path: Path) -> None:
    with serving("8.19.0", speaks="8", folder=tmp_path) as port:
        open_writer(elasticsearch(elasticsearch_url=f"http://127.0.0.1:{port}")).close()


def test_a_protocol_that_is_not_ours(tmp_path: Path) -> None:
    with serving("7.0.0", speaks="7", folder=tmp_path) as port, pytest.raises(EngineUnavailable, match="too old"):
        open_writer(elasticsearch(elasticsearch_url=f"http://127.0.0.1:{port}"))


def test_of_several_nodes_one_that_answers_is_enough(tmp_path: Path) -> None:
    with serving(folder=tmp_path) as port:
        nodes = f"http://127.0.0.1:1, http://127.0.0.1:2,http://127.0.0.1:{port}"
        open_writer(elasticsearch(elasticsearch_url=nodes)).close()
    with pytest.raises(EngineUnavailable, match=r"http://127.0.0.1:1, http://127.0.0.1:2, .* does not answer"):
        open_writer(elasticsearch(elasticsearch_url=nodes))


@pytest.mark.parametrize(
    ("hosts", "days", "trusted", "says"),
    [
        (["127.0.0.1"], 2, True, None),
        (["127.0.0.1"], 2, False, "is not trusted: ELASTICSEARCH_CA"),
        (["elsewhere.example"], 2, True, "made for another host"),
        (["127.0.0.1"], -1, True, "has expired"),
    ],
)
def test_the_certificate_is_checked(
    hosts: list[str], days: int, trusted: bool, says: str | None, tmp_path: Path
) -> None:
    authority, other = Authority.made(), Authority.made()
    ca = tmp_path / "ca.crt"
    ca.write_bytes((authority if trusted else other).pem)
    with serving(certificate=authority.issue(*hosts, days=days), folder=tmp_path) as port:
        settings = elasticsearch(elasticsearch_url=f"https://127.0.0.1:{port}", elasticsearch_ca=ca)
        if says is None:
            open_writer(settings).close()
            return
        with pytest.raises(EngineUnavailable, match=says):
            open_writer(settings)


def test_https_to_http_and_the_other_way_round(tmp_path: Path) -> None:
    with serving(folder=tmp_path) as port, pytest.raises(EngineUnavailable, match="write http:// in ELASTICSEARCH_URL"):
        open_writer(elasticsearch(elasticsearch_url=f"https://127.0.0.1:{port}"))
    certificate = Authority.made().issue("127.0.0.1")
    with serving(certificate=certificate, folder=tmp_path) as port, pytest.raises(EngineUnavailable, match="https://"):
        open_writer(elasticsearch(elasticsearch_url=f"http://127.0.0.1:{port}"))


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_certificate_file_that_is_none(content: bytes | None, tmp_path: Path) -> None:
    ca = tmp_path / "ca.crt"
    if content is not None:
        ca.write_bytes(content)
    settings = elasticsearch(elasticsearch_url="https://127.0.0.1:1", elasticsearch_ca=ca)
    with pytest.raises(EngineUnavailable, match=r"ca\.crt cannot be used .*ELASTICSEARCH_CA"):
        open_engine(settings)


def test_who_asks_is_sent() -> None:
    user = connect(elasticsearch(elasticsearch_user="writer", elasticsearch_password="pâss:wörd"))
    assert user._headers["authorization"] == f"Basic {b64encode('writer:pâss:wörd'.encode()).decode()}"
    assert connect(elasticsearch(elasticsearch_api_key=SECRET))._headers["authorization"] == f"ApiKey {SECRET}"


def test_a_cloud_id_says_where(tmp_path: Path) -> None:
    cloud = "deploy:ZXUuZXhhbXBsZSRhYmMkZGVm"  # base64 of eu.example$abc$def
    (node,) = connect(elasticsearch(elasticsearch_cloud_id=cloud)).transport.node_pool.all()
    assert node.base_url == "https://abc.eu.example:443"
    with pytest.raises(EngineUnavailable, match="ELASTICSEARCH_CLOUD_ID"):
        open_engine(elasticsearch(elasticsearch_cloud_id="deploy:nonsense"))


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"API_KEY": f"first\n{SECRET}"}, "ELASTICSEARCH_API_KEY has characters that cannot be sent in a header"),
        ({"API_KEY": f"{SECRET}é"}, "ELASTICSEARCH_API_KEY has characters that cannot be sent in a header"),
        ({"USER": "me", "PASSWORD": f"first\n{SECRET}"}, "ELASTICSEARCH_PASSWORD has a line break"),
        ({"USER": f"me:{SECRET}", "PASSWORD": SECRET}, "ELASTICSEARCH_USER has a colon"),
        ({"API_KEY": SECRET, "USER": "me", "PASSWORD": SECRET}, "API_KEY and ELASTICSEARCH_USER both say who asks"),
        ({"API_KEY": SECRET, "URL": f"http://me:{SECRET}@localhost:9200"}, "both say who asks"),
        ({"USER": "me"}, "ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD belong together"),
        ({"PASSWORD": SECRET}, "ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD belong together"),
        ({"CLOUD_ID": "a:b", "URL": "http://localhost:9200"}, "ELASTICSEARCH_CLOUD_ID and ELASTICSEARCH_URL"),
        ({"CA": "ca.crt", "URL": "http://localhost:9200"}, "ELASTICSEARCH_CA is for https"),
    ],
)
def test_settings_that_cannot_be_meant(
    environment: Mapping[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("URL", "API_KEY", "USER", "PASSWORD", "CA", "CLOUD_ID"):
        monkeypatch.delenv(f"ELASTICSEARCH_{name}", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(f"ELASTICSEARCH_{name}", value)
    load_settings(engine="embedded")
    with pytest.raises(WrongUse) as raised:
        load_settings(engine="elasticsearch")
    assert says in str(raised.value)
    assert SECRET not in f"{raised.value!r} {raised.value.__cause__!r}"


def test_the_end_of_a_line_is_no_part_of_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ELASTICSEARCH_URL", raising=False)
    monkeypatch.setenv("ELASTICSEARCH_API_KEY", f"{SECRET}\r\n")
    monkeypatch.setenv("ELASTICSEARCH_CLOUD_ID", "deploy:ZXUuZXhhbXBsZSRhYmMkZGVm\n")
    client = connect(load_settings(engine="elasticsearch").search)
    assert client._headers["authorization"] == f"ApiKey {SECRET}"


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        (f"http://me:{SECRET}@127.0.0.1:1", "http://127.0.0.1:1"),
        (f"http://me:{SECRET}@127.0.0.1:1,http://me:{SECRET}@127.0.0.1:2/", "http://127.0.0.1:1, http://127.0.0.1:2/"),
        (f"http://127.0.0.1:1/?key={SECRET}", "http://127.0.0.1:1/"),
        ("127.0.0.1:1", "127.0.0.1:1"),
        *(
            (url, "an address that is none")
            for url in (
                f"me:{SECRET}@127.0.0.1:1",
                f"http://me:1/{SECRET}@127.0.0.1:1",
                f"http://me:1#{SECRET}@127.0.0.1:1",
                f"http://me:{SECRET},more@127.0.0.1:1",
                f"http://me:1,{SECRET}@127.0.0.1:1",
            )
        ),
    ],
)
def test_an_address_is_shown_without_who_asks(address: str, is_told: str) -> None:
    with pytest.raises(EngineUnavailable) as raised:
        open_writer(elasticsearch(elasticsearch_url=address))
    assert is_told in str(raised.value)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("cloud", [f"deploy:{SECRET}", SECRET])
def test_of_a_cloud_id_only_the_name_is_shown(cloud: str) -> None:
    with pytest.raises(EngineUnavailable) as raised:
        open_engine(elasticsearch(elasticsearch_cloud_id=cloud))
    assert SECRET not in f"{raised.value} {elasticsearch(elasticsearch_cloud_id=cloud)!r}"
    assert ("'cloud id deploy'" in str(raised.value)) == (":" in cloud)


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THERAPYINDEX_LEDGER", f"postgresql+psycopg://me:{SECRET}@localhost/ledger")
    monkeypatch.setenv("ELASTICSEARCH_URL", f"http://me:{SECRET}@localhost:9200")
    monkeypatch.delenv("ELASTICSEARCH_API_KEY", raising=False)
    settings = load_settings(engine="elasticsearch")
    assert SECRET not in f"{settings!r} {settings.search!r} {settings.store!r} {settings}"
    for given in ({"elasticsearch_api_key": SECRET}, {"elasticsearch_user": "me", "elasticsearch_password": SECRET}):
        shown = elasticsearch(**given)
        assert SECRET not in f"{shown!r} {shown}"
