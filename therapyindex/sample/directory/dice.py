"""Chance that falls the same way on every machine and in every version of Python."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_LOW = 1 << 64  # below this a number is used up


class Dice:
    """Choices that depend on nothing but the key."""

    def __init__(self, *key: object) -> None:
        self._key = "/".join(map(str, key)).encode()
        self._number = 0
        self._refills = 0

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        if self._number < _LOW:
            digest = blake2b(self._key, salt=self._refills.to_bytes(16, "big")).digest()
            self._number = int.from_bytes(digest, "big")
            self._refills += 1
        self._number, found = divmod(self._number, limit)
        return found

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[T], fewest: int, most: int) -> list[T]:
        """Different ones of the choices, in their own order."""
        left = list(range(len(choices)))
        wanted = min(fewest + self.below(most - fewest + 1), len(left))
        taken = sorted(left.pop(self.below(len(left))) for _ in range(wanted))
        return [choices[index] for index in taken]

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) < percent

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All of the items in another order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in items]
