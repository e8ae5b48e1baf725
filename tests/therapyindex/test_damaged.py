"""Damaged versions and runs: whoever asks leaves all that can be read; a rollback or the next night mends the rest."""

import shutil
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from store.ledger import open_ledger
from store.publications import list_publications
from store.settings import StoreSettings
from tests.therapyindex.running import Therapyindex
from tests.therapyindex.test_optout import directory, exported, line, names, night, profile


def damage(path: Path) -> None:
    """Changes what a file holds, not its size nor its end, where checks of a format look."""
    content = bytearray(path.read_bytes())
    middle = len(content) - 200
    content[: max(middle, 16)] = bytes(max(middle, 16))
    path.write_bytes(content)


def damage_version(run: Therapyindex, version: str, kind: str) -> None:
    """Takes a file of its index from a version of the embedded engine, or changes it."""
    for file in (run.data / "index" / version / "therapists").glob("*.term"):
        if kind == "gone":
            file.unlink()
        else:
            damage(file)


def damage_run(run: Therapyindex, version: str) -> Path:
    """Changes the statements in the run of a version; gives its folder."""
    known: dict[str, str] = {row["version"]: row["run"] for row in run.json("versions")}
    folder = run.data / "runs" / known[version]
    damage(folder / "statements.parquet")
    return folder


@pytest.mark.parametrize("kind", ["gone", "changed"])
def test_a_damaged_kept_version_keeps_nobody_in_the_live_one(
    therapyindex: Therapyindex, tmp_path: Path, kind: str
) -> None:
    ada = directory(therapyindex, tmp_path)
    oldest = therapyindex.json("versions")[0]["version"]
    kept = therapyindex.json("publish", "--force")["version"]
    live = therapyindex.json("publish", "--force")["version"]
    damage_version(therapyindex, kept, kind)
    told = line(therapyindex("optout", "add", ada, code=1))
    assert kept in told
    assert live not in told
    assert names(therapyindex) == {"Bo Tarn"}
    assert therapyindex.json("rollback")["version"] == oldest  # the damaged one does not obey
    assert names(therapyindex) == {"Bo Tarn"}
    assert kept in line(therapyindex("rollback", kept, code=1))
    profile(therapyindex, tmp_path, "cy-vance", "Cy Vance", phone="(503) 555-0177")
    assert night(therapyindex)["outcome"] == "published"
    assert names(therapyindex) == {"Bo Tarn", "Cy Vance"}


