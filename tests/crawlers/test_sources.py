"""Every source that comes with the program, against its sample site: from the first request to the records."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from crawlers.sources import load_source, source_names
from flows.stages.normalize import normalize
from store.ledger import open_ledger
from store.pages import captures
from store.runs import latest_run
from store.settings import StoreSettings
from tests.crawlers.crawling import crawled
from tests.crawlers.directory_site import Answer, Asked, Site, serving
from therapyindex.sample import Practices
from therapyindex.sample import Site as Directory


class Fixture(NamedTuple):
    """The sample site of a source, and how many of its pages are visited but not kept."""

    site: Any
    undescribed: int = 0


FIXTURES = {
    "therapyden": Fixture(Directory(seed=5, therapists=60, profile_kb=8)),
    "jsonld": Fixture(Practices(seed=5, therapists=60), undescribed=3),
}


class Served(Site):
    """A sample site on the tests' server."""

    def __init__(self, sample: Any) -> None:
        super().__init__()
        self.sample = sample

    def answer(self, asked: Asked) -> Answer:
        """What the sample site has at a path."""
        self.asked.append(asked)
        parts = urlsplit(asked.path)
        found = self.sample.answer(parts.path, query=parts.query)
        headers = {"Content-Type": found.content_type}
        if found.etag:
            headers["ETag"] = found.etag
            if asked.headers.get("if-none-match") == found.etag:
                return Answer("", 304, headers, etag=False)
        if found.location:
            headers["Location"] = found.location
        return Answer(found.body, found.status, headers, etag=False)


@pytest.fixture(params=source_names())
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(source: str) -> Iterator[Site]:
    assert source in FIXTURES, f"the source {source} needs a sample site here"
    with serving(Served(FIXTURES[source].site)) as running:
        yield running


def test_every_person_of_the_site_is_found(source: str, site: Site, tmp_path: Path) -> None:
    sample, undescribed = FIXTURES[source]
    end = crawled(tmp_path, site.url, source=source)
    assert (end.code, end.state, end.summary["errors"]) == (0, "complete", {})
    wanted = set(sample.urls())
    assert {path for path in site.paths if "?" not in path} >= {path for path in wanted if "?" not in path}
    assert wanted <= set(site.paths)
    assert set(site.paths.values()) == {1}
    assert not [path for path in site.paths if path.startswith(("/admin", "/account"))]
    assert end.summary["undescribed"] == undescribed
    settings = StoreSettings(data=tmp_path)
    held = {capture.url for capture in captures(open_ledger(settings))}
    assert all(url.startswith(f"https://{load_source(source).hosts[0]}/") for url in held)
    assert len(held) == end.summary["new"] == end.summary["fetched"] - undescribed
    normalize(settings)
    run = latest_run(settings)
    assert run
    by_url = {url: therapist for therapist in run.therapists() for url in therapist.profile_urls}
    truth = list(sample.truth())
    origin = f"https://{load_source(source).hosts[0]}"
    found = [by_url.get(origin + person["path"]) for person in truth]
    assert None not in found
    names = Counter(person and person.name for person in found)
    assert sum((names & Counter(person["name"] for person in truth)).values()) >= 0.97 * len(truth)


def test_the_second_night_only_confirms(source: str, site: Site, tmp_path: Path) -> None:
    crawled(tmp_path, site.url, source=source)
    first = len(site.asked)
    end = crawled(tmp_path, site.url, source=source)
    assert (end.state, end.summary["new"], end.summary["changed"]) == ("complete", 0, 0)
    assert len(site.asked) == 2 * first
    site.asked.clear()
    third = crawled(tmp_path, site.url, source=source)
    assert third.state == "complete"
    assert len(site.pages) <= len(load_source(source).start_urls) + 2  # and the sitemaps
