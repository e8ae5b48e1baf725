"""A source that could not be crawled keeps its records, but not for ever."""

import pytest

from pipelines.checks import LastCrawl
from tests.pipelines.checks.invented import crawl, facts, judged, outcomes, results, run, source


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        (crawl("complete"), "passed"),
        (crawl("budget", ended=40), "passed"),
        (crawl("blocked", good=3), "passed"),
        (crawl("blocked", good=13.9), "passed"),
        (crawl("blocked", good=14.1), "failed"),
        (crawl("failed"), "failed"),
        (crawl("chain_broken", good=1), "passed"),
        (crawl("chain_broken", good=20), "failed"),
        (crawl(None, good=1), "passed"),
        (crawl(None), "failed"),
    ],
)
def test_how_the_last_crawl_ended(last: LastCrawl, outcome: str) -> None:
    assert judged("crawl-states", facts(run(therapyden=source(9)), crawls={"therapyden": last})) == outcome


def test_the_reason_says_why_and_since_when() -> None:
    last = crawl("blocked", good=3, reason="twenty answers in a row were block pages")
    (said,) = results("crawl-states", facts(run(therapyden=source(9)), crawls={"therapyden": last}))
    assert said.reason == (
        "the last crawl ended blocked (twenty answers in a row were block pages); it keeps its records of 3.0 days ago"
    )
    assert (said.figure, said.limit) == (3.0, 14)


def test_each_source_is_judged_by_itself() -> None:
    two = run(therapyden=source(9), jsonld=source(4), saved=source(1))
    crawls = {"therapyden": crawl("complete"), "jsonld": crawl("blocked", good=30)}
    assert outcomes("crawl-states", facts(two, crawls=crawls)) == {
        "therapyden": "passed",
        "jsonld": "failed",
        "saved": "not applicable",  # imported pages
    }


def test_a_source_that_never_gave_anything_stops_nobody() -> None:
    crawls = {"therapyden": crawl("complete"), "jsonld": crawl("blocked")}
    said = outcomes("crawl-states", facts(run(therapyden=source(9)), crawls=crawls))
    assert said == {"therapyden": "passed", "jsonld": "not applicable"}
