"""Counting distinct values among millions, in a few bytes for each."""

from array import array
from collections.abc import Hashable

_BUCKETS = 16  # looked at one after the other, so that the set made of one stays small


class Distinct:
    """Remembers the 64-bit hashes of values; two values of one hash are not to be expected below billions."""

    def __init__(self) -> None:
        self._buckets = [array("q") for _ in range(_BUCKETS)]

    def add(self, value: Hashable) -> None:
        """Takes a value."""
        hashed = hash(value)
        self._buckets[hashed % _BUCKETS].append(hashed)

    @property
    def distinct(self) -> int:
        """How many different values were taken."""
        return sum(len(set(bucket)) for bucket in self._buckets)

    @property
    def repeated(self) -> int:
        """How many values had been taken before."""
        return sum(map(len, self._buckets)) - self.distinct
