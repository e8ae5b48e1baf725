"""Who is left out: the keys of a therapist, and what the opt-outs say of them."""

from collections.abc import Iterable, Iterator
from typing import Literal

from index_config.folding import fold, folded_words
from pipelines.resolve.judging import address
from pipelines.text import text_digest
from records import Statement, Therapist
from records.optouts import Key, OptOuts

Verdict = Literal["out", "suspect"]
"""`suspect`: only name and state are those of somebody who asked; the record is held back for the operator."""


def keys_of(therapist: Therapist, statements: Iterable[Statement]) -> Iterator[Key]:
    """Everything that a therapist is known by; `statements` are theirs, older ones too."""
    yield from (Key("id", known) for known in [therapist.id, *therapist.former_ids])
    yield from (url_key(url) for url in therapist.profile_urls)
    yield from (Key("statement", text_digest(statement.text)) for statement in statements)
    words = folded_words(therapist.name)
    if therapist.phone:
        yield from (Key("phone", f"{therapist.phone} {word}") for word in words)
    if therapist.website:
        yield from (Key("website", f"{address(therapist.website)} {word}") for word in words)
    yield from (name_key(therapist.name, place.state) for place in therapist.locations if place.state)


def url_key(url: str) -> Key:
    """The key of a profile's canonical address."""
    return Key("url", url)


def name_key(name: str, state: str) -> Key:
    """The key of a name in a state (two capitals)."""
    return Key("name", f"{fold(name)}, {state}")


def verdict(optouts: OptOuts, keys: Iterable[Key]) -> Verdict | None:
    """What the opt-outs say of somebody known by these keys; None: nothing."""
    found = {key.kind for key in keys if optouts.hold(key)}
    if found - {"name"}:
        return "out"
    return "suspect" if found else None
