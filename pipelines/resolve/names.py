"""Names compared: what stays of a name when nicknames, middle initials and spelling do not matter."""

import re
from functools import lru_cache

from msgspec import Struct

from index_config.folding import fold, folded_words

_NICKNAME = re.compile(r"\s*[(\"“]([^()\"“”]+)[)\"”]\s*")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_CACHED = 1 << 18


class NameKeys(Struct, frozen=True, gc=False):
    """What a name is found and compared by.

    Two names are the same when they share one of `keys` (with the given name, with the nickname) and neither their
    `middle` initials nor their `suffix` contradict. `pairs` are a given name with one family name each: who shares one
    with the other has kept their name through a marriage, or a part of it. `parts` are all words of more than a letter.
    """

    keys: tuple[str, ...]
    pairs: tuple[str, ...]
    parts: frozenset[str]
    middle: str
    suffix: str


@lru_cache(maxsize=_CACHED)
def name_keys(name: str) -> NameKeys:
    """The keys of a person's or a practice's name as cleaned."""
    nicknames = [word for found in _NICKNAME.findall(name) for word in folded_words(found)]
    words = folded_words(_NICKNAME.sub(" ", name)) or folded_words(name) or [fold(name)]
    suffix = " ".join(word for word in words[1:] if word in _SUFFIXES)
    words = [words[0], *(word for word in words[1:] if word not in _SUFFIXES)]
    kept = [word for word in words[1:-1] if len(word) > 1] + words[1:][-1:]
    givens = [words[0], *nicknames]
    return NameKeys(
        keys=tuple(dict.fromkeys(" ".join([given, *kept]) for given in givens)),
        pairs=tuple(f"{given} {other}" for given in givens for other in kept if len(given) > 1 and len(other) > 1),
        parts=frozenset(word for word in [*givens, *kept] if len(word) > 1),
        middle="".join(word for word in words[1:-1] if len(word) == 1),
        suffix=suffix,
    )
