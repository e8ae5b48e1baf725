"""Reading the data files of this room."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent


def read_yaml(name: str) -> Any:
    """The content of a data file, by its path below this room."""
    return yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
