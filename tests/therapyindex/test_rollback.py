"""Back to a good version, on both engines: in one step, and the records left behind do not come again by themselves."""

from collections import Counter
from pathlib import Path
from typing import Any

from tests.therapyindex.inside import inside
from tests.therapyindex.running import TWIN, URL, Therapyindex


def two_versions(run: Therapyindex, tmp_path: Path) -> tuple[str, str]:
    """A first version, and a second one in which a home has become a house."""
    run.import_page(TWIN)
    run("normalize")
    first = run.json("publish")["version"]
    page = tmp_path / "page.txt"
    page.write_bytes(TWIN.read_bytes().replace(b"relational home", b"relational house"))
    run("import", str(page), "--approach", "relational-therapy", "--url", URL, "--date", "2026-05-31")
    run("normalize")
    return first, run.json("publish")["version"]


def says(run: Therapyindex, word: str) -> bool:
    hits = run.json("search", f'"relational {word}"')["hits"]
    return any(f"relational {word}" in one["text"] for hit in hits for one in hit["evidence"])


def states(run: Therapyindex) -> dict[str, Any]:
    return {row["version"]: row["state"] for row in run.json("versions")}


def test_back_and_not_forth_by_itself(on_engine: Therapyindex, tmp_path: Path) -> None:
    run = inside(on_engine)
    first, second = two_versions(run, tmp_path)
    assert says(run, "house")
    assert run.json("rollback") == {"version": first, "left": second}
    assert says(run, "home")
    assert not says(run, "house")
    assert states(run) == {first: "live", second: "rejected"}
    refused = run.json("publish", code=1)
    assert (refused["outcome"], [one["check"] for one in refused["checks"]]) == ("refused", ["rejected"])
    assert second in refused["reasons"][0]
    assert run.json("publish", "--force", code=1)["outcome"] == "refused"
    assert says(run, "home")
    again = run.json("publish", "--accept", "rejected", "--why", "looked at it, it is right")
    assert again["outcome"] == "published"
    assert says(run, "house")
    accepted = [row["accepted"] for row in run.json("versions") if row["state"] == "live"]
    assert accepted == [{"rejected": "looked at it, it is right"}]
    assert run.json("publish", "--force")["outcome"] == "published"  # it has been accepted


def test_new_records_are_published_after_a_rollback(on_engine: Therapyindex, tmp_path: Path) -> None:
    run = inside(on_engine)
    first, _ = two_versions(run, tmp_path)
    run("rollback", first)
    page = tmp_path / "page.txt"
    page.write_bytes(TWIN.read_bytes().replace(b"relational home", b"relational hut"))
    run("import", str(page), "--approach", "relational-therapy", "--url", URL, "--date", "2026-06-01")
    run("normalize")
    assert run.json("publish")["outcome"] == "published"
    assert says(run, "hut")
    assert Counter(states(run).values()) == {"live": 1, "kept": 1, "rejected": 1}


def test_nowhere_to_go(therapyindex: Therapyindex, tmp_path: Path) -> None:
    assert "holds no data" in therapyindex("rollback", code=1).stderr
    therapyindex.import_page(TWIN)
    therapyindex("normalize")
    live = therapyindex.json("publish")["version"]
    assert "no good version is kept" in therapyindex("rollback", code=1).stderr
    assert "no good version is kept" in therapyindex("rollback", live, code=1).stderr
    therapyindex("publish", "--force")
    assert live in therapyindex("rollback", "20200101-000000-00000000", code=2).stderr


def test_a_dry_run_publishes_nothing(on_engine: Therapyindex) -> None:
    run = inside(on_engine)
    run.import_page(TWIN)
    run("normalize")
    checked = run.json("publish", "--dry-run")
    assert checked["outcome"] == "checked"
    assert {one["outcome"] for one in checked["checks"]} <= {"passed", "not applicable"}
    assert [row["state"] for row in run.json("versions")] == ["deleted"]
    assert "nothing is published" in run("search", "emdr", code=1).stderr


def test_a_reason_is_asked_for(therapyindex: Therapyindex) -> None:
    assert "--why" in therapyindex("publish", "--accept", "documents", code=2).stderr
