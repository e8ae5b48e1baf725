"""The settings of this room."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

_KEY = re.compile(r"[!-~]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class SearchSettings(BaseModel):
    """Which engine, and where it is.

    `index` is the embedded engine's directory; `alias` the prefix of all names in Elasticsearch. Elasticsearch is found
    by its URLs (comma separated, nodes of one cluster) or by the id that Elastic Cloud gives it; who asks is said by an
    API key or by user and password; `elasticsearch_ca` is the certificate of an own authority.
    `replicas` is a number of copies there or a range ("0-1": one where there is a second node), `force_merge` makes one
    segment of every finished index: slower to publish, faster to search.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    engine: Literal["embedded", "elasticsearch"] = "embedded"
    index: Path = Path("data/index")
    elasticsearch_url: str = Field(default="http://localhost:9200", repr=False)  # it may carry a password
    elasticsearch_cloud_id: str | None = Field(default=None, repr=False)
    elasticsearch_api_key: SecretStr | None = None
    elasticsearch_user: str | None = None
    elasticsearch_password: SecretStr | None = None
    elasticsearch_ca: Path | None = None
    alias: str = "therapyindex"
    replicas: str = "0-1"
    force_merge: bool = False

    @property
    def urls(self) -> list[str]:
        """The URLs one by one."""
        return [url.strip() for url in self.elasticsearch_url.split(",") if url.strip()]

    @property
    def address(self) -> str:
        """The setting that says where Elasticsearch is."""
        return "ELASTICSEARCH_CLOUD_ID" if self.elasticsearch_cloud_id else "ELASTICSEARCH_URL"

    @property
    def who(self) -> str:
        """The settings that say who asks."""
        if self.elasticsearch_api_key:
            return "ELASTICSEARCH_API_KEY"
        return "ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD" if self.elasticsearch_user else "ELASTICSEARCH_URL"

    @model_validator(mode="after")
    def _without_contradictions(self) -> "SearchSettings":
        fault = _contradiction(self) or _unfit(self) if self.engine == "elasticsearch" else None
        if fault:
            raise PydanticCustomError("contradiction", "{fault}", {"fault": fault})
        return self


def _contradiction(settings: SearchSettings) -> str | None:
    """What cannot be meant together, and what to do."""
    if settings.elasticsearch_cloud_id and "elasticsearch_url" in settings.model_fields_set:
        return "ELASTICSEARCH_CLOUD_ID and ELASTICSEARCH_URL are both set: keep the one that names your cluster"
    if (settings.elasticsearch_user is None) != (settings.elasticsearch_password is None):
        return "ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD belong together: set both, or an ELASTICSEARCH_API_KEY"
    is_plain = not settings.elasticsearch_cloud_id and any(url.startswith("http://") for url in settings.urls)
    if settings.elasticsearch_ca and is_plain:
        return "ELASTICSEARCH_CA is for https and ELASTICSEARCH_URL says http: write https://, or leave the former out"
    given = [
        name
        for name, is_given in (
            ("ELASTICSEARCH_API_KEY", settings.elasticsearch_api_key),
            ("ELASTICSEARCH_USER", settings.elasticsearch_user),
            ("the user in ELASTICSEARCH_URL", any(_names_a_user(url) for url in settings.urls)),
        )
        if is_given
    ]
    if len(given) > 1:
        return f"{' and '.join(given)} both say who asks: keep one of them"
    return None


def _unfit(settings: SearchSettings) -> str | None:
    """What cannot be sent in the header that says who asks; never its value."""
    key, user, password = settings.elasticsearch_api_key, settings.elasticsearch_user, settings.elasticsearch_password
    if key and not _KEY.fullmatch(key.get_secret_value()):
        return (
            "ELASTICSEARCH_API_KEY has characters that cannot be sent in a header (a blank, a line break, an accent): "
            "copy once more what is called `encoded` when a key is made"
        )
    if user and (":" in user or _CONTROL.search(user)):
        return "ELASTICSEARCH_USER has a colon, a line break or a tab in it, which cannot be sent: copy it once more"
    if password and _CONTROL.search(password.get_secret_value()):
        return "ELASTICSEARCH_PASSWORD has a line break or a tab in it, which cannot be sent: copy it once more"
    return None


def _names_a_user(url: str) -> bool:
    try:
        return "@" in urlsplit(url).netloc
    except ValueError:
        return False
