"""The cache of page extracts: Parquet per batch, keyed by url, page digest and extractor version."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from records import PageExtract
from store.parquet import write_records

ExtractKey = tuple[str, str]  # url, digest


class _Row(Struct, frozen=True):
    url: str
    digest: str
    extractor: str
    extract: str


class ExtractCache:
    """The extracts of one extractor version in a directory; it can always be rebuilt from the archive."""

    def __init__(self, directory: Path, extractor: str) -> None:
        self._directory = directory
        self._extractor = extractor

    def keys(self) -> set[ExtractKey]:
        """The pages whose extracts are here."""
        found: set[ExtractKey] = set()
        for table in self._tables(["url", "digest"]):
            found.update(zip(table["url"].to_pylist(), table["digest"].to_pylist(), strict=True))
        return found

    def add(self, extracts: list[PageExtract]) -> None:
        """Keeps a batch; it is there whole or not at all."""
        rows = [
            _Row(extract.url, extract.digest, self._extractor, msgspec.json.encode(extract).decode())
            for extract in extracts
        ]
        if not rows:
            return
        write_records(self._directory / f"{uuid4().hex}.parquet", _Row, rows)

    def read(self) -> Iterator[PageExtract]:
        """Every extract, in no particular order; one page may come twice after a race of two writers."""
        decoder = msgspec.json.Decoder(PageExtract)
        for table in self._tables(["extract"]):
            for text in table["extract"].to_pylist():
                yield decoder.decode(text)

    def older(self, wanted: Collection[ExtractKey]) -> Iterator[PageExtract]:
        """The extracts of these pages by any extractor, one of each page, where there are any."""
        decoder = msgspec.json.Decoder(PageExtract)
        found: set[ExtractKey] = set()
        for table in self._tables(["url", "digest", "extract"], any_extractor=True) if wanted else ():
            for url, digest, text in zip(*(column.to_pylist() for column in table.columns), strict=True):
                if (url, digest) in wanted and (url, digest) not in found:
                    with suppress(msgspec.DecodeError):  # one that was written in another shape
                        yield decoder.decode(text)
                        found.add((url, digest))

    def files(self) -> list[Path]:
        """The batches, of all extractor versions."""
        return sorted(self._directory.glob("*.parquet"))

    def remove(self, files: list[Path]) -> None:
        """Forgets batches."""
        for file in files:
            file.unlink(missing_ok=True)  # one that could not be read is gone already

    def _tables(self, columns: list[str], *, any_extractor: bool = False) -> Iterator[pa.Table]:
        """The batches of this extractor; one that cannot be read is no loss, its pages are extracted again."""
        for file in self.files():
            try:
                filters = None if any_extractor else [("extractor", "=", self._extractor)]
                yield pq.read_table(file, columns=columns, filters=filters)
            except (pa.ArrowException, OSError):
                file.unlink(missing_ok=True)
