"""Reading the data files of this room."""

from pathlib import Path

from index_config.data import Kind, load_yaml

ROOT = Path(__file__).parent


def read_yaml(name: str, kind: type[Kind]) -> Kind:
    """The content of a data file, by its path below this room. Raises TherapyIndexError for what is none."""
    return load_yaml(ROOT / name, kind)
