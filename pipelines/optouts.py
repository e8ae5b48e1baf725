"""Who is left out: the keys of a therapist, and what the opt-outs say of them."""

from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from index_config.folding import folded_words
from pipelines.extract.letters import credentials_in, without_letters, without_prefix
from pipelines.text import address, one_line, text_digest
from records import Location, Statement, Therapist
from records.optouts import Key, OptOuts, url_key

__all__ = [
    "Bearer",
    "Crowd",
    "Verdict",
    "Words",
    "contact_keys",
    "is_surely_out",
    "keys_of",
    "name_key",
    "name_words",
    "text_keys",
    "url_key",
    "verdict",
]

Verdict = Literal["out", "suspect"]
"""`suspect`: only name and state are those of somebody who asked; the record is held back for the operator."""

TELLING_LENGTH = 80
"""Characters of a text that by itself says whose it is; a shorter one may be a common saying of two people."""

_MOST = 10  # others with the same phone or website: it is a directory's or a platform's own
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_CACHED = 1 << 16


class Bearer(Struct, frozen=True):
    """Of a therapist only what they are known by: as columns of a file these are read ten times as fast as all."""

    id: str
    former_ids: list[str]
    name: str
    locations: list[Location]
    phone: str | None
    website: str | None
    profile_urls: list[str]


class Words(Struct, frozen=True):
    """The same of a statement."""

    id: str
    therapist_id: str
    text: str


def keys_of(therapist: Therapist | Bearer, statements: Iterable[Statement | Words]) -> Iterator[Key]:
    """Everything that a therapist is known by; `statements` are theirs, older ones too."""
    yield from (Key("id", known) for known in [therapist.id, *therapist.former_ids])
    yield from (url_key(url) for url in therapist.profile_urls)
    for statement in statements:
        yield from text_keys(statement.text, therapist.name)
    yield from contact_keys("phone", therapist.phone, therapist.name)
    yield from contact_keys("website", therapist.website, therapist.name)
    yield from (name_key(therapist.name, place.state) for place in therapist.locations if place.state)


def text_keys(text: str, name: str) -> Iterator[Key]:
    """The keys of a statement: its text, where that is long enough to be one person's, and its text with the name."""
    digest = text_digest(text)
    if len(one_line(text)) >= TELLING_LENGTH:
        yield Key("statement", digest)
    yield from (Key("statement", f"{digest} {word}") for word in name_words(name))


def contact_keys(kind: Literal["phone", "website"], value: str | None, name: str) -> Iterator[Key]:
    """The keys of a phone (E.164) or a website, each with a word of the name."""
    if value:
        shown = value if kind == "phone" else address(value)
        yield from (Key(kind, f"{shown} {word}") for word in name_words(name))


def name_key(name: str, state: str) -> Key:
    """The key of a name in a state (two capitals): the same in any order of its words."""
    return Key("name", f"{' '.join(sorted(name_words(name)))}, {state.upper()}")


@lru_cache(maxsize=_CACHED)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without titles, credentials, initials and the like of Jr.

    "Dr. Ana-María O'Neil, PhD" and "Ana Maria Oneil" have the same. A name of nothing else keeps what it has.
    """
    first, *others = without_prefix(name.strip())[1].split(",")
    pieces = [first, *(piece for piece in others if not credentials_in(piece))]
    words = [word for piece in pieces for word in folded_words(without_letters(piece)[0])]
    kept = [word for word in words if len(word) > 1 and word not in _SUFFIXES]
    return tuple(dict.fromkeys(kept or folded_words(name) or [one_line(name).casefold()]))


def verdict(optouts: OptOuts, keys: Iterable[Key]) -> Verdict | None:
    """What the opt-outs say of somebody known by these keys; None: nothing."""
    if not optouts.digests:
        return None
    suspect = False
    for key in keys:
        if optouts.hold(key):
            if key.kind != "name":
                return "out"
            suspect = True
    return "suspect" if suspect else None


def is_surely_out(optouts: OptOuts, keys: Iterable[Key]) -> bool:
    """Whether somebody who is out is who asked, as far as keys can say.

    Those of a family or practice who share a phone, a website or a saying and one word of the name go with them, but
    what else they are known by says nothing of who asked: it would lead to people of theirs, and on to others.
    """
    words: set[str] = set()
    for key in keys:
        if not optouts.hold(key):
            continue
        if key.kind == "name":
            words.update(key.value.rpartition(", ")[0].split())
        elif word := _shared_with(key):
            words.add(word)
        else:
            return True
    return len(words) > 1


class Crowd:
    """The people of a run, asked which keys of somebody others have too: those say nothing of who it is."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._holders: dict[Key, set[str]] = {base: set() for key in keys if (base := _base(key))}

    def see(self, therapist: Therapist, statements: Iterable[Statement]) -> None:
        """One of the people."""
        shown = [Key("statement", text_digest(statement.text)) for statement in statements]
        shown += [Key("phone", therapist.phone)] if therapist.phone else []
        shown += [Key("website", address(therapist.website))] if therapist.website else []
        for base in shown:
            if base in self._holders:
                self._holders[base].add(therapist.id)

    def telling(self, keys: Iterable[Key], own: Set[str]) -> set[Key]:
        """Those keys that tell who somebody is; `own` are their ids.

        No text by itself that somebody else says too, no phone or website that many show.
        """
        return {key for key in keys if not self._is_common(key, own)}

    def _is_common(self, key: Key, own: Set[str]) -> bool:
        base = _base(key)
        if base is None:
            return False
        others = len(self._holders.get(base, set()) - own)
        return others > (0 if key.kind == "statement" else _MOST)


def _base(key: Key) -> Key | None:
    """What of a key others may show too."""
    if key.kind == "statement":
        return None if " " in key.value else key
    return Key(key.kind, key.value.partition(" ")[0]) if key.kind in ("phone", "website") else None


def _shared_with(key: Key) -> str | None:
    """The word of the name that makes a phone, a website or a saying somebody's; None where a key needs none."""
    return None if key.kind in ("id", "url") else key.value.partition(" ")[2] or None
