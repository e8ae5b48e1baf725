"""The change feed: every swap enters what it changed, whatever happens between; replayed, it gives the export."""

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from flows.publishing import feed
from flows.publishing.opening import at_the_desk
from flows.stages.export import export
from flows.stages.rollback import rollback
from records import Change
from records.feed import ChangesQuery
from records.optouts import Key
from search.changes import ChangeFeed
from store.optouts import add_optout, load_optouts
from store.publications import Publication, add_publication, list_publications, read_feed
from tests.flows.making import DAY, START, House, person

KINDS = ("therapists", "statements", "approaches")
Records = dict[tuple[str, str], Any]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "data")


def publications(house: House) -> list[Publication]:
    return list_publications(house.ledger, "embedded")


def told(house: House, publication: Publication, *ops: Any) -> dict[tuple[str, str], Change]:
    rows = read_feed(house.store, publication, ops or ("ADD", "MOD", "DEL", "SEEN"))
    return {(one.op, one.id): one for _, one in rows}


def exported(house: House, folder: Path, file_format: Any = "jsonl") -> Records:
    """All records of an export, by kind and id; its changes and those seen again stand beside them."""
    export(house.store, folder, file_format=file_format)
    return {(kind, row["id"]): row for kind in KINDS for row in rows(folder, kind, file_format)}


def rows(folder: Path, name: str, file_format: str) -> Iterator[Any]:
    if file_format == "parquet":
        for row in pq.read_table(folder / f"{name}.parquet").to_pylist():
            yield json.loads(json.dumps(row, default=lambda at: at.isoformat().replace("+00:00", "Z")))
        return
    for line in (folder / f"{name}.jsonl").read_text().splitlines():
        yield json.loads(line)


def replay(records: Records, changes: list[Any]) -> Records:
    """The loop of docs/analyst.md and docs/front-end.md."""
    held = {key: dict(row) for key, row in records.items()}
    for one in changes:
        key = f"{one['record']}s".replace("approachs", "approaches"), one["id"]
        values = json.loads(one["values"]) if isinstance(one["values"], str) else one["values"]
        if one["op"] == "DEL":
            held.pop(key, None)
        else:
            held.setdefault(key, {}).update(values)
    return held


def since(house: House, version: str, limit: int = 3) -> list[Any]:
    """All changes since a version with those seen again, as a client pages through them."""
    found: list[Any] = []
    cursor, answers = None, ChangeFeed(house.store, "embedded")
    while True:
        query = ChangesQuery(since=version, seen=True, limit=limit, cursor=cursor)
        page = answers.page(query)
        found += [{"op": one.op, "record": one.record, "id": one.id, "values": one.values} for one in page.changes]
        cursor = page.next
        if cursor is None:
            return found


ADA, BO, CY = person(1, "Ada Quill", "We look at ties."), person(2, "Bo Marsh", "Slowly."), person(3, "Cy Oakes")
BO_LATER = person(2, "Bo Marsh", "Slowly and together.", pronouns="he/him", seen=START + DAY)
ADA_SEEN = person(1, "Ada Quill", "We look at ties.", seen=START + DAY)
DEE = person(4, "Dee Larkin", "At your pace.", fee_min=120.0)


def test_the_first_publish_adds_everything(house: House) -> None:
    version = house.published([ADA, CY])
    (entry,) = publications(house)
    assert (entry.kind, entry.version, entry.before, entry.counts) == ("publish", version, None, {"ADD": 4})
    assert Path(entry.changes).name.startswith(f"changes-{version}")
    assert (house.store.data / entry.changes).parent.joinpath("manifest.json").exists()
    assert set(told(house, entry)) == {("ADD", one) for one in ("t0001", "t0003", "s-t0001", "relational-therapy")}


def test_what_a_publish_changes(house: House) -> None:
    first = house.published([ADA, BO, CY])
    house.published([ADA_SEEN, BO_LATER, DEE], visits=2)
    entry = publications(house)[-1]
    assert entry.before == first
    found = told(house, entry)
    assert {key for key in found if key[0] != "SEEN"} == {
        ("MOD", "t0002"), ("MOD", "s-t0002"), ("DEL", "t0003"), ("ADD", "t0004"), ("ADD", "s-t0004"),
    }  # fmt: skip
    assert {key for key in found if key[0] == "SEEN"} == {
        ("SEEN", "t0001"), ("SEEN", "s-t0001"), ("SEEN", "relational-therapy"),
    }  # fmt: skip
    assert found["MOD", "t0002"].changed == ["last_confirmed", "last_seen", "pronouns"]


