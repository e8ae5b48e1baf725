"""Chance that comes out the same in every process: all of it hangs on the seed number."""

import zlib
from collections.abc import Mapping, Sequence
from random import Random

_SIZE = 60


def rng(*parts: object) -> Random:
    """A generator for one purpose, named by its parts (the seed number first)."""
    return Random("/".join(map(str, parts)))  # noqa: S311  no secret hangs on it


def pick(count: int, *parts: object) -> int:
    """A number below `count` for one purpose, without the cost of a generator."""
    return zlib.crc32("/".join(map(str, parts)).encode()) % count


def rising(count: int, head: float, power: float) -> list[float]:
    """Cumulative weights of `count` choices, the first ones the more likely: 1 / (rank + head) ** power."""
    total, weights = 0.0, []
    for rank in range(count):
        total += 1 / (rank + head) ** power
        weights.append(total)
    return weights


class Deck:
    """Shapes in fixed shares, dealt so that any sixty neighbours get each of them.

    `shares` are numbers of cards out of 60; what is left are "plain" ones. `stride` shifts every further round, so
    that two decks do not deal the same pairs again.
    """

    def __init__(self, seed: int, name: str, shares: Mapping[str, int], stride: int) -> None:
        cards = [shape for shape, share in shares.items() for _ in range(share)]
        cards += ["plain"] * (_SIZE - len(cards))
        rng(seed, "deck", name).shuffle(cards)
        self._cards: Sequence[str] = cards
        self._stride = stride

    def deal(self, index: int) -> str:
        """The shape of the therapist with this number."""
        return self._cards[(index + index // _SIZE * self._stride) % _SIZE]
