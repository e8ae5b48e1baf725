"""Cursors: where a page ended, as an opaque word."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from records import Query
from records.errors import BadParameter

# What a version's name may hold: it becomes part of a path, and of an index name.
_VERSION = re.compile(r"[0-9a-z-]{1,64}")
_Kind = TypeVar("_Kind", bound=Struct)


_FREE: dict[str, Any] = {
    "cursor": None,
    "limit": 1,
    "facet": [],
    "facet_q": None,
    "explain": False,
}  # may differ from page to page


class Cursor(Struct, frozen=True, array_like=True):
    """The last hit shown: its version and day (proleptic ordinal), its window of candidates and its key there.

    `asked` stands for the question (see `asked_of`).
    """

    version: str
    asked: str
    day: int
    window: int
    key: tuple[str | float, int]


def asked_of(query: Query) -> str:
    """What stands for a question, whichever of its pages is asked for, in hexadecimal digits."""
    asked = msgspec.json.encode(msgspec.structs.replace(query, **_FREE))
    return blake2b(asked, digest_size=6).hexdigest()


def encode(cursor: Struct) -> str:
    """The word for a cursor: letters, digits, "-" and "_"."""
    return urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def decode(word: str) -> Cursor:
    """The cursor of a word. Raises BadParameter for anything that `encode` did not make."""
    cursor = decode_as(Cursor, word)
    if not (is_name(cursor.version) and 0 < cursor.day < 10**7 and 0 <= cursor.window < 10**4):
        raise forged()
    return cursor


def is_name(version: str) -> bool:
    """Whether a version may be called so."""
    return _VERSION.fullmatch(version) is not None


def decode_as(kind: type[_Kind], word: str) -> _Kind:
    """The cursor of another kind; what its values may be is for the caller to check. Raises BadParameter."""
    try:
        return msgspec.json.decode(urlsafe_b64decode(word + "=" * (-len(word) % 4)), type=kind)
    except ValueError as error:  # not ASCII, not base64, not JSON, not of that shape
        raise forged() from error


def of_another_question() -> BadParameter:
    """The error for a cursor that another question was answered with."""
    return BadParameter("cursor", "this cursor belongs to another question: start again from the first page.")


def forged() -> BadParameter:
    """The error for a cursor that no answer gave."""
    return BadParameter("cursor", "cursor takes the `next` of an earlier answer, unchanged.")
