"""Understanding pages: what breaks on one page costs that page only, and what is known is not made again."""

import json
from pathlib import Path
from typing import Any

import pytest

from index_config import taxonomy as room
from pipelines.extract import extract_page
from store.broken import open_broken
from tests.therapyindex.inside import inside
from tests.therapyindex.running import REPOSITORY, TWIN, URL, Therapyindex

FAULTS = REPOSITORY / "tests" / "flows" / "faults"
PAGE = "<title>Ada Quill</title><h1>Ada Quill</h1><p>Languages: English</p><p>Fees: $120</p><!-- {} -->"
EMDR = "https://www.therapyden.com/specialties/emdr"


def save(folder: Path, name: str, note: str) -> Path:
    """An approach page with a note that says what happens to it."""
    file = folder / f"{name}.html"
    file.write_text(
        f"<h1>EMDR</h1><p>Words about it, some dozen of them, so that they define what it is.</p><!-- {note} -->"
        f"<p>I go slowly and I look for what is steady in you, before anything else is asked of you, {name}.</p>"
        "<p>— Ada Quill, Counselor in Salem, OR</p>"
    )
    return file


@pytest.mark.parametrize(
    ("note", "code"),
    [("kill-the-process", "extractor-crash"), ("break-the-extractor", "extractor-error")],
)
def test_a_page_that_breaks_the_extractor_is_set_aside_with_a_copy(tmp_path: Path, note: str, code: str) -> None:
    whole = inside(Therapyindex(tmp_path / "data"))
    faulty = Therapyindex(tmp_path / "data", {"PYTHONPATH": str(FAULTS)})
    whole.import_page(TWIN)
    for name, says in (("good", ""), ("bad", note)):
        whole("import", str(save(tmp_path, name, says)), "--approach", "emdr", "--url", f"{EMDR}?{name}")
    run = faulty.json("normalize")["run"]
    assert run["quarantine"] == {code: 1}
    assert run["counts"]["therapists"] >= 15
    (row,) = [
        json.loads(line) for line in (whole.data / "runs" / run["id"] / "quarantine.jsonl").read_text().splitlines()
    ]
    (copy,) = (whole.data / "extracts").glob("broken-*.json")
    assert copy.name in row["detail"]
    assert note.encode() in open_broken(copy).body
    assert extract_page(open_broken(copy)).approach is not None  # without the fault
    half_written = whole.data / "extracts" / ".cut.extracts.3.parquet.4711.part"
    half_written.touch()
    mended = whole.json("normalize")["run"]
    assert mended["quarantine"] == {}
    # Neither the copy of a page that can be read again stays, nor what a killed process was writing.
    assert {file.suffix for file in (whole.data / "extracts").iterdir()} == {".parquet"}


def test_a_page_that_cannot_be_extracted_any_more_keeps_its_older_extract(tmp_path: Path) -> None:
    whole = inside(Therapyindex(tmp_path / "data"))
    faulty = Therapyindex(tmp_path / "data", {"PYTHONPATH": str(FAULTS)})
    whole("import", str(save(tmp_path, "bad", "break-the-extractor")), "--approach", "emdr", "--url", EMDR)
    before = whole.json("normalize")["run"]
    after = faulty.json("normalize", "--all")["run"]
    assert (after["counts"], after["quarantine"]) == (before["counts"], {"extractor-error": 1})


def test_a_new_page_costs_its_own_extraction_only(therapyindex: Therapyindex, tmp_path: Path) -> None:
    therapyindex.import_page(TWIN)
    assert therapyindex.json("normalize")["extracted"] == 1
    therapyindex("import", str(save(tmp_path, "more", "")), "--approach", "emdr", "--url", EMDR)
    assert therapyindex.json("normalize")["extracted"] == 1
    assert therapyindex.json("normalize", "--all")["extracted"] == 2


