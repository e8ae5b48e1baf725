"""A site and a crawl of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawlers.crawling import Ended, crawled
from tests.crawlers.directory_site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Callable[..., Ended]:
    """Crawls the site into tmp_path and waits for the end."""

    def run(**order: Any) -> Ended:
        return crawled(tmp_path, order.pop("base_url", site.url), **order)

    return run
