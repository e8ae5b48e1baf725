"""Reading the files of the relevance set; what is wrong with one is said in one line."""

from pathlib import Path
from typing import TypeVar

import yaml
from msgspec import Struct, ValidationError, convert

from index_config.data import ROOT
from records.errors import TherapyIndexError

FOLDER = ROOT / "relevance"

Entry = TypeVar("Entry", bound=Struct)


def read_entries(path: Path, kind: type[Entry]) -> dict[str, Entry]:
    """The entries of a file by their keys. Raises TherapyIndexError for what is no such file."""
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return convert(read, dict[str, kind])  # type: ignore[valid-type]  # a type held in a variable
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise wrong(path, " ".join(str(error).split())) from error


def wrong(path: Path, reason: str) -> TherapyIndexError:
    """The error for a file of the set."""
    return TherapyIndexError(f"{path}: {reason}.")
