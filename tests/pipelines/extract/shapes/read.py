"""The cases of the shapes: one YAML file per group in the folder `cases`."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("cases")


def cases(group: str) -> Any:
    """The cases of a group, as they stand in its file."""
    return yaml.safe_load((FOLDER / f"{group}.yaml").read_text(encoding="utf-8"))
