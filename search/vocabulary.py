"""What a version's words are: how many people use one, and which words names are made of."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Protocol

from rapidfuzz.distance import DamerauLevenshtein

from index_config.mappings import properties
from search.backend import Backend
from search.plan import Clause, Leaf, Plan

_CLAIMS = ("approach", "issues", "spoken", "told", "hinted")  # fields
_LONG = 8  # letters of a word in which two may be wrong; in shorter ones one
_REMEMBERED = 1 << 14  # terms
_SHORT = 4  # letters of a word in which one may be wrong


class Vocabulary(Protocol):
    """The words of a version."""

    @property
    def size(self) -> int:
        """How many people there are."""

    @property
    def names(self) -> "Names":
        """The words of which names of people and practices are made."""

    def count(self, term: str) -> int:
        """How many people have a term in any of their texts."""

    def learn(self, terms: Iterable[str]) -> None:
        """Asks for several terms at once."""

    def carriers(self, terms: tuple[str, ...]) -> int:
        """How many people or practices have all these terms in their name."""

    def claimants(self, approach_id: str) -> int:
        """How many people claim an approach, or hint at it."""


class Names:
    """The words of names, with the number of people who have each."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts

    def __contains__(self, word: str) -> bool:
        """Whether somebody is called so."""
        return word in self.counts

    def beginning(self, start: str, most: int) -> list[str]:
        """The words that begin so, most frequent first."""
        first = bisect_left(self._sorted, start)
        last = bisect_left(self._sorted, start + "\U0010ffff")
        return sorted(self._sorted[first:last], key=lambda word: (-self.counts[word], word))[:most]

    def near(self, word: str, most: int) -> list[str]:
        """The words that may be meant by a misspelled one, nearest and most frequent first."""
        return nearest(word, self._by_first.get(word[:1], ()), self.counts, most)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.counts)

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            found[word[:1]].append(word)
        return found


def mistakes(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2


def nearest(word: str, words: Iterable[str], counts: Mapping[str, int], most: int) -> list[str]:
    """Of some words those that differ in one letter, or in two where the word is long; swapped neighbours are one."""
    size, wrong = len(word), mistakes(word)
    if not wrong:
        return []
    found = [
        (distance, -counts.get(other, 0), other)
        for other in words
        if abs(len(other) - size) <= wrong
        and (distance := DamerauLevenshtein.distance(word, other, score_cutoff=wrong)) <= wrong
    ]
    return [other for _, _, other in sorted(found)[:most]]


class NoWords:
    """The vocabulary of nothing: for questions that no version answers."""

    size = 0
    names = Names({})

    def count(self, term: str) -> int:
        """Nobody has any."""
        return 0

    def learn(self, terms: Iterable[str]) -> None:
        """There is nothing to learn."""

    def carriers(self, terms: tuple[str, ...]) -> int:
        """Nobody is called so."""
        return 0

    def claimants(self, approach_id: str) -> int:
        """Nobody claims it."""
        return 0


class VersionWords:
    """The words of one version of an index; what was asked once is remembered."""

    def __init__(self, backend: Backend, version: str) -> None:
        self._backend = backend
        self._version = version
        self._counts: dict[str, int] = {}
        self._carriers: dict[tuple[str, ...], int] = {}
        self._claimants: dict[str, int] = {}

    @cached_property
    def size(self) -> int:
        """How many people there are."""
        return self._backend.counts(self._version, [Plan()])[0]

    @cached_property
    def names(self) -> Names:
        """The words of which names of people and practices are made."""
        return Names(self._backend.terms(self._version, "name_words"))

    def count(self, term: str) -> int:
        """How many people have a term in any of their texts."""
        if term not in self._counts:
            self.learn([term])
        return self._counts[term]

    def learn(self, terms: Iterable[str]) -> None:
        """Asks for several terms at once."""
        new = [term for term in dict.fromkeys(terms) if term not in self._counts]
        if len(self._counts) + len(new) > _REMEMBERED:
            self._counts.clear()
        plans = [Plan(required=(Clause(tuple(Leaf(name, (term,), 0.0) for name in _texts())),)) for term in new]
        self._counts.update(zip(new, self._backend.counts(self._version, plans), strict=True))

    def carriers(self, terms: tuple[str, ...]) -> int:
        """How many people or practices have all these terms in their name."""
        if terms not in self._carriers:
            if len(self._carriers) >= _REMEMBERED:
                self._carriers.clear()
            plan = Plan(required=tuple(Clause((Leaf("name_words", (term,), 0.0),)) for term in terms))
            self._carriers[terms] = self._backend.counts(self._version, [plan])[0]
        return self._carriers[terms]

    def claimants(self, approach_id: str) -> int:
        """How many people claim an approach, or hint at it."""
        if approach_id not in self._claimants:
            if len(self._claimants) >= _REMEMBERED:
                self._claimants.clear()
            plan = Plan(required=(Clause(tuple(Leaf(name, (approach_id,), 0.0) for name in _CLAIMS)),))
            self._claimants[approach_id] = self._backend.counts(self._version, [plan])[0]
        return self._claimants[approach_id]


@cache
def _texts() -> tuple[str, ...]:
    """The fields of running text."""
    return tuple(name for name, mapping in properties("therapists").items() if mapping["type"] == "text")
