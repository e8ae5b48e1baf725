"""Reading the data files that stand beside the modules of this room."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def read_yaml(package: str, name: str) -> Any:
    """The content of a data file of a package, read once: it is shared, and not to be changed."""
    return yaml.load(files(package).joinpath(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
