"""What may be meant by what is typed so far: approaches, issues and places; people come from the index."""

from bisect import bisect_left
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from index_config.folding import folded_words
from index_config.places import large_cities, state_code, state_name, zip_place
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.taxonomy import without_brackets
from records.suggestion import Suggestion
from search.vocabulary import mistakes


class _Name(NamedTuple):
    """A name with its folded words; `rank` puts main names before synonyms."""

    suggestion: Suggestion
    words: tuple[str, ...]
    rank: int


class _Names:
    """Names by the beginnings of their words."""

    def __init__(self, names: list[_Name]) -> None:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for place, name in enumerate(names):
            for word in name.words:
                found[word].add(place)
        self._names = names
        self._words = sorted(found)
        self._places = found

    def begun(self, typed: list[str], *, misspelled: bool = False) -> list[Suggestion]:
        """The names with a word for each that was typed, the likeliest first, each entry once."""
        sets = [self._with(word, misspelled=misspelled) for word in typed]
        names = [self._names[place] for place in set.intersection(*sets)] if sets else []
        names.sort(key=lambda name: (not _begins(name.words, typed), name.rank, len(name.words), name.words))
        best: dict[tuple[str, str], Suggestion] = {}
        for name in names:
            best.setdefault((name.suggestion.kind, name.suggestion.value), name.suggestion)
        return list(best.values())

    def _with(self, word: str, *, misspelled: bool) -> set[int]:
        if misspelled and mistakes(word):
            return {place for one in self._like(word) for place in self._places[one]}
        first, last = bisect_left(self._words, word), bisect_left(self._words, word + "\U0010ffff")
        return {place for one in self._words[first:last] for place in self._places[one]}

    def _like(self, word: str) -> list[str]:
        """The words whose beginning differs from a word in a letter or two; the first one is taken to be right."""
        wrong = mistakes(word)
        first, last = bisect_left(self._words, word[0]), bisect_left(self._words, word[0] + "\U0010ffff")
        return [
            one
            for one in self._words[first:last]
            if any(
                DamerauLevenshtein.distance(word, one[:size], score_cutoff=wrong) <= wrong
                for size in {len(word), len(word) + 1, len(word) - 1}
            )
        ]


def _begins(words: tuple[str, ...], typed: list[str]) -> bool:
    return len(words) >= len(typed) and all(map(str.startswith, words, typed))


def suggested(q: str) -> list[Suggestion]:
    """Approaches and issues, then places; misspelled ones only where nothing is spelled so."""
    typed = folded_words(q)
    if not typed:
        return []
    zip_code = zip_place(typed[0]) if len(typed) == 1 else None
    if zip_code:
        label = f"{zip_code.zip} ({zip_code.city}, {zip_code.state})"
        return [Suggestion(kind="zip", value=zip_code.zip or "", label=label, matched=typed[0])]
    found = [*_taxonomy().begun(typed), *_places().begun(typed)]
    return found or [*_taxonomy().begun(typed, misspelled=True), *_places().begun(typed, misspelled=True)]


@cache
def _taxonomy() -> _Names:
    names: list[_Name] = []
    for entry in load_taxonomy().approaches.values():
        label = entry.name
        for rank, spelled in enumerate([entry.name, *entry.abbreviations, *entry.synonyms]):
            plain = without_brackets(spelled)
            one = Suggestion(kind=entry.kind, value=entry.id, label=label, matched=plain)
            names.append(_Name(one, tuple(folded_words(plain)), min(rank, 1)))
    return _Names(names)


@cache
def _places() -> _Names:
    names: list[_Name] = []
    for city, states in large_cities().items():
        for rank, state in enumerate(states):
            value = f"{city}, {state}"
            words = (*folded_words(city), state.lower(), *folded_words(state_name(state) or ""))
            names.append(_Name(Suggestion(kind="city", value=value, label=value, matched=city), words, 1 + rank))
    codes = {code for states in large_cities().values() for code in states}
    for code in sorted(codes):
        label = state_name(code) or code
        if state_code(label):
            words = (*folded_words(label), code.lower())
            names.append(_Name(Suggestion(kind="state", value=code, label=label, matched=label), words, 0))
    return _Names(names)
