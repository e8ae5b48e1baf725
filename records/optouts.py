"""Opt-outs as values: who asked to be left out, as keyed digests of everything they can be known by."""

import hashlib
import hmac
from typing import Literal

from msgspec import Struct

KeyKind = Literal["id", "url", "statement", "phone", "website", "name"]
"""What a key is made of: an id (also a former one), a profile's address, the text of a statement, a phone with a word
of the name, a website with a word of the name, the folded name with the state."""


class Key(Struct, frozen=True, order=True):
    """One thing that somebody can be known by; `value` is its canonical spelling (see pipelines.optouts)."""

    kind: KeyKind
    value: str


class OptOuts(Struct, frozen=True):
    """The opt-outs as they stood at a revision, which every change of them advances."""

    secret: bytes = b""
    digests: frozenset[str] = frozenset()
    revision: int = 0

    def hold(self, key: Key) -> bool:
        """Whether somebody who asked to be left out is known by this key."""
        return bool(self.digests) and digest_of(self.secret, key) in self.digests


def digest_of(secret: bytes, key: Key) -> str:
    """The keyed digest (HMAC-SHA256, hex) under which a key is remembered."""
    return hmac.digest(secret, f"{key.kind} {key.value}".encode(), hashlib.sha256).hex()
