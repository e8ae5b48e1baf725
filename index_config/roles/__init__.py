"""What who publishes and who searches must be allowed to do in Elasticsearch: bodies for its role API."""

import json
from pathlib import Path
from typing import Any, Literal

NAMES = "therapyindex-*"  # as written in the files: all indexes and aliases of the usual THERAPYINDEX_ALIAS


def role(name: Literal["writer", "reader"], alias: str) -> dict[str, Any]:
    """A role for the indexes of an alias: {"cluster": [...], "indices": [{"names": [...], "privileges": [...]}]}."""
    text = Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.replace(NAMES, f"{alias}-*"))
    return found
