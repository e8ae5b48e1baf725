"""Reading the files of the relevance set; what is wrong with one is said in one line."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from msgspec import Struct, ValidationError, convert

from index_config.data import ROOT
from records.errors import TherapyIndexError

FOLDER = ROOT / "relevance"

Entry = TypeVar("Entry", bound=Struct)


def read_entries(path: Path, kind: type[Entry]) -> dict[str, Entry]:
    """The entries of a file by their keys. Raises TherapyIndexError for what is no such file."""
    key = ""
    entries: dict[str, Entry] = {}
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  # a safe one
        for key, entry in convert(read, dict[str, Any]).items():
            entries[key] = convert(entry, kind)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise wrong(path, f"{key}: {' '.join(str(error).split())}".removeprefix(": ")) from error
    return entries


class _Loader(yaml.CSafeLoader):
    """YAML in which no entry is lost unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuses a key that stands twice: only the second would count."""
        names = [key.value for key, _ in node.value]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def wrong(path: Path, reason: str) -> TherapyIndexError:
    """The error for a file of the set."""
    return TherapyIndexError(f"{path}: {reason}.")