def test_another_taxonomy_renews_readings_and_no_extract(therapyindex: Therapyindex) -> None:
    therapyindex.import_page(TWIN)
    therapyindex.json("normalize")
    extracts = therapyindex.data / "extracts"
    (kept,) = extracts.glob("*.extracts.*.parquet")
    (old,) = extracts.glob("*.readings.*.parquet")
    assert room.load_taxonomy().digest in old.name
    stamp = kept.stat().st_mtime_ns
    # As another taxonomy left it:
    old.rename(old.with_name(old.name.replace(room.load_taxonomy().digest, "0" * 16)))
    again = therapyindex.json("normalize")
    assert (again["extracted"], again["changed"]) == (0, False)
    (new,) = extracts.glob("*.readings.*.parquet")
    assert new.name == old.name
    assert kept.stat().st_mtime_ns == stamp


def therapists(therapyindex: Therapyindex, run_id: str) -> list[dict[str, Any]]:
    therapyindex("export", str(therapyindex.data.parent / "out"), "--run", run_id, "--format", "jsonl")
    return therapyindex.exported(therapyindex.data.parent / "out", "therapists")


def explained(therapyindex: Therapyindex, therapist_id: str) -> dict[str, Any]:
    found: dict[str, Any] = therapyindex.json("explain", therapist_id)
    return found


def test_explain_shows_why_and_corrections_hold(therapyindex: Therapyindex, tmp_path: Path) -> None:
    therapyindex.import_page(TWIN)
    first = therapyindex.json("normalize")["run"]
    therapyindex("export", str(tmp_path / "out"), "--format", "jsonl")
    one, other = therapyindex.exported(tmp_path / "out", "therapists")[:2]
    told = explained(therapyindex, one["id"])
    assert told["links"][0]["source_url"] == URL
    assert {row["field"] for row in told["provenance"]} >= {"name", "title"}
    (claim,) = [row for row in told["claims"] if row["approach_id"] == "relational-therapy"]
    assert claim["text"][claim["start"] : claim["end"]] == told["statements"][0]["text"]
    (therapyindex.data / "corrections.yaml").write_text(
        f"merge:\n  - ids: [{one['id']}, {other['id']}]\n    why: one person\n"
        f"set:\n  - id: {one['id']}\n    fields: {{pronouns: she/her}}\n"
    )
    second = therapyindex.json("normalize")["run"]
    assert second["counts"]["therapists"] == first["counts"]["therapists"] - 1
    by_former = explained(therapyindex, other["id"])
    assert by_former["therapist"]["pronouns"] == "she/her"
    assert {by_former["therapist"]["id"], *by_former["therapist"]["former_ids"]} == {one["id"], other["id"]}
    shown = therapyindex("explain", one["id"]).stdout
    assert "corrections.yaml" in shown
    assert "correction (1.00)" in shown
    diff = therapyindex.json("diff", first["id"], second["id"])
    assert diff["counts"]["therapist DEL"] == 1
    assert "therapist pronouns" in diff["fields"]
    text = therapyindex("diff", first["id"], second["id"]).stdout
    assert "changed pronouns: 1" in text
    assert "(absent) -> she/her" in text
    assert "approaches: 0 added" in text
    (therapyindex.data / "corrections.yaml").unlink()
    third = therapyindex.json("normalize")["run"]
    assert third["digest"] == first["digest"]
    assert therapyindex.json("diff", first["id"], third["id"])["differences"] == []


def test_explain_shows_a_value_once_and_where_else_it_stands(therapyindex: Therapyindex, tmp_path: Path) -> None:
    for slug in ("emdr", "gestalt-therapy"):
        url = f"https://www.therapyden.com/specialties/{slug}"
        therapyindex("import", str(save(tmp_path, slug, "")), "--approach", slug, "--url", url)
    run_id = therapyindex.json("normalize")["run"]["id"]
    (one,) = therapists(therapyindex, run_id)
    told = explained(therapyindex, one["id"])
    assert [row["value"] for row in told["provenance"] if row["field"] == "name"] == ["Ada Quill"] * 2
    shown = therapyindex("explain", one["id"]).stdout.partition("  name\n")[2].splitlines()
    assert shown[0] == "    * Ada Quill"
    assert "specialties/" in shown[1]
    assert shown[2] == "      and the same on 1 more (--json shows all)"


