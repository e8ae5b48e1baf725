"""Gathering from the command line: sources, crawls night after night, status, prune."""

from pathlib import Path

import pytest

from tests.crawlers.directory_site import Answer, Site, directory, page, serving
from tests.therapyindex.running import Therapyindex
from therapyindex.sample import serve
from therapyindex.sample.server import Kind


def test_nights_of_both_sources(therapyindex: Therapyindex) -> None:
    kinds: dict[Kind, str] = {"directory": "therapyden", "practices": "jsonld"}
    for kind, source in kinds.items():
        with serve(therapists=12, kind=kind) as url:
            crawl = ("crawl", source, "--base-url", url)
            first = therapyindex.json(*crawl)
            assert first["state"] == "complete"
            assert first["summary"]["new"] > 12
            line = therapyindex(*crawl).stdout
            assert f"{source}: complete (" in line
            assert f"{first['summary']['new']:,} confirmed" in line
            budget = therapyindex.json(*crawl, "--full", "--max-pages", "5")
            assert (budget["state"], budget["summary"]["fetched"]) == ("budget", 5)
    one, other = therapyindex.json("status")["sources"]
    assert {one["source"], other["source"]} == {"therapyden", "jsonld"}
    assert (one["state"], one["night"]) == ("budget", 4)
    assert one["age_days"] < 1
    assert one["pages"] == one["due_next"] + one["due_in_a_week"] + one["due_later"]
    shown = therapyindex("status").stdout
    assert "pages known" in shown
    assert "in the next night (number 4)" in shown


def test_sources_and_what_is_wrong_with_them(therapyindex: Therapyindex, tmp_path: Path) -> None:
    assert [source["name"] for source in therapyindex.json("sources")] == ["jsonld", "therapyden"]
    assert "did you mean 'therapyden'?" in therapyindex("crawl", "therapydon", code=2).stderr
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.yaml").write_text("name: mine\ntitle: Mine\nhosts: mine.example\nstart_urls: []\npages: {}\n")
    therapyindex.env["THERAPYINDEX_SOURCES"] = str(own)
    for command in (["sources"], ["crawl", "mine"], ["nightly"]):
        error = therapyindex(*command, code=2).stderr
        assert "mine.yaml does not describe a source: line 3:" in error
        assert len(error.splitlines()) == 1
    assert "therapyden" in therapyindex("sources", code=2).stdout
    findings = [finding for finding in therapyindex.json("doctor", code=1) if finding["what"] == "sources"]
    assert [finding["ok"] for finding in findings] == [False, True]
    assert "mine.yaml" in findings[0]["detail"]


def test_who_begins_to_ask_not_to_be_kept_leaves_the_records(therapyindex: Therapyindex, tmp_path: Path) -> None:
    def people() -> set[str]:
        therapyindex("normalize")
        out = tmp_path / f"out-{len(list(tmp_path.glob('out-*')))}"
        therapyindex("export", str(out))
        return {row["name"] for row in therapyindex.exported(out, "therapists")}

    words = "I listen, and we find words together for what hurts, week after week, as long as it takes."
    with serving(Site()) as site:
        directory(site, profiles=2, cities=1)
        for path in ("/specialties/approach-0", "/specialties/approach-1", "/specialties/approach-2"):
            site.routes[path] = page("Approach", ["/therapist/ada-quill-0", "/therapist/ada-quill-1"])
        profiles = {"/therapist/ada-quill-0": "Ada Quill", "/therapist/ada-quill-1": "Bo Tarn"}
        for path, name in profiles.items():
            about = f"<h2>About me</h2><p>{words}</p><h2>Languages</h2><p>English</p><h2>Fees</h2><p>$100</p>"
            site.routes[path] = Answer(f"<html><h1>{name}</h1>{about}</html>", headers={"Content-Type": "text/html"})
        crawl = ("crawl", "therapyden", "--base-url", site.url, "--full")
        therapyindex(*crawl)
        assert people() == {"Ada Quill", "Bo Tarn"}
        kept = site.routes["/therapist/ada-quill-1"]
        assert isinstance(kept, Answer)
        asks = "<meta name=robots content=noindex>"
        site.routes["/therapist/ada-quill-1"] = Answer(f"{asks}{kept.body!r}", headers=kept.headers)
        therapyindex(*crawl)
        assert people() == {"Ada Quill"}
        site.routes["/therapist/ada-quill-1"] = kept
        therapyindex(*crawl)
        assert people() == {"Ada Quill", "Bo Tarn"}


@pytest.mark.parametrize("days", ["0", "soon"])
def test_an_age_that_is_none(therapyindex: Therapyindex, days: str) -> None:
    therapyindex("prune", "--older-than", days, code=2)
    therapyindex.env["THERAPYINDEX_ARCHIVE_DAYS"] = days
    assert "archive_days" in therapyindex("prune", code=2).stderr


def test_prune(therapyindex: Therapyindex) -> None:
    assert "--older-than" in therapyindex("prune", code=2).stderr
    assert "holds no data yet" in therapyindex("prune", "--older-than", "30", code=1).stderr
    with serve(therapists=12) as url:
        therapyindex("crawl", "therapyden", "--base-url", url)
    therapyindex.env["THERAPYINDEX_ARCHIVE_DAYS"] = "30"
    [pruned] = therapyindex.json("prune", "--dry-run")["sources"]
    assert (pruned["source"], pruned["bodies"], pruned["files"]) == ("therapyden", 0, 0)
    assert "therapyden: dropped 0 bodies in 0 files" in therapyindex("prune").stdout
