"""The words of the directory, read once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words(name: str) -> Any:
    """The content of `data/<name>.yaml`."""
    return yaml.safe_load(files(__package__).joinpath("data", f"{name}.yaml").read_text(encoding="utf-8"))
