"""Records that cannot be read, are of another shape, or hold what no engine takes."""

import json
from pathlib import Path

import msgspec
import pyarrow.parquet
import pytest

from tests.flows.publish_faults.publishing import Publishing
from tests.repetitions import each


def newest(publishing: Publishing) -> Path:
    return max((publishing.data / "runs").iterdir())


@pytest.mark.parametrize("name", each(["therapists", "statements", "approaches"]))
def test_a_file_that_is_cut_off(publishing: Publishing, name: str) -> None:
    before = publishing.records(50)
    publishing.publish()
    after = publishing.records(51)
    file = newest(publishing) / f"{name}.parquet"
    whole = file.read_bytes()
    for share in each([0.5, 0.0, 0.999]):
        file.write_bytes(whole[: int(len(whole) * share)])
        assert "restore it from a backup" in publishing.line()
        live = publishing.live()
        assert {index: live[index] for index in before} == before
    file.write_bytes(whole)
    publishing.publish()
    publishing.is_whole(after)


@pytest.mark.parametrize("name", each(["therapists", "claims", "provenance", "statement_history"]))
def test_unchanged_hides_no_damage(on_embedded: Publishing, name: str) -> None:
    counts = on_embedded.records(50)
    on_embedded.publish()
    file = newest(on_embedded) / f"{name}.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    assert "restore it from a backup" in on_embedded.line()
    file.unlink()
    assert "restore it from a backup" in on_embedded.line()
    file.write_bytes(whole)
    assert on_embedded.publish().outcome == "unchanged"
    on_embedded.is_whole(counts)


def test_unchanged_hides_no_file_of_another_run(on_embedded: Publishing) -> None:
    on_embedded.records(50)
    on_embedded.publish()
    (file,) = newest(on_embedded).glob("therapists.parquet")
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(file).slice(1), file)
    assert "holds 49 rows, not the 50 of its manifest" in on_embedded.line()


def test_a_run_of_a_newer_version(publishing: Publishing) -> None:
    before = publishing.records(50)
    publishing.publish()
    publishing.records(51)
    manifest = newest(publishing) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}))
    assert "newer therapyindex: update" in publishing.line()
    live = publishing.live()
    assert {index: live[index] for index in before} == before


def test_a_run_of_an_older_version(publishing: Publishing) -> None:
    """Format 1 had no claims and links; what is published is all there."""
    after = publishing.records(51)
    manifest = newest(publishing) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 1}))
    for name in ("claims", "links"):
        (newest(publishing) / f"{name}.parquet").unlink()
    publishing.publish()
    publishing.is_whole(after)


@pytest.mark.parametrize("change", each(["missing", "other"]))
def test_a_file_of_another_shape(publishing: Publishing, change: str) -> None:
    before = publishing.records(50)
    publishing.publish()
    publishing.records(51)
    file = newest(publishing) / "therapists.parquet"
    table = pyarrow.parquet.read_table(file)
    column = table.column_names.index("fee_min")
    table = table.remove_column(column)
    if change == "other":
        table = table.add_column(column, "fee_min", pyarrow.array(["none"] * len(table)))
    pyarrow.parquet.write_table(table, file)
    assert "restore it from a backup" in publishing.line()
    live = publishing.live()
    assert {index: live[index] for index in before} == before


def test_one_document_of_many_that_no_engine_takes(publishing: Publishing) -> None:
    publishing.records(100)
    publishing.publish()
    after = publishing.records(10_000, odd=4_321)
    done = publishing.run.json("publish")
    assert (done["outcome"], done["dead"]) == ("published", 1)
    publishing.is_whole(after | {"therapists": 9_999})
    (file,) = newest(publishing).glob("dead-letters-*.jsonl")
    (letter,) = (msgspec.json.decode(line) for line in file.read_bytes().splitlines())
    assert letter["id"] == "t4321"
    assert "name_sort" in letter["reason"]
