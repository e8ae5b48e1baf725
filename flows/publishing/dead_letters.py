"""Dead letters: the documents of a version that the engine did not take, with the reason, beside its run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from records.errors import TherapyIndexError
from search.writer import DeadLetter, IndexName
from store.files import cannot_read, whole_file
from store.runs import Run


class Letter(Struct, frozen=True, kw_only=True):
    """One line of the file."""

    index: IndexName
    id: str
    reason: str
    document: dict[str, Any]


@contextmanager
def dead_letters(run: Run, version: str) -> Iterator[Callable[[IndexName, DeadLetter], None]]:
    """Keeps what the engine does not take of a version, for `publish --retry-dead`; no file, when all is taken."""
    path = file_of(run, version)
    with whole_file(path) as temporary, temporary.open("wb") as file:

        def keep(index: IndexName, letter: DeadLetter) -> None:
            line = Letter(index=index, id=letter.id, reason=letter.reason, document=letter.document)
            file.writelines([msgspec.json.encode(line), b"\n"])

        yield keep
    if not path.stat().st_size:
        path.unlink()


def read_letters(run: Run, version: str) -> Iterator[Letter]:
    """The dead letters of a version, none where there is no file. Raises TherapyIndexError when it cannot be read."""
    path = file_of(run, version)
    decoder = msgspec.json.Decoder(Letter)
    try:
        with path.open("rb") as lines:
            yield from map(decoder.decode, lines)
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot_read(path, error) from error
    except msgspec.DecodeError as error:
        raise TherapyIndexError(f"{path} is damaged ({error}): build anew with `therapyindex publish`.") from error


def file_of(run: Run, version: str) -> Path:
    """Where the dead letters of a version stand."""
    return run.directory / f"dead-letters-{version}.jsonl"
