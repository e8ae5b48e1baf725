"""Parquet files whose columns are exactly the fields of a record."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from records.errors import TherapyIndexError
from store.files import whole_file

Record = TypeVar("Record", bound=Struct)

ROWS_PER_GROUP = 5_000
_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def schema_of(record: type[Struct]) -> pa.Schema:
    """The Arrow schema of a record type: times are microseconds UTC, literals strings, structs nested."""
    return pa.schema(list(_fields(record)))


def write_records(path: Path, record: type[Record], rows: Iterable[Record]) -> int:
    """Writes the rows as one Parquet file, a group at a time; returns their number."""
    schema, count, rows = schema_of(record), 0, iter(rows)
    with whole_file(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        while group := list(islice(rows, ROWS_PER_GROUP)):
            plain = msgspec.to_builtins(group, builtin_types=(datetime,))
            writer.write_table(pa.Table.from_pylist(plain, schema=schema))
            count += len(group)
    return count


def read_records(path: Path, record: type[Record], wanted: tuple[str, str] | None = None) -> Iterator[Record]:
    """The rows of a Parquet file, read a group at a time; only those with the `wanted` (column, value), where given."""
    try:
        if wanted:
            column, value = wanted
            table = pq.read_table(path, filters=[(column, "=", value)])
            yield from _records_of(table.to_batches(), record)
            return
        with pq.ParquetFile(path) as file:
            yield from _records_of(file.iter_batches(batch_size=ROWS_PER_GROUP), record)
    except (pa.ArrowException, OSError, msgspec.ValidationError) as error:
        raise TherapyIndexError(
            f"{path} cannot be read ({' '.join(str(error).split())[:120]}): restore it from a backup, or move its run "
            "away and run `therapyindex normalize`."
        ) from error


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
