"""What was made of archived pages: Parquet per batch, so that no page is read twice. It can always be rebuilt."""

from collections.abc import Callable, Collection, Iterator, Set
from contextlib import suppress
from pathlib import Path
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from records.errors import TherapyIndexError
from store.files import cannot_read, remove
from store.parquet import write_records


class OfPage(Protocol):
    """Something made of one body of one page: the page's url, and the sha256 of the body."""

    @property
    def url(self) -> str: ...  # noqa: D102

    @property
    def digest(self) -> str: ...  # noqa: D102


Made = TypeVar("Made", bound=OfPage)
PageKey = tuple[str, str]  # url, digest


class _Row(Struct, frozen=True):
    url: str
    digest: str
    made: str


class PageCache(Generic[Made]):
    """What one version of some code made of pages: a kind of files in a directory, a file per batch and version."""

    def __init__(self, directory: Path, kind: str, version: str, made: type[Made]) -> None:
        self._directory = directory
        self._kind = kind
        self._version = version
        self._decoder = msgspec.json.Decoder(made)
        self._encoder = msgspec.json.Encoder()

    def add(self, rows: Collection[Made], batch: str | None = None) -> str:
        """Keeps a batch, under this name or a new one, which is given back; it is there whole or not at all."""
        name = batch or uuid4().hex
        encoded = [_Row(row.url, row.digest, self._encoder.encode(row).decode()) for row in rows]
        write_records(self._file(name), _Row, encoded)
        return name

    def batches(self) -> list[str]:
        """The names of this version's batches."""
        return sorted(
            path.name.partition(".")[0] for path in self._directory.glob(f"*.{self._kind}.{self._version}.parquet")
        )

    def read(self, batches: Collection[str]) -> Iterator[Made]:
        """What stands in these batches. One that cannot be read is no loss: it is removed, its pages are read again."""
        for batch in batches:
            file = self._file(batch)
            try:
                yield from [self._decoder.decode(text) for _, text in _rows(file)]
            except (msgspec.MsgspecError, TypeError):  # of another shape
                remove([file])

    def older(self, wanted: Set[PageKey]) -> Iterator[Made]:
        """What any version made of these pages, one of each page, where there is any."""
        found: set[PageKey] = set()
        for file in self.files() if wanted else ():
            if found.issuperset(wanted):
                return
            if wanted.isdisjoint(_keys(file)):
                continue
            for key, text in _rows(file):
                if key in wanted and key not in found:
                    with suppress(msgspec.MsgspecError, TypeError):  # one that was written in another shape
                        yield self._decoder.decode(text)
                        found.add(key)

    def all(self) -> Iterator[Made]:
        """What every version made. Raises TherapyIndexError where that cannot be read any more."""
        for file in self.files():
            try:
                yield from [self._decoder.decode(text) for _, text in _rows(file)]
            except (msgspec.MsgspecError, TypeError) as error:
                raise TherapyIndexError(f"{file} cannot be read: run `therapyindex normalize --all`.") from error

    def edit(self, change: Callable[[Made], Made | None], held: Set[PageKey]) -> int:
        """Changes what any version made of pages, and drops what is None then or of no page that is held; how many.

        What cannot be decoded any more goes too.
        """
        changed = 0
        for file in self.files():
            rows = [(key, text, self._edited(key, text, change, held)) for key, text in _rows(file)]
            different = sum(new != text for _, text, new in rows)
            if different:
                kept = [_Row(url, digest, new) for (url, digest), _, new in rows if new is not None]
                write_records(file, _Row, kept)
                changed += different
        return changed

    def _edited(self, key: PageKey, text: str, change: Callable[[Made], Made | None], held: Set[PageKey]) -> str | None:
        if key not in held:
            return None
        try:
            made = self._decoder.decode(text)
        except (msgspec.MsgspecError, TypeError):
            return None
        changed = change(made)
        if changed is made:
            return text
        return None if changed is None else self._encoder.encode(changed).decode()

    def files(self) -> list[Path]:
        """The files of all versions."""
        return sorted(self._directory.glob(f"*.{self._kind}.*.parquet"))

    def remove_others(self) -> None:
        """Removes the files of all other versions."""
        own = {self._file(batch) for batch in self.batches()}
        remove(file for file in self.files() if file not in own)

    def _file(self, batch: str) -> Path:
        return self._directory / f"{batch}.{self._kind}.{self._version}.parquet"


def _keys(file: Path) -> Iterator[PageKey]:
    urls, digests = _columns(file, ["url", "digest"])
    return zip(urls, digests, strict=True)


def _rows(file: Path) -> Iterator[tuple[PageKey, str]]:
    urls, digests, texts = _columns(file, ["url", "digest", "made"])
    return zip(zip(urls, digests, strict=True), texts, strict=True)


def _columns(file: Path, names: list[str]) -> list[list[str]]:
    """The columns of a batch; one that is damaged is removed, its columns are empty.

    Raises TherapyIndexError when it may be whole and cannot be read now.
    """
    try:
        table = pq.read_table(file, columns=names)
    except FileNotFoundError:
        return [[] for _ in names]
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the system's, not of what stands in the file
            raise cannot_read(file, error) from error
        remove([file])
        return [[] for _ in names]
    return [table[name].to_pylist() for name in names]
