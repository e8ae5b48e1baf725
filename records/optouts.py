"""Opt-outs as values: who asked to be left out, as keyed digests of everything they can be known by."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

KeyKind = Literal["id", "url", "statement", "phone", "website", "name"]
"""What a key is made of: an id (also a former one), a profile's address, the text of a statement, a phone with a word
of the name, a website with a word of the name, the folded name with the state."""

_PORTS = (":80", ":443")


class Key(Struct, frozen=True, order=True):
    """One thing that somebody can be known by; `value` is its canonical spelling (see pipelines.optouts)."""

    kind: KeyKind
    value: str


class OptOuts(Struct, frozen=True):
    """The opt-outs as they stood at a revision, which every change of them advances.

    `removed` is the revision at which one was last taken back: versions built with an older one may lack whom they
    should show.
    """

    secret: bytes = b""
    digests: frozenset[str] = frozenset()
    revision: int = 0
    removed: int = 0

    def __repr__(self) -> str:
        """Without the secret, which belongs in no message."""
        return f"OptOuts(revision={self.revision}, {len(self.digests)} keys)"

    def hold(self, key: Key) -> bool:
        """Whether somebody who asked to be left out is known by this key."""
        return bool(self.digests) and digest_of(self.secret, key) in self.digests

    def with_keys(self, keys: Iterable[Key]) -> "OptOuts":
        """The same, with more keys of those who are left out."""
        more = {digest_of(self.secret, key) for key in keys}
        return OptOuts(self.secret, self.digests | more, self.revision, self.removed)


NOBODY = OptOuts()
"""No opt-outs."""


def digest_of(secret: bytes, key: Key) -> str:
    """The keyed digest (HMAC-SHA256, hex) under which a key is remembered."""
    return hmac.digest(secret, f"{key.kind} {key.value}".encode(), hashlib.sha256).hex()


def url_key(url: str) -> Key:
    """The key of a profile's address: the same with http or https, with or without www., a slash or escapes.

    The query counts: what of it says nothing, the source's description drops beforehand.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return Key("url", url)
    host = parts.netloc.rpartition("@")[2].lower()
    host = next((host.removesuffix(port) for port in _PORTS if host.endswith(port)), host).removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return Key("url", f"{host}{unquote(parts.path).rstrip('/')}{query}")
