"""The cache of page extracts: Parquet per batch, keyed by url, page digest and extractor version."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import msgspec
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
        for file in self._files():
            table = pq.read_table(file, columns=["url", "digest"], filters=self._mine())
            found.update(zip(table["url"].to_pylist(), table["digest"].to_pylist(), strict=True))
        return found

    def add(self, extracts: list[PageExtract]) -> None:
        """Keeps a batch; it is there whole or not at all."""
        rows = [
            _Row(extract.url, extract.digest, extract.extractor, msgspec.json.encode(extract).decode())
            for extract in extracts
        ]
        write_records(self._directory / f"{uuid4().hex}.parquet", _Row, rows)

    def read(self) -> Iterator[PageExtract]:
        """Every extract, in no particular order; one page may come twice after a race of two writers."""
        decoder = msgspec.json.Decoder(PageExtract)
        for file in self._files():
            for text in pq.read_table(file, columns=["extract"], filters=self._mine())["extract"].to_pylist():
                yield decoder.decode(text)

    def clear(self) -> None:
        """Forgets all extracts of this extractor version and of older ones."""
        for file in self._files():
            file.unlink()

    def _files(self) -> list[Path]:
        return sorted(self._directory.glob("*.parquet"))

    def _mine(self) -> list[tuple[str, str, str]]:
        return [("extractor", "=", self._extractor)]
