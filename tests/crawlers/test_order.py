"""Orders that may not be carried out, and the facts about sources."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crawlers.order import CrawlOrder, check_order
from crawlers.scope import Scope
from crawlers.settings import scrapy_settings
from crawlers.sources import load_source, read_source, source_names
from crawlers.spiders import SPIDERS
from records.errors import WrongUse
from tests.crawlers.crawling import ended, start_crawl

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
    assert public["USER_AGENT"] == "therapyindex/0.1 (+mail@example.org)"
    local = scrapy_settings(order(base_url="http://127.0.0.1:8000"), SOURCE)
    assert "DOWNLOAD_DELAY" not in local
    assert "AUTOTHROTTLE_ENABLED" not in local


def test_a_wrong_order_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    wrong: list[dict[str, Any]] = [{}, {"base_url": "nonsense"}, {"source": "therapyden2"}, {"depth": 3}]
    for values in wrong:
        end = ended(start_crawl(tmp_path, **{"base_url": None, **values}))
        assert (end.code, end.state) == (2, "failed")
        assert end.errors == ""
        assert len(end.summary["reason"].splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_an_unknown_source_offers_the_nearest() -> None:
    with pytest.raises(WrongUse, match="did you mean 'therapyden'"):
        load_source("terapiden")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("name: x\nhosts: [a\n", "line 3"),
        ("name: x\ntitle: X\nhosts: [a.example]\nstart_urls: []\npages: {}\ncolour: red\n", "colour"),
        ("name: x\ntitle: X\nhosts: a.example\nstart_urls: []\npages: {}\n", "hosts"),
        ("name: x\ntitle: X\nhosts: [a.example]\nstart_urls: []\npages: {people: /x}\n", "people"),
    ],
)
def test_a_broken_source_says_where(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text)
    with pytest.raises(WrongUse, match=named):
        read_source(file)


@pytest.mark.parametrize("name", source_names())
def test_every_source_has_a_spider_and_its_terms(name: str) -> None:
    source = load_source(name)
    assert source.name == name == SPIDERS[name].name
    assert SPIDERS[name].__doc__
    assert source.terms_url
    assert source.basis
    scope = Scope(source, None)
    assert [scope.page(url, "") for url in source.start_urls] == source.start_urls
    assert all(scope.file(url) == url for url in source.sitemaps)
    reviewed = msgspec.structs.replace(source, reviewed_on=date(2026, 1, 1))
    check_order(CrawlOrder(source=name, data="data", contact="mail@example.org"), reviewed)
