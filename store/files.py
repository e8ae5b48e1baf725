"""Files that appear whole or not at all."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from records.errors import TherapyIndexError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; renamed to it, safely on disk, when the block ends without an error."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():  # told before the work: several files that belong together appear all or none
            raise IsADirectoryError(errno.EISDIR, "it is a directory")
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_directory(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):  # what went wrong before is what the user should hear
            temporary.unlink(missing_ok=True)


def unfinished_in(directory: Path) -> list[Path]:
    """What killed processes were writing in a directory."""
    return sorted(directory.glob(".*.part"))


def abandoned_in(directory: Path) -> list[Path]:
    """What killed processes of this machine were writing in a directory and below it."""
    return sorted(path for path in directory.rglob(".*.part") if not _is_alive(path.name.split(".")[-2]))


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def remove(files: Iterable[Path]) -> None:
    """Removes files; one that is gone already is no matter. Raises TherapyIndexError when one cannot be removed."""
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(file, error) from error


def nearest_existing(path: Path) -> Path:
    """The path itself where it exists, else the nearest of its parents that does."""
    return next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())


def sync_directory(path: Path) -> None:
    """Makes the names in a directory survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def cannot_write(path: Path, error: OSError) -> TherapyIndexError:
    """The one line for a full disk, a read-only directory and their like."""
    return TherapyIndexError(
        f"cannot write {path} ({error.strerror or error}): make room or mend the permissions, then run this again."
    )


def cannot_read(path: Path, error: OSError) -> TherapyIndexError:
    """The one line for a file that is there and does not open."""
    return TherapyIndexError(
        f"cannot read {path} ({error.strerror or error}): mend the disk or the permissions, then run this again."
    )
