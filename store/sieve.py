"""Files of rows (Parquet, JSON lines, CSV) without some of their rows: written anew, whole, where there are any."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from records.errors import TherapyIndexError
from store.files import whole_file

Going = Callable[[Mapping[str, Any]], bool]
"""Whether a row goes; of Parquet files it is shown `columns` only."""

SUFFIXES = (".parquet", ".jsonl", ".csv")
COLUMNS = ("id", "therapist_id", "op", "record", "values")


def sift(path: Path, going: Going) -> int:
    """Writes a file without the rows that go; gives their number. A file without any is left as it is.

    Raises TherapyIndexError when the file cannot be read. Whoever has it open goes on reading what it was.
    """
    found = count(path, going)
    if not found:
        return 0
    with whole_file(path) as temporary:
        match path.suffix:
            case ".parquet":
                _sift_parquet(path, temporary, going)
            case ".jsonl":
                with temporary.open("wb") as file:
                    file.writelines(line for line, row in _lines(path) if not going(row))
            case _:
                _sift_table(path, temporary, going)
    return found


def count(path: Path, going: Going) -> int:
    """How many rows of a file go. Raises TherapyIndexError when it cannot be read."""
    return sum(map(going, rows(path)))


def rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a file; of Parquet files only the columns by which rows are known.

    Raises TherapyIndexError when it cannot be read.
    """
    try:
        match path.suffix:
            case ".parquet":
                with pq.ParquetFile(path) as file:
                    names = [name for name in COLUMNS if name in file.schema_arrow.names]
                    for batch in file.iter_batches(columns=names):
                        yield from batch.to_pylist()
            case ".jsonl":
                yield from (row for _, row in _lines(path))
            case _:
                with path.open(encoding="utf-8", newline="") as file:
                    yield from csv.DictReader(file)
    except (pa.ArrowException, msgspec.MsgspecError, csv.Error, ValueError, OSError) as error:
        raise TherapyIndexError(f"{path} cannot be read ({' '.join(str(error).split())[:120]}).") from error


def _sift_parquet(path: Path, temporary: Path, going: Going) -> None:
    with pq.ParquetFile(path) as file:
        names = [name for name in COLUMNS if name in file.schema_arrow.names]
        with pq.ParquetWriter(temporary, file.schema_arrow, compression="zstd") as writer:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                kept = [not going(row) for row in table.select(names).to_pylist()]
                writer.write_table(table.filter(pa.array(kept, pa.bool_())))


def _sift_table(path: Path, temporary: Path, going: Going) -> None:
    with (
        path.open(encoding="utf-8", newline="") as before,
        temporary.open("w", encoding="utf-8", newline="") as after,
    ):
        table = csv.DictReader(before)
        writer = csv.DictWriter(after, table.fieldnames or [])
        writer.writeheader()
        writer.writerows(row for row in table if not going(row))


def _lines(path: Path) -> Iterator[tuple[bytes, Mapping[str, Any]]]:
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                row = msgspec.json.decode(line)
                yield line, row if isinstance(row, dict) else {}
