"""Reading the data files that stand beside the modules of this room."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from index_config.data import Kind, load_any, load_yaml


@cache
def read_yaml(package: str, name: str) -> Any:
    """The content of a data file of a package, read once: it is shared, and not to be changed."""
    return load_any(_path(package, name))


def read_kind(package: str, name: str, kind: type[Kind]) -> Kind:
    """The same as a record of that kind. Both raise TherapyIndexError for what is none."""
    return load_yaml(_path(package, name), kind)


def _path(package: str, name: str) -> Path:
    return Path(str(files(package))) / name