def test_a_run_is_not_unchanged_when_what_stands_behind_its_values_is_not(therapyindex: Therapyindex) -> None:
    therapyindex.import_page(TWIN)
    first = therapyindex.json("normalize")["run"]
    (one, *_) = therapists(therapyindex, first["id"])
    (therapyindex.data / "corrections.yaml").write_text(
        f"set:\n  - id: {one['id']}\n    fields: {{name: {one['name']}}}\n"
    )
    second = therapyindex.json("normalize")
    assert (second["changed"], second["run"]["digest"]) == (True, first["digest"])
    assert "corrections.yaml" in therapyindex("explain", one["id"]).stdout
    assert therapyindex.json("normalize")["changed"] is False
    manifest = therapyindex.data / "runs" / second["run"]["id"] / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"extractor": "', '"extractor": "before-'))
    assert therapyindex.json("normalize")["changed"] is True
    assert therapyindex.json("normalize")["changed"] is False


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("merge: [", "cannot be read"),
        ("merge:\n  - ids: [t1]\n", "length >= 2"),
        ("split:\n  - id: t1\n", "missing required field"),
        ("unknown: 1\n", "unknown field"),
        ("set:\n  - id: t1\n    fields: {shoe_size: 43}\n", "cannot be set"),
        ("- t1\n", "Expected `object`"),
        (f"merge: {'[' * 5_000}", "nested too deeply"),
        ("merge:\n  - ids: [t1, t1]\n", "twice"),
    ],
)
def test_corrections_that_cannot_be_are_one_clear_line(therapyindex: Therapyindex, content: str, told: str) -> None:
    therapyindex.import_page(TWIN)
    (therapyindex.data / "corrections.yaml").write_text(content)
    done = therapyindex("normalize", code=2)
    assert told in done.stderr
    assert "corrections.yaml" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert len(done.stderr) < 400
    assert not (therapyindex.data / "extracts").exists()  # said before any work is done


def test_a_correction_that_meets_nobody_is_counted(therapyindex: Therapyindex) -> None:
    therapyindex.import_page(TWIN)
    (therapyindex.data / "corrections.yaml").write_text("set:\n  - id: tnobody\n    fields: {phone: null}\n")
    assert therapyindex.json("normalize")["run"]["quarantine"] == {"correction-unused": 1}


def test_a_run_that_is_none_is_answered_with_those_that_are(therapyindex: Therapyindex) -> None:
    therapyindex.import_page(TWIN)
    run_id = therapyindex.json("normalize")["run"]["id"]
    for wrong in ("norun", "", f"../runs/{run_id}", "."):
        assert f"the newest are {run_id}" in therapyindex("diff", run_id, wrong, code=1).stderr
    assert f"the newest are {run_id}" in therapyindex("explain", "tnobody", "--run", "", code=1).stderr
    shown = therapyindex("diff", run_id, run_id).stdout
    assert "no difference" in shown


def test_a_damaged_manifest_is_said_with_what_to_do(therapyindex: Therapyindex) -> None:
    therapyindex.import_page(TWIN)
    run_id = therapyindex.json("normalize")["run"]["id"]
    (therapyindex.data / "runs" / run_id / "manifest.json").write_text("{")
    for command in (["normalize"], ["status"], ["explain", "t1"], ["diff", run_id, run_id]):
        said = therapyindex(*command, code=1).stderr
        assert f"move {therapyindex.data / 'runs' / run_id} away" in said


@pytest.mark.parametrize("command", [["explain", "tnobody"], ["diff", "norun", "norun"]])
def test_what_is_not_there_is_one_clear_line(therapyindex: Therapyindex, command: list[str]) -> None:
    assert "therapyindex" in therapyindex(*command, code=1).stderr
    therapyindex.import_page(TWIN)
    therapyindex("normalize")
    assert len(therapyindex(*command, code=1).stderr.strip().splitlines()) == 1
