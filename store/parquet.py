"""Parquet files whose columns are exactly the fields of a record."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from msgspec import Struct

from records.errors import Unreadable
from store.files import whole_file

Record = TypeVar("Record", bound=Struct)

ROWS_PER_GROUP = 5_000
ROWS_AT_ONCE = 500  # in memory: as Python objects they are twenty times as large as in the file
_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def schema_of(record: type[Struct]) -> pa.Schema:
    """The Arrow schema of a record type: times are microseconds UTC, literals strings, structs nested."""
    return pa.schema(list(_fields(record)))


def write_records(path: Path, record: type[Record], rows: Iterable[Record]) -> int:
    """Writes the rows as one Parquet file, a group at a time; returns their number."""
    schema, count = schema_of(record), 0
    batches = _batches_of(rows, schema)
    with whole_file(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        while group := list(islice(batches, ROWS_PER_GROUP // ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_batches(group))
            count += sum(batch.num_rows for batch in group)
    return count


def read_records(
    path: Path, record: type[Record], wanted: tuple[str, str | Collection[str]] | None = None
) -> Iterator[Record]:
    """The rows of a Parquet file, read a group at a time.

    With `wanted` (column, value or values) only those that have it. Only the record's fields are read: they may be
    fewer than the file's columns.
    """
    with _readable(path):
        if wanted:
            column, value = wanted
            there = pc.field(column)
            condition = there == value if isinstance(value, str) else there.isin(pa.array(list(value), pa.string()))
            yield from _records_of(pq.read_table(path, filters=condition).to_batches(), record)
            return
        with pq.ParquetFile(path) as file:
            columns = list(record.__struct_fields__)
            # Without a column its field would be absent from every record, and nobody would notice.
            if missing := set(columns) - set(file.schema_arrow.names):
                raise pa.ArrowInvalid(f"it has no column {', '.join(sorted(missing))}")
            # Threads gain nothing with so few rows, and each keeps memory of its own.
            batches = file.iter_batches(batch_size=ROWS_AT_ONCE, columns=columns, use_threads=False)
            yield from _records_of(batches, record)


def read_numbered(
    path: Path, record: type[Record], wanted: tuple[str, Collection[str]], start: int = 0
) -> Iterator[tuple[int, Record]]:
    """The rows from number `start` on that have one of the `wanted` (column, values), each with its number.

    Groups before `start` are not read, rows that are not wanted not decoded.
    """
    column, values = wanted
    number = 0
    with _readable(path), pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if number + rows > start:
                table = file.read_row_group(group).slice(max(0, start - number))
                numbers = pa.array(range(max(start, number), number + rows))
                kept = pc.is_in(table[column], pa.array(list(values), pa.string()))
                found = _records_of(table.filter(kept).to_batches(), record)
                yield from zip(numbers.filter(kept).to_pylist(), found, strict=True)
            number += rows


def count_records(path: Path) -> int:
    """The number of rows of a Parquet file."""
    with _readable(path), pq.ParquetFile(path) as file:
        return int(file.metadata.num_rows)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, msgspec.ValidationError) as error:
        raise Unreadable(
            f"{path} cannot be read ({' '.join(str(error).split())[:120]}): restore it from a backup, or move its run "
            "away and run `therapyindex normalize`."
        ) from error


def _batches_of(rows: Iterable[Struct], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    rows = iter(rows)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield pa.RecordBatch.from_pylist(msgspec.to_builtins(some, builtin_types=(datetime,)), schema=schema)


def _records_of(batches: Iterable[pa.RecordBatch], record: type[Record]) -> Iterator[Record]:
    for batch in batches:
        yield from msgspec.convert(batch.to_pylist(), list[record])  # type: ignore[valid-type]  # a type held in a variable


def _fields(record: type[Struct]) -> Iterator[pa.Field]:
    hints = get_type_hints(record)
    for name in record.__struct_fields__:
        yield pa.field(name, _arrow(hints[name]))


def _arrow(hint: Any) -> pa.DataType:
    arguments = [argument for argument in get_args(hint) if argument is not type(None)]
    if hint in _PLAIN:
        return _PLAIN[hint]
    if hint is datetime:
        return pa.timestamp("us", tz="UTC")
    if isinstance(hint, type) and issubclass(hint, Struct):
        return pa.struct(list(_fields(hint)))
    if get_origin(hint) is list:
        return pa.list_(_arrow(arguments[0]))
    if isinstance(arguments[0], str):  # Literal["current", ...]
        return pa.string()
    return _arrow(arguments[0])  # X | None
