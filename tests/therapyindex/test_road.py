"""The whole road of a saved page: import, normalize, publish, export, search; on both engines."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.therapyindex.running import SEED, TWIN, URL, Therapyindex


def walked(run: Therapyindex, page: Path) -> None:
    run.import_page(page)
    run("normalize")
    run("publish")


def test_a_page_becomes_records_and_answers(on_engine: Therapyindex, tmp_path: Path) -> None:
    walked(on_engine, TWIN)
    out = tmp_path / "out"
    on_engine("export", str(out), "--format", "jsonl")
    statements, therapists = on_engine.exported(out, "statements"), on_engine.exported(out, "therapists")
    assert len(statements) == len({one["therapist_id"] for one in statements}) == 14
    assert Counter(one["kind"] for one in therapists) == {"person": 13, "organization": 1}
    assert [one["organization"] for one in therapists if one["kind"] == "person" and one["organization"]] != []
    (approach,) = on_engine.exported(out, "approaches")
    assert approach["definition"]
    assert "Reach out" not in approach["definition"]
    assert len(on_engine.exported(out, "changes")) == 14 + 14 + 1

    answer = on_engine.json("search", "relational home")
    first = answer["hits"][0]
    # The words stand between two author lines and belong to the one below them, a practice that says "we".
    assert (first["therapist"]["name"], first["therapist"]["kind"]) == ("Slow River Therapy Center", "organization")
    evidence = first["evidence"][0]
    marked = [evidence["text"][start:end].lower() for start, end in evidence["highlights"]]
    assert "relational" in " ".join(marked)
    assert "home" in " ".join(marked)
    assert (evidence["source_url"], evidence["last_seen"][:10], evidence["claim"]) == (URL, "2026-05-30", "described")
    assert answer["index"]["version"]


def test_again_changes_nothing(on_engine: Therapyindex, tmp_path: Path) -> None:
    walked(on_engine, TWIN)
    on_engine("export", str(tmp_path / "one"))
    run_id = on_engine.json("normalize")["run"]["id"]
    assert "nothing new" in on_engine("import", str(TWIN), "--approach", "relational-therapy", "--url", URL).stdout
    again = on_engine.json("normalize")
    assert (again["changed"], again["extracted"], again["run"]["id"]) == (False, 0, run_id)
    assert on_engine.json("publish")["outcome"] == "unchanged"
    on_engine("export", str(tmp_path / "two"))
    for name in ("therapists", "statements", "approaches", "changes"):
        assert on_engine.exported(tmp_path / "one", name) == on_engine.exported(tmp_path / "two", name)


def test_everything_anew_from_the_archive_gives_the_same(therapyindex: Therapyindex) -> None:
    walked(therapyindex, TWIN)
    again = therapyindex.json("normalize", "--all")
    assert (again["changed"], again["extracted"]) == (False, 1)


def test_answers_people_would_expect(on_engine: Therapyindex) -> None:
    walked(on_engine, TWIN)
    oregon = on_engine.json("search", "rct in oregon")
    assert oregon["total"]["value"] >= 1
    assert {place["state"] for hit in oregon["hits"] for place in hit["therapist"]["locations"]} == {"OR"}
    assert {part["kind"] for part in oregon["understood"]} >= {"approach", "state"}
    california = on_engine.json("search", "psychotherapist", "--state", "CA")
    assert california["total"]["value"] >= 1
    assert all(hit["therapist"]["locations"][0]["state"] == "CA" for hit in california["hits"])
    nobody = on_engine.json("search", "zebra xylophone quantum")
    assert (nobody["total"]["value"], nobody["hits"]) == (0, [])
    assert "Nobody matches" in on_engine("search", "zebra xylophone quantum").stdout


def test_a_new_version_replaces_the_old_and_old_ones_are_kept(on_engine: Therapyindex) -> None:
    walked(on_engine, TWIN)
    for _ in range(4):
        assert on_engine.json("publish", "--force")["outcome"] == "published"
    states = Counter(row["state"] for row in on_engine.json("versions"))
    assert states == {"live": 1, "kept": 2, "deleted": 2}
    assert on_engine.json("search", "relational home")["total"]["value"] >= 1


@pytest.mark.skipif(not SEED.exists(), reason="the seed page is not beside the repository")
def test_the_seed(on_engine: Therapyindex, tmp_path: Path) -> None:
    walked(on_engine, SEED)
    out = tmp_path / "out"
    on_engine("export", str(out))
    statements, therapists = on_engine.exported(out, "statements"), on_engine.exported(out, "therapists")
    assert len(statements) == len({one["therapist_id"] for one in statements}) == len(therapists) == 14
    people = [one for one in therapists if one["kind"] == "person"]
    assert (len(people), sum(1 for one in people if one["organization"])) == (13, 1)
    assert [one["locations"] for one in therapists].count([]) == 1
    with_zip = [place for one in therapists for place in one["locations"] if place["zip"]]
    assert [(place["city"], place["state"], place["zip"]) for place in with_zip] == [("Teaneck", "NJ", "07666")]
    digest = hashlib.sha256("\n".join(sorted(map(_name_and_place, therapists))).encode()).hexdigest()
    assert digest == "ae85addfa299a149f946539fd21b3023b5ba1cc831c3ef114f688eef382def44"
    first = on_engine.json("search", "relational home")["hits"][0]
    assert first["therapist"]["kind"] == "organization"
    assert "relational home" in first["evidence"][0]["text"]


def _name_and_place(therapist: dict[str, Any]) -> str:
    places = [f"{place['city']}, {place['state']} {place['zip']}" for place in therapist["locations"]]
    return "|".join([therapist["name"], str(therapist["organization"]), *places])
