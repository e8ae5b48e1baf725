"""Licenses: from the title and credentials as shown to the code of our license taxonomy."""

from functools import cache
from typing import Literal

from msgspec import Struct, field

from index_config.data import read_yaml
from index_config.folding import fold


class License(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of licenses.yaml, whose key is the license's code."""

    name: str
    level: Literal["licensed", "associate", "trainee"]
    profession: str | None = None
    credentials: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


@cache
def licenses() -> dict[str, License]:
    """All licenses by code."""
    return read_yaml("licenses.yaml", dict[str, License])


def license_of(title: str | None, credentials: list[str]) -> str | None:
    """The code of the license somebody holds; None when neither credentials nor title name one.

    Credentials come first, in their order: a title is picked from a short list and often only nearly fits.
    """
    held = (_codes().get(_letters(credential)) for credential in credentials)
    return next((code for code in held if code), None) or _codes().get(_letters(title or ""))


def professions_of(title: str | None, credentials: list[str]) -> frozenset[str]:
    """The professions that title and credentials name; empty when they name none."""
    codes = (_codes().get(_letters(shown)) for shown in [title or "", *credentials])
    found = (licenses()[code].profession for code in codes if code)
    return frozenset(profession for profession in found if profession)


@cache
def _codes() -> dict[str, str]:
    return {
        _letters(wording): code
        for code, entry in licenses().items()
        for wording in (code, entry.name, *entry.credentials, *entry.titles)
    }


def _letters(wording: str) -> str:
    """Letters and digits only: L.C.S.W. is LCSW, "&" is "and"."""
    return "".join(char for char in fold(wording).replace("&", " and ") if char.isalnum())
