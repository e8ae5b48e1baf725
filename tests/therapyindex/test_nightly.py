"""Nights on the sample directory, as an operator runs them: a real crawl, a real Prefect flow, a real index."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.errors import STOPPED
from tests.repetitions import each
from tests.therapyindex.inside import apart
from tests.therapyindex.running import COMMAND, Therapyindex
from therapyindex.sample import Site, serve

THERAPISTS = 24


@pytest.fixture
def therapyindex(therapyindex: Therapyindex) -> Therapyindex:
    """As processes: a night starts others, and Prefect."""
    return apart(therapyindex)


@pytest.fixture
def on_engine(on_engine: Therapyindex) -> Therapyindex:
    """As processes, too."""
    return apart(on_engine)


def test_two_nights_and_one_that_fails(on_engine: Therapyindex, tmp_path: Path) -> None:
    on_engine.env["ELASTICSEARCH_API_KEY"] = "sesame-opens-the-index"
    broken = tmp_path / "mine.yaml"
    broken.write_text("name: mine\ntitle: Mine\nhosts: mine.example\n")
    on_engine.env["THERAPYINDEX_SOURCES"] = str(tmp_path)
    with serve(seed=3, therapists=THERAPISTS) as base_url:
        first = on_engine.json("nightly", "--base-url", base_url, code=1)
        assert {crawl["source"]: crawl["state"] for crawl in first["crawls"]} == {
            "therapyden": "complete",
            "mine": "failed",
        }
        assert first["published"]["outcome"] == "published"
        broken.unlink()
        found = on_engine.json("search", "--approach", "emdr", "--limit", "100")
        assert found["total"]["value"] > 0
        second = on_engine.json("nightly", "--base-url", base_url)
        assert [crawl["state"] for crawl in second["crawls"]] == ["complete"]
        assert second["published"]["outcome"] == "unchanged"
    failed = on_engine.json("nightly", "--base-url", base_url, code=1)
    assert [crawl["state"] for crawl in failed["crawls"]] == ["failed"]
    # A bad night never replaces a good index: what is live answers as before.
    assert on_engine.json("search", "--approach", "emdr", "--limit", "100") == found
    # Nothing of a page or a secret reaches Prefect.
    kept = b"".join(path.read_bytes() for path in (on_engine.data / "prefect").rglob("*") if path.is_file())
    assert b"nightly" in kept
    assert b"sesame" not in kept
    names = {row["name"] for row in Site(seed=3, therapists=THERAPISTS).truth()}
    assert not [name for name in names if name.encode() in kept]


@pytest.mark.parametrize("number", each([signal.SIGINT, signal.SIGTERM]))
def test_a_night_that_is_stopped_ends_at_once_and_the_next_one_goes_on(
    therapyindex: Therapyindex, number: signal.Signals
) -> None:
    with serve(seed=3, therapists=100) as base_url:
        command = [*COMMAND, "nightly", "--base-url", base_url]
        night = subprocess.Popen(
            command, env=therapyindex.env, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        while not list(therapyindex.data.glob("archive/*/*/*.warc.gz*")):  # until the crawl is under way
            time.sleep(0.1)
            assert night.poll() is None
        os.killpg(night.pid, number)  # as a terminal does, and systemd
        _, said = night.communicate(timeout=30)
        assert (night.returncode, said.strip()) == (128 + number, f"error: {STOPPED}")
        for _ in range(100):  # nor does the crawler or Prefect's server stay
            if not _is_alive(night.pid):
                break
            time.sleep(0.1)
        assert not _is_alive(night.pid)
        assert therapyindex.json("nightly", "--base-url", base_url)["published"]["outcome"] == "published"


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_every_profile_of_the_site_is_found(therapyindex: Therapyindex, tmp_path: Path) -> None:
    site = Site(seed=5, therapists=THERAPISTS)
    with serve(seed=5, therapists=THERAPISTS) as base_url:
        crawled = therapyindex.json("crawl", "therapyden", "--base-url", base_url)
    assert crawled["state"] == "complete"
    therapyindex("normalize")
    therapyindex("export", str(tmp_path))
    found = {url for one in therapyindex.exported(tmp_path, "therapists") for url in one["profile_urls"]}
    assert found == {f"https://www.therapyden.com{path}" for path in site.urls() if path.startswith("/therapist/")}


def test_a_source_that_may_not_be_crawled_stops_nothing_else_from_being_told(therapyindex: Therapyindex) -> None:
    assert "THERAPYINDEX_CONTACT" in therapyindex("nightly", code=2).stderr


def test_the_demo_ends_in_a_search_with_evidence(therapyindex: Therapyindex) -> None:
    said = therapyindex("demo", "--data", str(therapyindex.data)).stdout
    assert "crawl therapyden: complete" in said
    assert "published: version" in said
    assert "in their own words" in said
    assert re.search(r"https://www\.therapyden\.com/\S+ · \d{4}-\d\d-\d\d", said)
    answer = json.loads(therapyindex("search", "relational therapy", "--json").stdout)
    assert all(hit["evidence"] for hit in answer["hits"])
    # Which of equal hits comes first is another one each day; a statement may describe the approach without its name.
    assert any(one["highlights"] for hit in answer["hits"] for one in hit["evidence"])
    with sqlite3.connect(therapyindex.data / "ledger.db") as ledger:
        assert ledger.execute("select state from crawls").fetchall() == [("complete",)]
    ledger.close()
    examples = list(hand_made())
    assert len(examples) == 3
    for q, id_, sums in examples:
        assert taken_apart(therapyindex("search", q, "--explain", "--limit", "100").stdout, id_) == sums


def hand_made() -> Iterator[tuple[str, str, list[str]]]:
    """The question, the id and the printed lines of each example of docs/ranking.md."""
    page = (Path(__file__).parents[2] / "docs" / "ranking.md").read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        command, id_, *sums = block.splitlines()
        yield command.split('"')[1], id_.strip(), [" ".join(line.split()) for line in sums]


def taken_apart(said: str, id_: str) -> list[str]:
    """The printed lines from the first addend of a hit to its score, without their columns."""
    lines = [" ".join(line.split()) for line in said.partition(id_)[2].splitlines()]
    first = next(at for at, line in enumerate(lines) if re.match(r"\d+\.\d{3} ", line))
    last = next(at for at, line in enumerate(lines) if line.endswith(" score"))
    return lines[first : last + 1]
