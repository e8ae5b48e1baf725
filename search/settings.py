"""The settings of this room."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, SecretStr


class SearchSettings(BaseModel):
    """Which engine, and where it is.

    `index` is the embedded engine's directory; `alias` the prefix of all names in Elasticsearch; `elasticsearch_ca`
    the certificate of an own authority. There, `replicas` is a number of copies or a range ("0-1": one where there is a
    second node), and `force_merge` makes one segment of every finished index: slower to publish, faster to search.
    """

    model_config = ConfigDict(frozen=True)

    engine: Literal["embedded", "elasticsearch"] = "embedded"
    index: Path = Path("data/index")
    elasticsearch_url: str = "http://localhost:9200"
    elasticsearch_api_key: SecretStr | None = None
    elasticsearch_ca: Path | None = None
    alias: str = "therapyindex"
    replicas: str = "0-1"
    force_merge: bool = False
