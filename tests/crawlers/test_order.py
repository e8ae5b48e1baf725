"""Orders that may not be carried out, and the facts about sources."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crawlers.order import CrawlOrder, check_order
from crawlers.scope import Scope
from crawlers.settings import scrapy_settings
from crawlers.sources import load_source, read_source, source_names
from crawlers.sources.quiet import QuietHours
from crawlers.spiders import SPIDERS
from records.errors import WrongUse
from tests.crawlers.crawling import crawled

SOURCE = msgspec.structs.replace(load_source("therapyden"), reviewed_on=date(2026, 1, 1))


def order(**values: Any) -> CrawlOrder:
    return CrawlOrder(source="therapyden", data="data", **values)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "needs a contact"),
        ({"contact": "  "}, "needs a contact"),
        ({"base_url": "https://proxy.example"}, "needs a contact"),
        ({"base_url": "127.0.0.1:80"}, "is a scheme and a host"),
        ({"base_url": "http://127.0.0.1/path"}, "is a scheme and a host"),
        ({"base_url": "http://localhost:x"}, "is a scheme and a host"),
        ({"base_url": "http://localhost", "max_pages": 0}, "budget"),
        ({"base_url": "http://localhost", "max_seconds": 0}, "budget"),
    ],
)
def test_what_may_not_be_asked(values: dict[str, Any], line: str) -> None:
    with pytest.raises(WrongUse, match=line):
        check_order(order(**values), SOURCE)


@pytest.mark.parametrize("missing", ["terms_url", "reviewed_on", "basis"])
def test_a_public_source_without_its_terms_is_refused(missing: str) -> None:
    source = msgspec.structs.replace(SOURCE, **{missing: None})
    with pytest.raises(WrongUse, match=missing):
        check_order(order(contact="mail@example.org"), source)
    check_order(order(base_url="http://[::1]:8000"), source)


def test_a_public_host_is_asked_slowly_and_a_local_one_is_not() -> None:
    public = scrapy_settings(order(contact="mail@example.org"), SOURCE)
    assert public["AUTOTHROTTLE_ENABLED"]
    assert public["DOWNLOAD_DELAY"] >= 1.0
    assert public["CONCURRENT_REQUESTS"] == 1
    local = scrapy_settings(order(base_url="http://127.0.0.1:8000"), SOURCE)
    assert "DOWNLOAD_DELAY" not in local
    assert "AUTOTHROTTLE_ENABLED" not in local


def test_a_wrong_order_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    wrong: list[dict[str, Any]] = [{}, {"base_url": "nonsense"}, {"source": "therapyden2"}, {"depth": 3}]
    for values in wrong:
        end = crawled(tmp_path, **{"base_url": None, **values})
        assert (end.code, end.state) == (2, "failed")
        assert end.errors == ""
        assert len(end.summary["reason"].splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_an_unknown_source_offers_the_nearest() -> None:
    with pytest.raises(WrongUse, match="did you mean 'therapyden'"):
        load_source("terapiden")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"hosts": "hosts: [a"}, "line 4"),
        ({"delay": "colour: red"}, "line 7: .*colour"),
        ({"hosts": "hosts: a.example"}, "line 3: .*hosts"),
        ({"hosts": "hosts: []"}, "line 3: .*hosts"),
        ({"pages": "pages: {people: /x}"}, "line 5: .*pages"),
        ({"pages": "pages: {profile: '/(x', listing: /}"}, r"line 5: pages\.profile is no regular expression"),
        ({"delay": "delay: -1"}, "line 7: .*delay"),
        ({"delay": "delay: slow"}, "line 7: .*delay"),
        ({"delay": "budget: {pages: 0}"}, r"line 7: .*budget\.pages"),
        ({"delay": "budget:\n  bytes: 3"}, "line 8: .*bytes"),
        ({"delay": "visits: {approach: 0}"}, "line 7: .*visits"),
        ({"delay": "spider: tarantula"}, "line 7: .*tarantula"),
        ({"delay": 'quiet_hours: {from: "25:00", to: "06:00"}'}, r"line 7: .*quiet_hours\.from"),
        ({"delay": 'quiet_hours: {from: "08:00+01:00", to: "06:00"}'}, r"line 7: .*quiet_hours\.from"),
        ({"delay": "delay: .inf"}, "line 7: .*delay"),
        ({"delay": "nightly: !!bool maybe"}, "maybe"),
        ({"delay": "delay: !!float ''"}, ""),
        ({"delay": "reviewed_on: 2025-02-30"}, "out of range"),
        ({"delay": "quiet_hours: {from: 480, to: '08:00'}"}, "line 7: .*same hour"),
        ({"delay": 'quiet_hours: {from: "08:00", to: "09:00", zone: Mars}'}, "line 7: .*no time zone 'Mars'"),
        ({"delay": "reviewed_on: soon"}, "line 7: .*reviewed_on"),
        ({"delay": "reviewed_on: 2999-01-01"}, "line 7: reviewed_on lies in the future"),
        ({"delay": "terms_url: the terms"}, "line 7: terms_url is no address"),
        ({"delay": "title: Y"}, "line 7: title stands there twice"),
        ({"delay": "budget: {pages: 1, pages: 2}"}, "line 7: pages stands there twice"),
        ({"title": "title:"}, "line 2: .*title"),
        ({"title": ""}, "title"),
        ({"name": "name: y"}, "line 1: name is 'y', the file's name says 'x'"),
        ({"start_urls": "start_urls: [https://b.example/]"}, "line 4: start_urls names https://b.example/"),
        ({"start_urls": "start_urls: [https://a.example/x/y]"}, "line 4: .* no kind"),
        ({"start_urls": "start_urls: []", "sitemaps": ""}, "line 4: start_urls is empty"),
        ({"sitemaps": "sitemaps: [https://b.example/s.xml]"}, "line 6: sitemaps names"),
        ({"name": "\tname: x"}, "line 1"),
        ({"name": "name: *b"}, "line 1"),
    ],
)
def test_a_broken_source_says_where(tmp_path: Path, change: dict[str, str], named: str) -> None:
    lines = {
        "name": "name: x",
        "title": "title: X",
        "hosts": "hosts: [a.example]",
        "start_urls": "start_urls: [https://a.example/]",
        "pages": "pages: {listing: /, profile: '/p/[^/]+'}",
        "sitemaps": "sitemaps: [https://a.example/s.xml]",
        "delay": "delay: 1",
    }
    file = tmp_path / "x.yaml"
    file.write_text("\n".join(lines.values()))
    assert read_source(file).hosts == ["a.example"]
    file.write_text("\n".join({**lines, **change}.values()))
    with pytest.raises(WrongUse, match=rf"x\.yaml does not describe a source: .*{named}") as raised:
        read_source(file)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00x", b"a: " + b"[" * 100_000, b"#" * 2_000_000, b"42"])
def test_what_is_no_description_at_all(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    with pytest.raises(WrongUse, match="does not describe a source"):
        read_source(file)


def test_a_source_of_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "title: Mine\nhosts: [mine.example]\nstart_urls: [https://mine.example/]\npages: {listing: /}\n"
    (tmp_path / "mine.yaml").write_text(f"name: mine\n{text}")
    monkeypatch.setenv("THERAPYINDEX_SOURCES", str(tmp_path))
    assert source_names() == ["jsonld", "mine", "therapyden"]
    assert load_source("mine").title == "Mine"
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.yaml").write_text(f"name: mine\n{text.replace('Mine', 'Theirs')}")
    monkeypatch.setenv("THERAPYINDEX_SOURCES", str(other))
    assert load_source("mine").title == "Theirs"
    monkeypatch.setenv("THERAPYINDEX_SOURCES", str(tmp_path / "none"))
    with pytest.raises(WrongUse, match="THERAPYINDEX_SOURCES is no directory"):
        source_names()


@pytest.mark.parametrize(
    ("begin", "end", "now", "until"),
    [
        ("08:00", "20:00", "2026-01-05T07:59", None),
        ("08:00", "20:00", "2026-01-05T08:00", "2026-01-05T20:00"),
        ("08:00", 1200, "2026-01-05T19:59", "2026-01-05T20:00"),  # 20:00 as YAML reads it
        ("08:00", "20:00", "2026-01-05T20:00", None),
        ("22:00", "06:00", "2026-01-05T23:00", "2026-01-06T06:00"),
        ("22:00", "06:00", "2026-01-05T05:00", "2026-01-05T06:00"),
        ("22:00", "06:00", "2026-01-05T12:00", None),
    ],
)
def test_quiet_hours(begin: str | int, end: str | int, now: str, until: str | None) -> None:
    for zone, behind in (("UTC", 0), ("Etc/GMT+5", 5)):
        moment = datetime.fromisoformat(now).replace(tzinfo=UTC) + timedelta(hours=behind)
        quiet = QuietHours(begin, end, zone).until(moment)
        assert (quiet and f"{quiet:%Y-%m-%dT%H:%M}") == until


@pytest.mark.parametrize("name", source_names())
def test_every_source_has_a_spider_and_its_terms(name: str) -> None:
    source = load_source(name)
    assert source.name == name
    assert SPIDERS[source.spider].name == source.spider
    assert SPIDERS[source.spider].__doc__
    assert source.terms_url
    assert source.basis
    scope = Scope(source, None)
    assert [scope.page(url, "") for url in source.start_urls] == source.start_urls
    assert all(scope.file(url) == url for url in source.sitemaps)
    reviewed = msgspec.structs.replace(source, reviewed_on=date(2026, 1, 1))
    check_order(CrawlOrder(source=name, data="data", contact="mail@example.org"), reviewed)
