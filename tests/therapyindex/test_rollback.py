"""Back to a good version, on both engines: in one step, and the records left behind do not come again by themselves."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from records.optouts import Key
from store.ledger import open_ledger
from store.optouts import add_optout
from store.settings import StoreSettings
from tests.therapyindex.running import TWIN, URL, Therapyindex, two_versions


def says(run: Therapyindex, word: str) -> bool:
    hits = run.json("search", f'"relational {word}"')["hits"]
    return any(f"relational {word}" in one["text"] for hit in hits for one in hit["evidence"])


def states(run: Therapyindex) -> dict[str, Any]:
    return {row["version"]: row["state"] for row in run.json("versions")}


def test_back_and_not_forth_by_itself(on_engine: Therapyindex, tmp_path: Path) -> None:
    first, second = two_versions(on_engine, tmp_path)
    assert says(on_engine, "house")
    assert on_engine.json("rollback") == {"version": first, "left": second}
    assert says(on_engine, "home")
    assert not says(on_engine, "house")
    assert states(on_engine) == {first: "live", second: "rejected"}
    refused = on_engine.json("publish", code=1)
    assert (refused["outcome"], [one["check"] for one in refused["checks"]]) == ("refused", ["rejected"])
    assert second in refused["reasons"][0]
    said = on_engine("publish", code=1).stdout
    assert '--accept rejected --why "' in said
    assert "stays aside" not in said
    assert on_engine.json("publish", "--force", code=1)["outcome"] == "refused"
    assert says(on_engine, "home")
    again = on_engine.json("publish", "--accept", "rejected", "--why", "looked at it, it is right")
    assert again["outcome"] == "published"
    assert says(on_engine, "house")
    accepted = [row["accepted"] for row in on_engine.json("versions") if row["state"] == "live"]
    assert accepted == [{"rejected": "looked at it, it is right"}]
    assert on_engine.json("publish", "--force")["outcome"] == "published"  # it has been accepted


def test_new_records_are_published_after_a_rollback(on_engine: Therapyindex, tmp_path: Path) -> None:
    first, _ = two_versions(on_engine, tmp_path)
    on_engine("rollback", first)
    page = tmp_path / "page.txt"
    page.write_bytes(TWIN.read_bytes().replace(b"relational home", b"relational hut"))
    on_engine("import", str(page), "--approach", "relational-therapy", "--url", URL, "--date", "2026-06-01")
    on_engine("normalize")
    assert on_engine.json("publish")["outcome"] == "published"
    assert says(on_engine, "hut")
    assert Counter(states(on_engine).values()) == {"live": 1, "kept": 1, "rejected": 1}


def test_a_good_twin_that_was_gone_back_to_speaks_for_what_was_left(twice: tuple[Therapyindex, str, str]) -> None:
    run, first, second = twice
    third = run.json("publish", "--force")["version"]
    run("rollback", first)
    assert states(run) == {first: "live", second: "kept", third: "rejected"}
    assert run.json("publish", code=1)["outcome"] == "refused"  # left behind with it, though it is kept
    run("rollback", second)
    run("publish", "--force")
    assert states(run) == {first: "rejected", second: "kept", third: "rejected"} | {live(run): "live"}


def live(run: Therapyindex) -> str:
    return next(version for version, state in states(run).items() if state == "live")


def test_nowhere_to_go(therapyindex: Therapyindex) -> None:
    assert "holds no data" in therapyindex("rollback", code=1).stderr
    therapyindex.import_page(TWIN)
    therapyindex("normalize")
    live = therapyindex.json("publish")["version"]
    assert "no good version is kept" in therapyindex("rollback", code=1).stderr
    assert "no good version is kept" in therapyindex("rollback", live, code=1).stderr
    assert "which version" in therapyindex("rollback", "", code=2).stderr
    therapyindex("publish", "--force")
    assert live in therapyindex("rollback", "20200101-000000-00000000", code=2).stderr


def test_never_forward_by_itself(twice: tuple[Therapyindex, str, str]) -> None:
    run, first, second = twice
    third = run.json("publish", "--force")["version"]
    assert run.json("rollback", first) == {"version": first, "left": third}
    said = run("rollback", code=1).stderr
    assert "nothing to go back to" in said
    assert f"newer ones are: {second}" in said
    assert states(run) == {first: "live", second: "kept", third: "rejected"}
    assert run.json("rollback", second) == {"version": second, "left": first}


def test_not_forward_where_somebody_went_back_by_hand(twice: tuple[Therapyindex, str, str]) -> None:
    run, first, second = twice
    pointer = run.data / "index" / "live"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"version": first}))
    assert "nothing to go back to" in run("rollback", code=1).stderr
    assert states(run) == {first: "live", second: "kept"}


@pytest.mark.parametrize("harm", ["gone", "therapists.parquet", "statements.parquet", "manifest.json"])
@pytest.mark.parametrize("whose", [0, 1])
def test_back_without_the_files_of_a_run(twice: tuple[Therapyindex, str, str], harm: str, whose: int) -> None:
    """Neither the run that it goes back to nor the one that it leaves is needed; who asked meanwhile stays out."""
    run, first, second = twice
    whom = run.json("search", "relational therapy")["hits"][0]["id"]
    of = sorted((run.data / "runs").iterdir())[whose]
    add_optout(open_ledger(StoreSettings(data=run.data)), [Key("id", whom)])
    if harm == "gone":
        shutil.rmtree(of)
    else:
        (of / harm).write_bytes((of / harm).read_bytes()[:100])
    said = run("rollback").stdout
    assert f"live: version {first}" in said
    assert ("the change feed goes on with the next publish" in said) == (whose == 0)
    found = run.json("search", "relational therapy", "--limit", "50")
    assert found["index"]["version"] == first
    assert found["total"]["value"] == 13
    assert whom not in [hit["id"] for hit in found["hits"]]
    assert states(run) == {first: "live", second: "rejected"}
    assert "nothing to go back to" in run("rollback", code=1).stderr


def test_a_dry_run_publishes_nothing(on_engine: Therapyindex) -> None:
    on_engine.import_page(TWIN)
    on_engine("normalize")
    checked = on_engine.json("publish", "--dry-run")
    assert checked["outcome"] == "checked"
    assert {one["outcome"] for one in checked["checks"]} <= {"passed", "not applicable"}
    assert [row["state"] for row in on_engine.json("versions")] == ["deleted"]
    assert "nothing is published" in on_engine("search", "emdr", code=1).stderr


def test_a_reason_is_asked_for(therapyindex: Therapyindex) -> None:
    assert "--why" in therapyindex("publish", "--accept", "documents", code=2).stderr
