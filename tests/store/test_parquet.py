"""Records survive a Parquet file exactly."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import Approach, ApproachClaim, Change, Location, Phrase, Therapist
from records.change import Op
from records.errors import TherapyIndexError
from store.parquet import ROWS_PER_GROUP, read_numbered, read_records, schema_of, write_records

NOON = datetime(2026, 5, 30, 12, tzinfo=UTC)
texts = st.text(st.characters(codec="utf-8"))
therapists = st.builds(
    Therapist,
    id=texts,
    name=texts,
    credentials=st.lists(texts, max_size=3),
    locations=st.lists(st.builds(Location, city=st.none() | texts, lat=st.none() | st.floats(-90, 90)), max_size=2),
    telehealth=st.none() | st.booleans(),
    fee_min=st.none() | st.floats(0, 500),
    approaches=st.lists(
        st.builds(ApproachClaim, id=texts, claim=st.just("ticked"), claims=st.just(["ticked"])), max_size=2
    ),
    about=st.none() | texts,
    first_seen=st.just(NOON),
    last_seen=st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001  # bounds carry no zone
    last_confirmed=st.just(NOON),
)


@given(rows=st.lists(therapists, max_size=3))
def test_round_trip(tmp_path_factory: object, rows: list[Therapist]) -> None:
    path = Path(tmp_path_factory.mktemp("parquet")) / "therapists.parquet"  # type: ignore[attr-defined]  # pytest's factory
    assert write_records(path, Therapist, rows) == len(rows)
    assert list(read_records(path, Therapist)) == rows


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    write_records(tmp_path / "none.parquet", Approach, [])
    assert list(read_records(tmp_path / "none.parquet", Approach)) == []


def test_the_schema_is_the_record() -> None:
    schema = schema_of(Approach)
    assert schema.names == list(Approach.__struct_fields__)
    assert schema.field("last_new_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("phrases").type == pa.list_(pa.struct(list(schema_of(Phrase))))


@pytest.mark.parametrize(("wanted", "found"), [("2", ["2"]), (["1", "3", "9"], ["1", "3"]), ([], [])])
def test_only_rows_that_are_wanted(tmp_path: Path, wanted: str | list[str], found: list[str]) -> None:
    path = tmp_path / "changes.parquet"
    write_records(path, Change, [Change(op="ADD", record="approach", id=str(number)) for number in range(5)])
    assert [row.id for row in read_records(path, Change, ("id", wanted))] == found


def test_numbered_rows_from_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "changes.parquet"
    ops: list[Op] = ["ADD", "SEEN", "DEL"]
    rows = [Change(op=ops[number % 3], record="approach", id=str(number)) for number in range(2 * ROWS_PER_GROUP + 7)]
    write_records(path, Change, rows)
    told = [(number, row) for number, row in enumerate(rows) if row.op != "SEEN"]
    for start in (0, 1, ROWS_PER_GROUP - 1, ROWS_PER_GROUP, ROWS_PER_GROUP + 1, 2 * ROWS_PER_GROUP + 6, len(rows)):
        found = list(read_numbered(path, Change, ("op", ["ADD", "DEL"]), start))
        assert found == [(number, row) for number, row in told if number >= start]


def test_a_column_that_is_missing_is_no_absent_value(tmp_path: Path) -> None:
    path = tmp_path / "therapists.parquet"
    write_records(path, Therapist, [])
    pq.write_table(pq.read_table(path).drop_columns(["fee_min"]), path)
    with pytest.raises(TherapyIndexError, match="no column fee_min"):
        list(read_records(path, Therapist))
