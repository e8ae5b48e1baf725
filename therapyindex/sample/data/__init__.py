"""The sample directory's words, places and sentences."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """What stands in the YAML file `name` of this folder."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_bytes())
