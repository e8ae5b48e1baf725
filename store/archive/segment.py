"""A WARC file while it grows, and what becomes of it when its writer dies.

It is called `NNNNN.warc.gz.open` and locked for as long as its writer lives, and gets its name without `.open` when
it is closed. A file that no living writer holds is cut behind its last whole member and closed.
"""

import contextlib
import fcntl
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Self

from store.files import cannot_write, sync_directory
from store.settings import StoreSettings

gzip: ModuleType = zlib
with contextlib.suppress(ImportError):  # not built for every machine
    from isal import isal_zlib

    gzip = isal_zlib  # several times faster than zlib at nearly its size; both release the GIL

_OPEN = ".open"
_GZIP = 31  # zlib's word for "a gzip member"
_LEVEL = 1
_CHUNK = 1 << 20


def compress(record: bytes) -> bytes:
    """A record as one gzip member."""
    return bytes(gzip.compress(record, _LEVEL, _GZIP))


def decompress(member: bytes) -> bytes:
    """The record in a gzip member. Raises ValueError when it is not a whole one."""
    try:
        return bytes(gzip.decompress(member, _GZIP))
    except gzip.error as error:
        raise ValueError(str(error)) from error


class Segment:
    """One WARC file being written. Members go straight to the file: a killed writer loses at most the last."""

    def __init__(self, file: int, path: Path) -> None:
        self._file = file
        self._path = path  # with .open
        self.size = 0

    @property
    def name(self) -> str:
        """The file's name once it is closed."""
        return self._path.name.removesuffix(_OPEN)

    @classmethod
    def create(cls, directory: Path) -> Self:
        """The next file of a crawl. Raises TherapyIndexError when it cannot be made."""
        try:
            directory.mkdir(parents=True, exist_ok=True)
            number = _next_number(directory)
            while True:
                path = directory / f"{number:05d}.warc.gz{_OPEN}"
                if (file := _claim(path)) is not None:
                    return cls(file, path)
                number += 1
        except OSError as error:
            raise cannot_write(directory, error) from error

    def append(self, member: bytes) -> int:
        """Writes a member and returns its offset.

        A member that does not fit is taken back, and TherapyIndexError raised.
        """
        offset, rest = self.size, memoryview(member)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            os.ftruncate(self._file, offset)
            os.lseek(self._file, offset, os.SEEK_SET)
            raise cannot_write(self._path, error) from error
        self.size += len(member)
        return offset

    def sync(self) -> None:
        """Everything appended is on disk."""
        try:
            os.fsync(self._file)
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def close(self) -> None:
        """On disk, under its final name."""
        try:
            _finish(self._file, self._path)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        finally:
            os.close(self._file)


def recover(settings: StoreSettings, source: str = "*", crawl: str = "*") -> None:
    """Closes the files whose writers are dead; those of living ones are left alone."""
    for path in (settings.data / "archive").glob(f"{source}/{crawl}/*.warc.gz{_OPEN}"):
        recover_file(path)


def recover_file(path: Path) -> None:
    """Closes one such file, cut behind its last whole member; nothing to do when it is gone or its writer lives."""
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        if not _lock(file, path):
            return
        whole = max((offset + length for offset, length, _ in members(path)), default=0)
        if whole == 0:
            path.unlink()
            return
        os.ftruncate(file, whole)
        _finish(file, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        os.close(file)


def members(path: Path, start: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Each whole member from `start` on: offset, length and the record in it. Ends at the first torn one."""
    with path.open("rb") as file:
        file.seek(start)
        offset, pending = start, file.read(_CHUNK)
        while pending:
            decoder, taken, parts = gzip.decompressobj(_GZIP), 0, []
            while pending and not decoder.eof:
                try:
                    parts.append(decoder.decompress(pending))
                except gzip.error:
                    return
                taken += len(pending) - len(decoder.unused_data)
                pending = decoder.unused_data if decoder.eof else file.read(_CHUNK)
            if not decoder.eof:
                return
            yield offset, taken, b"".join(parts)
            offset += taken
            pending = pending or file.read(_CHUNK)


def final_or_open(path: Path) -> Path:
    """The file under its final name, or still open; a dead writer's is closed first."""
    if not path.exists():
        unfinished = path.with_name(path.name + _OPEN)
        recover_file(unfinished)
        if not path.exists() and unfinished.exists():
            return unfinished
    return path


def _next_number(directory: Path) -> int:
    return 1 + max((int(path.name.split(".")[0]) for path in directory.glob("*.warc.gz*")), default=-1)


def _claim(path: Path) -> int | None:
    """Creates and locks the file; None when another writer has, or had, this number."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return None
    fcntl.flock(file, fcntl.LOCK_EX)
    # Between creation and lock a recovery may have taken the empty file for a dead writer's and removed it; and
    # another writer may have closed its file of this number since the directory was read.
    if _is_still(file, path):
        if not path.with_name(path.name.removesuffix(_OPEN)).exists():
            sync_directory(path.parent)
            return file
        path.unlink()
    os.close(file)
    return None


def _lock(file: int, path: Path) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return _is_still(file, path)


def _is_still(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _finish(file: int, path: Path) -> None:
    os.fsync(file)
    path.rename(path.with_name(path.name.removesuffix(_OPEN)))
    sync_directory(path.parent)
