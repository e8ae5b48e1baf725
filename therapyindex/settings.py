"""All settings, from the environment and the command line; each room is handed its own."""

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from records.charset import is_unicode
from records.errors import WrongUse
from search.settings import SearchSettings
from store.settings import StoreSettings

Engine = Literal["embedded", "elasticsearch"]


def _local(path: Any) -> Any:
    """Only a directory of this machine; else `s3://bucket` would make one of that name."""
    if re.match(r"[a-z][a-z0-9+.-]+:/", str(path)):
        raise PydanticCustomError("local", "{path} is no directory of this machine", {"path": str(path)})
    return path


def _form(pattern: str, words: str) -> AfterValidator:
    """Only what a pattern fits as a whole; `words` say so to people."""

    def fitting(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise PydanticCustomError("form", "it takes {words}", {"words": words})
        return value

    return AfterValidator(fitting)


Alias = Annotated[
    str, _form(r"[a-z][a-z0-9-]{0,60}", "small letters, digits and hyphens, a letter first, at most 61 of them")
]
Replicas = Annotated[
    str, _form(r"[0-9]{1,2}(-([0-9]{1,2}|all))?", 'a number of copies ("1") or a range ("0-1", "0-all")')
]


class Settings(BaseSettings):
    """The environment's names are the fields' names in capitals after THERAPYINDEX_, or as given beside them."""

    model_config = SettingsConfigDict(
        env_prefix="THERAPYINDEX_", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    data: Annotated[Path, BeforeValidator(_local)] = Path("data")
    ledger: str | None = Field(default=None, repr=False)  # it may carry a password
    engine: Engine = "embedded"
    alias: Alias = "therapyindex"
    contact: str | None = None
    archive_days: int | None = Field(default=None, ge=1)
    elasticsearch_url: str | None = Field(default=None, validation_alias="ELASTICSEARCH_URL", repr=False)
    elasticsearch_cloud_id: str | None = Field(default=None, validation_alias="ELASTICSEARCH_CLOUD_ID", repr=False)
    elasticsearch_api_key: SecretStr | None = Field(default=None, validation_alias="ELASTICSEARCH_API_KEY")
    elasticsearch_user: str | None = Field(default=None, validation_alias="ELASTICSEARCH_USER")
    elasticsearch_password: SecretStr | None = Field(default=None, validation_alias="ELASTICSEARCH_PASSWORD")
    elasticsearch_ca: Path | None = Field(default=None, validation_alias="ELASTICSEARCH_CA")
    replicas: Replicas = "0-1"
    force_merge: bool = False

    @model_validator(mode="before")
    @classmethod
    def _without_the_end_of_a_line(cls, given: dict[str, Any]) -> dict[str, Any]:
        """What was read from a file ends with one; what is no text cannot be told, written or sent."""
        for name, value in given.items():
            if isinstance(value, str) and not is_unicode(value):
                raise PydanticCustomError("text", "the setting {name} is no text in UTF-8", {"name": name})
        return {name: value.rstrip("\r\n") if isinstance(value, str) else value for name, value in given.items()}

    @property
    def store(self) -> StoreSettings:
        """The store's settings."""
        return StoreSettings(data=self.data, ledger=self.ledger)

    @cached_property
    def search(self) -> SearchSettings:
        """The engines' settings."""
        given = {name: value for name in _ELASTICSEARCH if (value := getattr(self, name)) is not None}
        return SearchSettings(engine=self.engine, index=self.data / "index", alias=self.alias, **given)


# Handed on as they are; what is not given keeps the default of the engines' own settings.
_ELASTICSEARCH = [
    name for name in Settings.model_fields if name.startswith("elasticsearch_") or name in ("replicas", "force_merge")
]


def load_settings(**given: Any) -> Settings:
    """The settings; what is given and not None goes before the environment. Raises WrongUse naming the setting."""
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
        _ = settings.search  # a room's own settings say what contradicts itself
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise WrongUse(f"the setting {name} is wrong: {first['msg']}." if name else f"{first['msg']}.") from error
    return settings