def test_a_damaged_live_version_is_left_and_built_anew(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    first = therapyindex.json("versions")[0]["version"]
    live = therapyindex.json("publish", "--force")["version"]
    damage_version(therapyindex, live, "changed")
    assert "publish --force" in line(therapyindex("search", "emdr", code=1))
    assert live in line(therapyindex("optout", "add", ada, code=1))
    assert therapyindex.json("rollback")["version"] == first
    assert names(therapyindex) == {"Bo Tarn"}
    damage_version(therapyindex, first, "gone")
    therapyindex("optout", "add", "Cy Marsh, OR", code=1)
    assert (
        therapyindex.json("publish", "--force", "--accept", "rejected", "--why", "it was damaged")["outcome"]
        == "published"
    )
    assert names(therapyindex) == {"Bo Tarn"}


@pytest.mark.parametrize("index", ["statements", "approaches"])
def test_whoever_asks_leaves_what_is_left_of_the_live_version(
    on_engine: Therapyindex, tmp_path: Path, index: str
) -> None:
    ada = directory(on_engine, tmp_path)
    lose(on_engine, on_engine.json("versions")[0]["version"], index)
    (applied,) = on_engine.json("optout", "add", ada)["applied"]
    assert applied["state"] == "applied"
    assert sum(applied["documents"].values()) > 0
    assert names(on_engine) == {"Bo Tarn"}
    said = on_engine("optout", "verify", code=1 if index == "statements" else 0).stdout
    assert ("not looked at" in said) == (index == "statements")
    assert on_engine.json("publish")["outcome"] == "published"
    on_engine("optout", "verify")
    assert names(on_engine) == {"Bo Tarn"}


def lose(run: Therapyindex, version: str, index: str) -> None:
    """Takes a whole index from a version."""
    if "ELASTICSEARCH_URL" not in run.env:
        shutil.rmtree(run.data / "index" / version / index)
        return
    with Elasticsearch(run.env["ELASTICSEARCH_URL"]) as client:
        client.indices.delete(index=f"{run.env['THERAPYINDEX_ALIAS']}-{index}-{version}")


def test_a_live_version_without_its_mark_is_told(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    damage(therapyindex.data / "index" / therapyindex.json("versions")[0]["version"] / "meta.json")
    assert "publish --force" in line(therapyindex("optout", "add", ada, code=1))
    assert "publish --force" in therapyindex("optout", "verify", code=1).stdout
    therapyindex("publish", "--force")
    therapyindex("optout", "verify")
    assert names(therapyindex) == {"Bo Tarn"}


def test_no_way_back_to_what_cannot_be_shown(on_engine: Therapyindex, tmp_path: Path) -> None:
    directory(on_engine, tmp_path)
    first = on_engine.json("versions")[0]["version"]
    second = on_engine.json("publish", "--force")["version"]
    live = on_engine.json("publish", "--force")["version"]
    shut(on_engine, second)
    assert second in line(on_engine("rollback", second, code=1))
    assert len(names(on_engine)) == 2
    assert on_engine.json("rollback") == {"version": first, "left": live}
    assert len(names(on_engine)) == 2


def test_unchanged_is_not_said_of_what_cannot_be_shown(on_engine: Therapyindex, tmp_path: Path) -> None:
    ada = directory(on_engine, tmp_path)
    assert on_engine.json("publish")["outcome"] == "unchanged"
    live = on_engine.json("versions")[0]["version"]
    shut(on_engine, live)
    assert live in on_engine("doctor", code=1).stdout
    told = line(on_engine("optout", "add", ada, code=1))
    assert live in told
    assert "publish --force" in told
    assert on_engine.json("publish")["outcome"] == "published"
    assert live not in on_engine("doctor").stdout
    assert names(on_engine) == {"Bo Tarn"}
    on_engine("optout", "add", ada)


def shut(run: Therapyindex, version: str) -> None:
    """Closes the therapists' index of a version, or changes a file of it where nothing can be closed."""
    if "ELASTICSEARCH_URL" not in run.env:
        damage_version(run, version, "changed")
        return
    with Elasticsearch(run.env["ELASTICSEARCH_URL"]) as client:
        client.indices.close(index=f"{run.env['THERAPYINDEX_ALIAS']}-therapists-{version}")


def test_a_damaged_run_keeps_nobody_in_its_version(on_engine: Therapyindex, tmp_path: Path) -> None:
    ada = directory(on_engine, tmp_path)
    first = on_engine.json("versions")[0]["version"]
    profile(on_engine, tmp_path, "cy-vance", "Cy Vance", phone="(503) 555-0177")
    second = night(on_engine)["version"]
    damaged = [damage_run(on_engine, version) for version in (first, second)]
    added = on_engine.json("optout", "add", ada)
    assert (added["ids"], len(added["unread"])) == ([ada], 2)  # whom the ledger knows by her addresses
    assert "damaged" in on_engine("optout", "add", ada).stdout
    assert names(on_engine) == {"Bo Tarn", "Cy Vance"}
    assert told(on_engine) == {"DEL": 2}
    profile(on_engine, tmp_path, "dee-marsh", "Dee Marsh", phone="(503) 555-0188")
    assert "move its run away" in line(on_engine("normalize", code=1))
    for one in damaged:
        one.rename(tmp_path / one.name)
    assert night(on_engine)["outcome"] == "published"
    assert names(on_engine) == {"Bo Tarn", "Cy Vance", "Dee Marsh"}


def told(run: Therapyindex) -> dict[str, int]:
    """What the last publication says, by operation."""
    ledger = open_ledger(StoreSettings(data=run.data))
    known = [one for engine in ("embedded", "elasticsearch") for one in list_publications(ledger, engine)]
    return known[-1].counts


def test_an_export_holds_what_its_version_shows(on_engine: Therapyindex, tmp_path: Path) -> None:
    ada = directory(on_engine, tmp_path)
    on_engine("optout", "add", ada)
    on_engine("optout", "remove", ada)
    assert names(on_engine) == {"Bo Tarn"}  # shown again after the next publish
    assert {one["name"] for one in exported(on_engine, tmp_path)} == {"Bo Tarn"}
    assert night(on_engine)["outcome"] == "published"
    assert {one["name"] for one in exported(on_engine, tmp_path)} == names(on_engine) == {"Ada Quill", "Bo Tarn"}


def ledger_files(run: Therapyindex) -> list[Path]:
    return list(run.data.glob("ledger.db*"))


def test_a_ledger_from_a_backup_forgets_nobody_unseen(on_engine: Therapyindex, tmp_path: Path) -> None:
    ada = directory(on_engine, tmp_path)
    profile(on_engine, tmp_path, "cy-vance", "Cy Vance", phone="(503) 555-0177")
    night(on_engine)
    backup = tmp_path / "backup"
    backup.mkdir()
    on_engine("optout", "add", "Dee Marsh, OR")
    for file in ledger_files(on_engine):
        shutil.copy(file, backup)
    on_engine("optout", "add", ada)
    for file in ledger_files(on_engine):
        file.unlink()
    for file in backup.iterdir():
        shutil.copy(file, on_engine.data)
    assert "old copy" in line(on_engine("publish", "--force", code=1))
    assert names(on_engine) == {"Bo Tarn", "Cy Vance"}
    added = on_engine.json("optout", "add", "Cy Vance, OR")  # as many opt-outs as the lost ledger knew
    assert len(added["ids"]) == 1
    assert names(on_engine) == {"Bo Tarn"}


def test_a_lost_ledger_is_missed(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    therapyindex("optout", "add", ada)
    for file in ledger_files(therapyindex):
        file.unlink()
    assert "restore it from a backup" in line(therapyindex("publish", code=1))
    assert "restore it from a backup" in line(therapyindex("normalize", code=1))
    with pytest.raises(AssertionError, match="restore it from a backup"):
        profile(therapyindex, tmp_path, "cy-vance", "Cy Vance")
    assert not ledger_files(therapyindex)
    (therapyindex.data / "ledger.db").touch()
    assert "old copy" in line(therapyindex("publish", "--force", code=1))
    assert names(therapyindex) == {"Bo Tarn"}


def test_an_export_holds_what_a_version_shows_that_came_back(on_engine: Therapyindex, tmp_path: Path) -> None:
    ada = directory(on_engine, tmp_path)
    on_engine("optout", "add", ada)
    profile(on_engine, tmp_path, "cy-vance", "Cy Vance", phone="(503) 555-0177")
    night(on_engine)
    on_engine("optout", "remove", ada)
    on_engine("rollback")
    assert {one["name"] for one in exported(on_engine, tmp_path)} == names(on_engine) == {"Bo Tarn"}
    assert ada not in (tmp_path / "out" / "changes.jsonl").read_text()
    on_engine("normalize")
    on_engine("publish", "--force")
    assert (
        {one["name"] for one in exported(on_engine, tmp_path)}
        == names(on_engine)
        == {"Ada Quill", "Bo Tarn", "Cy Vance"}
    )
    assert ada in (tmp_path / "out" / "changes.jsonl").read_text()