@pytest.mark.parametrize("file_format", ["jsonl", "parquet"])
def test_exports_replayed(house: House, tmp_path: Path, file_format: Any) -> None:
    runs = [[ADA, BO, CY], [ADA_SEEN, BO_LATER, DEE], [CY, DEE], [ADA, BO_LATER, CY]]
    held: Records = {}
    versions: list[tuple[str, Records]] = []
    for number, people in enumerate(runs):
        version = house.published(people, visits=number)
        folder = tmp_path / str(number)
        new = exported(house, folder, file_format)
        changes = [*rows(folder, "changes", file_format), *rows(folder, "seen", file_format)]
        assert {one["op"] for one in rows(folder, "changes", file_format)} <= {"ADD", "MOD", "DEL"}
        assert json.loads((folder / "export.json").read_text())["since"] == (versions[-1][0] if versions else None)
        held = replay(held, changes)
        assert held == new
        versions.append((version, new))
    rollback(house.store, house.search, versions[1][0])
    after = exported(house, tmp_path / "back", file_format)
    assert after == versions[1][1]
    changes = [*rows(tmp_path / "back", "changes", file_format), *rows(tmp_path / "back", "seen", file_format)]
    assert replay(held, changes) == after
    for version, records in versions:
        assert replay(records, since(house, version)) == after


