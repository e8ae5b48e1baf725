"""The embedded engine's files, and its schema as derived from the mappings.

VERSION/{therapists,statements,approaches}/ are tantivy's. VERSION/meta.json is written last: without it a version is
not finished. The file `live` holds JSON {version, published_at} and is replaced by one rename.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias, get_args, get_type_hints

import msgspec
import tantivy
from msgspec import Struct

from index_config.analysis import stemmer_language, word_pattern
from index_config.mappings import INDEXES, Index, properties
from records import Therapist
from records.errors import EngineUnavailable
from search.writer import VersionInfo, VersionMeta
from store.files import whole_file

NUMBER = "number"  # the id as a number (see search.ranking.number_of)
STATUS = "status_number"  # the place of the status in STATUSES
Stamp: TypeAlias = tuple[int, int, int]
STATUSES: tuple[str, ...] = get_args(get_type_hints(Therapist)["status"])


class Damaged(EngineUnavailable):
    """A file cannot be read or holds nonsense; the next publish writes it anew."""


class Pointer(Struct, frozen=True, kw_only=True):
    """The content of the file `live`."""

    version: str
    published_at: datetime


class Files:
    """Where things are in the engine's directory. Looking creates nothing."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.pointer = directory / "live"

    def version(self, version: str) -> Path:
        """The directory of a version."""
        return self.directory / version

    def live(self) -> str | None:
        """The version the pointer names; None when there is no pointer."""
        content = _content(self.pointer)
        return _decoded(self.pointer, content, Pointer).version if content is not None else None

    def point(self, version: str, at: datetime) -> None:
        """Makes a version the live one."""
        with whole_file(self.pointer) as temporary:
            temporary.write_bytes(msgspec.json.encode(Pointer(version=version, published_at=at)))

    def info(self, version: str) -> VersionInfo | None:
        """A finished version; None for any other."""
        path = self.meta(version)
        content = _content(path)
        return VersionInfo(version=version, meta=_decoded(path, content, VersionMeta)) if content is not None else None

    def write_meta(self, version: str, meta: VersionMeta) -> None:
        """Writes what a version was built from, which also marks it as finished."""
        with whole_file(self.meta(version)) as temporary:
            temporary.write_bytes(msgspec.json.encode(meta))

    def stamp(self, path: Path) -> Stamp | None:
        """What changes when a file is replaced; None when it is not there."""
        try:
            status = path.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def meta(self, version: str) -> Path:
        """The file that marks a version as finished."""
        return self.version(version) / "meta.json"

    def is_there(self, version: str, index: Index) -> bool:
        """Whether there is such an index, as far as its list of segments tells."""
        return (self.version(version) / index / "meta.json").exists()

    def finished(self) -> Iterator[VersionInfo]:
        """All finished versions that are whole and can be read, oldest first."""
        for path in sorted(self.directory.glob("*/meta.json")):
            with suppress(Damaged):
                info = self.info(path.parent.name)
                if info and all(self.is_there(info.version, index) for index in INDEXES):
                    yield info


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError as error:
        raise EngineUnavailable(
            f"{path} is a directory where a file belongs: remove it, then run `therapyindex publish --force`."
        ) from error
    except OSError as error:
        raise EngineUnavailable(f"cannot read {path} ({error.strerror}): mend its permissions.") from error


def _decoded(path: Path, content: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError as error:
        raise Damaged(f"{path} is damaged: run `therapyindex publish --force` to build it anew.") from error


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """For all that reads tantivy's files: raises Damaged where it cannot, also where it panics."""
    try:
        yield
    except BaseException as error:  # a panic is no Exception
        if not is_damage(error):
            raise
        raise unreadable(path) from error


def unreadable(path: Path) -> Damaged:
    """What is told of an index that cannot be read."""
    if path.exists() and not os.access(path, os.W_OK):
        return Damaged(
            f"cannot open the index in {path}, which is read-only, while the embedded engine keeps a lock file there: "
            "make it writable, or copy the data directory."
        )
    return Damaged(f"cannot read the index in {path}: run `therapyindex publish --force` to build it anew.")


def is_damage(error: BaseException) -> bool:
    """Whether tantivy says that it cannot read, or write, a file."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"


def schema(index: Index) -> tantivy.Schema:
    """The schema of an index."""
    builder = tantivy.SchemaBuilder()
    for name, mapping in properties(index).items():
        match mapping["type"]:
            case "text":
                builder.add_text_field(name, tokenizer_name="words")
            case "keyword" | "boolean" | "geo_point":  # the last two as words: "true", "45.52,-122.64"
                builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
            case "float":
                builder.add_float_field(name, indexed=True, fast=True)
            case "date":
                builder.add_date_field(name, indexed=True, fast=True)
            case "object":  # stored only, as JSON
                builder.add_bytes_field(name, stored=True)
            case other:
                raise ValueError(f"the embedded engine has no field type for {other}")
    # Candidates are ranked by numbers: tantivy hands out no other fast fields.
    builder.add_integer_field(NUMBER, fast=True)
    builder.add_integer_field(STATUS, fast=True)
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """The analyzer `words`: the same terms as index_config.analysis.tokens."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(word_pattern()))
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer(stemmer_language()))
        .build()
    )


def point(lat: float, lon: float) -> str:
    """A point (degrees) as the word under which it is indexed."""
    return f"{lat:.6f},{lon:.6f}"
