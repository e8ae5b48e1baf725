"""A public site, reached through a proxy on this machine: delays hold, whoever asks for the longer one."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawlers.crawling import crawled
from tests.crawlers.directory_site import Answer, Asked, Site, page, serving

HOST = "http://www.public.example"
DESCRIPTION = """
name: public
title: A public site
hosts: [www.public.example]
start_urls: [https://www.public.example/list]
pages: {{listing: /list, profile: "/p/[^/]+"}}
delay: {delay}
budget: {{pages: 12}}
terms_url: https://www.public.example/terms
reviewed_on: 2026-01-01
basis: A test.
"""


class Proxied(Site):
    """A site that is asked as a proxy: with whole addresses."""

    def answer(self, asked: Asked) -> Answer:
        """The answer to the path of the address."""
        assert asked.path.startswith(f"{HOST}/")
        return super().answer(Asked(asked.path.removeprefix(HOST), asked.headers))


@pytest.mark.parametrize(("delay", "robots"), [(0.3, ""), (0.05, "Crawl-delay: 0.3\n"), (0.05, "Request-rate: 10/3\n")])
def test_the_longer_delay_holds(tmp_path: Path, delay: float, robots: str) -> None:
    (tmp_path / "public.yaml").write_text(DESCRIPTION.format(delay=delay))
    with serving(Proxied()) as site:
        site.routes["/robots.txt"] = Answer(f"User-agent: *\n{robots}", etag=False)
        site.routes["/list"] = page("List", [f"/p/{n}" for n in range(40)])
        site.routes.update({f"/p/{n}": page(f"Person {n}", []) for n in range(40)})
        env = {"http_proxy": site.url, "THERAPYINDEX_SOURCES": str(tmp_path)}
        order = {"source": "public", "contact": "mail@example.org"}
        end = crawled(tmp_path / "data", HOST, env=env, **order)
        times = [asked.at for asked in site.asked[1:]]  # after robots.txt
        agents = {asked.headers["user-agent"] for asked in site.asked}
    assert (end.state, end.summary["fetched"]) == ("budget", 12)
    assert agents == {"therapyindex/0.1 (+mail@example.org)"}
    assert all(later - earlier > 0.25 for earlier, later in pairwise(times))