def test_a_kill_between_swap_and_entry_is_mended(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = house.published([ADA, BO, CY])
    old = exported(house, tmp_path / "old")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(feed, "enter", killed)
        with pytest.raises(KeyboardInterrupt):
            house.published([ADA_SEEN, BO_LATER, DEE])
    assert [one.version for one in publications(house)] == [first]
    between = exported(house, tmp_path / "between")  # of what is live, entry or not
    changes = [*rows(tmp_path / "between", "changes", "jsonl"), *rows(tmp_path / "between", "seen", "jsonl")]
    assert replay(old, changes) == between
    for _ in range(2):
        with at_the_desk(house.store, house.search) as desk:
            live = desk.live
    assert [(one.kind, one.version) for one in publications(house)] == [("publish", first), ("publish", live)]
    assert replay(old, since(house, first)) == between
    assert exported(house, tmp_path / "after") == between


def test_what_never_became_live_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.published([ADA])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("search.engines.tantivy_writer.TantivyWriter.swap", killed)
        with pytest.raises(KeyboardInterrupt):
            house.published([ADA, BO])
    house.published([ADA, CY])
    assert [one.counts for one in publications(house)] == [{"ADD": 3}, {"ADD": 1}]
    files = {path.relative_to(house.store.data).as_posix() for path in house.store.data.glob("runs/*/changes-*")}
    assert files == {one.changes for one in publications(house)}


def test_a_rollback_and_forth_keep_every_file(house: House) -> None:
    first = house.published([ADA, BO])
    second = house.published([ADA, CY])
    rollback(house.store, house.search, first)
    house.published()  # the last run again
    entries = publications(house)
    assert [one.kind for one in entries] == ["publish", "publish", "rollback", "publish"]
    assert [one.before for one in entries] == [None, first, second, first]
    assert len({one.changes for one in entries}) == 4
    assert set(told(house, entries[0])) >= {("ADD", "t0002")}
    assert set(told(house, entries[2])) == {("ADD", "t0002"), ("ADD", "s-t0002"), ("DEL", "t0003")}


def test_an_optout_is_told_and_nothing_else_of_them(house: House, tmp_path: Path) -> None:
    first = house.published([ADA, BO, CY])
    old = exported(house, tmp_path / "old")
    add_optout(house.ledger, [Key("id", "t0002")])
    feed.record_optout(house.ledger, house.store, "embedded", first, {"t0002": ["s-t0002"]})
    feed.record_optout(house.ledger, house.store, "embedded", first, {"t0002": ["s-t0002"]})
    assert len(publications(house)) == 2
    entry = publications(house)[-1]
    assert (entry.kind, entry.version, entry.counts) == ("optout", first, {"DEL": 2})
    out = exported(house, tmp_path / "out")
    assert ("therapists", "t0002") not in out
    assert replay(old, since(house, first)) == out
    house.published([ADA_SEEN, BO_LATER, DEE])
    assert {key for key in told(house, publications(house)[-1]) if "t0002" in key[1]} == set()
    new = exported(house, tmp_path / "new")
    assert replay(old, since(house, first)) == new
    changes = [*rows(tmp_path / "new", "changes", "jsonl"), *rows(tmp_path / "new", "seen", "jsonl")]
    assert replay(old, changes) == replay(out, changes) == new
    everything = since(house, "2026-01-01")
    assert {one["op"] for one in everything if "t0002" in one["id"]} == {"DEL"}
    rollback(house.store, house.search, first)
    back = exported(house, tmp_path / "back")
    assert back == out
    assert replay(new, since(house, publications(house)[-2].version)) == back
    assert replay(old, since(house, first)) == back  # it is live again, without whom it had at first


def test_an_optout_that_nobody_entered_is_told_once_by_the_next_publisher(house: House, tmp_path: Path) -> None:
    first = house.published([ADA, BO])
    old = exported(house, tmp_path / "old")
    add_optout(house.ledger, [Key("id", "t0002")])
    house.published([ADA_SEEN, BO_LATER])
    house.published([ADA, BO])
    assert [one.kind for one in publications(house)] == ["publish", "optout", "publish", "publish"]
    gone = [key for one in publications(house) for key in told(house, one, "DEL")]
    assert sorted(gone) == [("DEL", "s-t0002"), ("DEL", "t0002")]
    assert replay(old, since(house, first)) == exported(house, tmp_path / "new")


def test_an_optout_of_the_last_moment_is_told_by_the_swap(house: House) -> None:
    first = house.published([ADA, BO])
    add_optout(house.ledger, [Key("id", "t0002")])
    run = house.run([ADA_SEEN, BO_LATER])
    optouts = load_optouts(house.ledger)
    prepared = feed.prepare(house.ledger, house.store, "embedded", "next", run, START, optouts, "publish")
    assert prepared.before == first
    assert set(told(house, prepared, "DEL")) == {("DEL", "t0002"), ("DEL", "s-t0002")}
    assert set(told(house, prepared, "OUT")) == {("OUT", "t0002")}


@pytest.mark.parametrize("damaged", ["runs/*/statements.parquet", "runs/*/changes-*.parquet"])
def test_what_was_shown_can_be_told_no_more(house: House, tmp_path: Path, damaged: str) -> None:
    house.published([ADA, BO, CY])
    (file,) = house.store.data.glob(damaged)
    file.write_bytes(file.read_bytes()[:-16])
    house.published([ADA, BO])
    entry = publications(house)[-1]
    assert entry.before is None
    assert set(told(house, entry)) >= {("ADD", "t0001"), ("ADD", "t0002")}
    assert ("therapists", "t0003") not in exported(house, tmp_path / "new")


def test_who_comes_back_is_added(house: House, tmp_path: Path) -> None:
    add_optout(house.ledger, [Key("id", "t0002")])
    first = house.published([ADA, BO, CY])
    old = exported(house, tmp_path / "old")
    with house.ledger.begin() as connection:
        connection.exec_driver_sql("DELETE FROM optouts")
    house.published([ADA, BO, CY])
    assert set(told(house, publications(house)[-1])) == {("ADD", "t0002"), ("ADD", "s-t0002")}
    new = exported(house, tmp_path / "new")
    assert ("therapists", "t0002") in new
    assert replay(old, since(house, first)) == new


def test_somebody_unseen_for_too_long_is_gone(house: House, tmp_path: Path) -> None:
    long_ago = START - timedelta(days=500)
    house.published([ADA, person(2, "Bo Marsh", status="stale", seen=START)])
    house.published([ADA, person(2, "Bo Marsh", status="stale", seen=long_ago)])
    assert set(told(house, publications(house)[-1])) == {("DEL", "t0002")}
    assert ("therapists", "t0002") not in exported(house, tmp_path / "new")


def test_where_the_run_before_is_gone_everything_is_added_again(house: House) -> None:
    house.published([ADA])
    entry = publications(house)[-1]
    (house.store.data / entry.changes).parent.joinpath("manifest.json").unlink()
    house.published([ADA, CY])
    assert (publications(house)[-1].before, publications(house)[-1].counts) == (None, {"ADD": 4})


def test_a_version_of_before_the_feed_is_entered_as_the_first(house: House) -> None:
    version = house.published([ADA])
    with house.ledger.begin() as connection:
        connection.exec_driver_sql("DELETE FROM publications")
    house.published([ADA, CY])
    assert [(one.before, one.counts) for one in publications(house)] == [(None, {"ADD": 3}), (version, {"ADD": 1})]


def test_no_formula_in_csv(house: House, tmp_path: Path) -> None:
    house.published([person(1, "=1+1", "@SUM(1)")])
    export(house.store, tmp_path / "out", file_format="csv")
    with (tmp_path / "out" / "therapists.csv").open(newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["'=1+1"]
    with (tmp_path / "out" / "changes.csv").open(newline="") as file:
        changes = list(csv.DictReader(file))
    assert [row["op"] for row in changes] == ["ADD", "ADD", "ADD"]
    assert {row["values"][0] for row in changes} == {"{"}


def test_times_grow_though_the_clock_goes_back(house: House) -> None:
    house.published([ADA])
    entry = publications(house)[-1]
    add_publication(house.ledger, replace(entry, at=entry.at - DAY))
    first, second = (one.at for one in publications(house))
    assert first == entry.at < second
