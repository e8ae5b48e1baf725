"""Places in a question: ZIPs, states, cities with or without their state."""

import re
from functools import cache
from itertools import pairwise

from index_config.folding import fold_letters
from index_config.places import Place, city_place, large_cities, state_code, zip_place
from records import Understood
from search.understanding.words import Span, Word, covered, listed, lists, part, words_of
from search.vocabulary import Vocabulary, nearest

_LONG = 6  # letters of a city that is found in spite of wrong ones
_CITY_WORDS = 4  # of the longest city looked for
_STATE_WORDS = 3  # "District of Columbia"
_ZIP = re.compile(r"(?<![\w-])\d{5}(?:-\d{4})?(?![\w-])")


def places(q: str, taken: list[Span], vocabulary: Vocabulary) -> list[Understood]:
    """The places in what is free of a question."""
    words = [word for word in words_of(q) if not covered(word, taken)]
    zips = [match for match in _ZIP.finditer(q) if zip_place(match[0]) is not None]
    parts = [part(q, "near", match[0][:5], *match.span()) for match in zips]
    position = 0
    while position < len(words):
        found, position = _state_at(q, words, position)
        parts += found
    if not any(one.kind in ("near", "city") for one in parts):
        parts += _city_alone(q, words, [(one.start, one.end) for one in parts])
    if not parts:
        parts += _misspelled(q, words, vocabulary)
    return parts


def _misspelled(q: str, words: list[Word], vocabulary: Vocabulary) -> list[Understood]:
    """A large city with letters wrong, behind a leading word or at an end, in a word that nobody uses."""
    everything = words_of(q)
    for before, word in zip([None, *words], words, strict=False):
        is_led = before is not None and before.folded in listed("leading")
        is_end = len(everything) > 1 and word in (everything[0], everything[-1])
        is_word = word.folded in listed("never_alone") or (before is not None and before.folded in listed("titles"))
        if is_word or not (is_led or is_end) or vocabulary.count(word.term) or word.plain in vocabulary.names:
            continue
        close = nearest(word.folded, _single_cities(), {}, 1)
        if close and (place := _large_city(close[0])):
            if _around(q, before.folded if before else "", word.end):
                return [part(q, "near", f"{place.city}, {place.state}", word.start, word.end)]
            return [part(q, "city", place.city, word.start, word.end)]
    return []


def _state_at(q: str, words: list[Word], first: int) -> tuple[list[Understood], int]:
    """The state that begins at a word, with the city before it; and where to look on."""
    for last in range(min(first + _STATE_WORDS, len(words)) - 1, first - 1, -1):
        if not _are_neighbours(q, words[first : last + 1]) or _begins_city(q, words, first, last):
            continue
        if _leads_a_place(q, words, first):
            continue
        name = q[words[first].start : words[last].end]
        code = None if "'" in fold_letters(name) else state_code(name)  # "straight A's"
        if code:
            found = _with_city(q, words, first, part(q, "state", code, words[first].start, words[last].end))
            if found[0].kind != "state" or _is_state(q, words, first, last):
                return found, last + 1
    return [], first + 1


def _begins_city(q: str, words: list[Word], first: int, last: int) -> bool:
    """Whether the name of a state is the beginning of a city's: Kansas City, Virginia Beach."""
    longer = words[first : last + 2]
    name = q[longer[0].start : longer[-1].end]
    return len(longer) > last + 1 - first and _are_neighbours(q, longer) and bool(_states_of(name))


def _leads_a_place(q: str, words: list[Word], first: int) -> bool:
    """Whether a word is the "in" before a place and not Indiana: of "Nora in Atlanta", though there is a Nora, IN."""
    following = words[first + 1 : first + 1 + _CITY_WORDS]
    names = (q[following[0].start : word.end] for word in following)
    return words[first].written == "in" and any(state_code(name) or _states_of(name) for name in names)


def _is_state(q: str, words: list[Word], first: int, last: int) -> bool:
    """Whether what reads like a state is one: "me" and "Georgia" are so only in the right place."""
    word = words[first]
    is_code = last == first and len(word.folded) == 2
    led = first > 0 and words[first - 1].folded in listed("leading")
    after_comma = q[: word.start].rstrip().endswith(",")
    at_end = last == len(words) - 1
    capital = word.written.isupper()
    if is_code and word.folded in listed("stop") | listed("stop_spanish"):
        # "near me", "at me" and "from me" ask for no state.
        is_in = first > 0 and words[first - 1].folded in ("in", "en")
        return (is_in and at_end) or (capital and (led or after_comma or at_end))
    if is_code:
        return led or after_comma or (at_end and first > 0) or (capital and not q.isupper())
    return word.folded not in listed("also_people") or led or after_comma or at_end


def _with_city(q: str, words: list[Word], first: int, state: Understood) -> list[Understood]:
    """The state with the city before it.

    "in Portland, OR" names the city, "near Portland, OR" its surroundings, whatever their state. Words that say nothing
    ("help me or ...") are no part of a city.
    """
    for begin in range(max(0, first - _CITY_WORDS), first):
        lead = words[begin - 1].folded if begin else ""
        run = words[begin:first]
        if not _are_neighbours(q, run) or any(word.folded in listed("stop") | listed("generic") for word in run):
            continue
        place = city_place(q[run[0].start : run[-1].end], state.value)
        if place and _around(q, lead, state.end):
            return [part(q, "near", f"{place.city}, {state.value}", run[0].start, state.end)]
        if place:
            return [part(q, "city", place.city, run[0].start, run[-1].end), state]
    return [state]


def _city_alone(q: str, words: list[Word], states: list[Span]) -> list[Understood]:
    """A large city without its state: behind "in", or beside nothing but what is understood or says nothing."""
    free = [word for word in words if not covered(word, states)]
    for begin in range(len(free)):
        for end in range(min(begin + _CITY_WORDS, len(free)), begin, -1):
            run = free[begin:end]
            start, stop = run[0].start, run[-1].end
            named = q[start:stop]
            found = _states_of(named) if _are_neighbours(q, run) else []
            lead = next((word.folded for word in reversed(words) if word.end <= start), "")
            is_led = lead in listed("leading")
            is_word = len(run) == 1 and run[0].folded in listed("never_alone")
            if not found or is_word or not (is_led or _stands_apart(q, run, free)):
                continue
            place = _large_city(" ".join(word.folded for word in run))
            if place and _around(q, lead, stop):
                return [part(q, "near", f"{place.city}, {place.state}", start, stop)]
            if place:
                return [part(q, "city", place.city, start, stop)]
    return []


def _around(q: str, lead: str, end: int) -> bool:
    """Whether a city that ends there, behind a leading word, is asked for with its surroundings."""
    following = next((word.folded for word in words_of(q) if word.start >= end), "")
    return lead in listed("near") or following in listed("around")


def _stands_apart(q: str, run: list[Word], free: list[Word]) -> bool:
    """Whether a city that no word leads is meant: not by itself, and where nothing telling stands around it."""
    everything = words_of(q)
    if len(run) == len(everything):
        return False
    if len(run) == 1 and run[0].folded in listed("also_words") | listed("also_people"):
        return False
    telling = [word for word in free if word in run or word.folded not in listed("stop") | listed("generic")]
    ends = (telling[0], telling[-1])
    return run[0] in ends or run[-1] in ends or _beside_nothing(run, everything, telling)


def _beside_nothing(run: list[Word], everything: list[Word], telling: list[Word]) -> bool:
    first, last = everything.index(run[0]), everything.index(run[-1])
    beside = [*everything[max(0, first - 1) : first], *everything[last + 1 : last + 2]]
    return not any(word in telling for word in beside)


def _are_neighbours(q: str, words: list[Word]) -> bool:
    """Whether nothing but spaces, commas and full stops of abbreviations stands between these words."""
    gaps = (q[left.end : right.start] for left, right in pairwise(words))
    return all(not gap.strip(" ,.'’-\t\n") for gap in gaps)


def _large_city(name: str) -> Place | None:
    """The largest city of a name, or the one that people call so."""
    city, _, state = (lists().cities.get(name) or f"{name}, {_states_of(name)[0]}").rpartition(", ")
    return city_place(city, state)


def _states_of(name: str) -> list[str]:
    """The states with a large city of this name, the largest city first."""
    return _large().get(_key(name), [])


@cache
def _single_cities() -> tuple[str, ...]:
    """Large cities of one long word: short ones are too like other words."""
    named = [*large_cities(), *lists().cities]
    return tuple(fold_letters(city) for city in named if city.isalpha() and len(city) >= _LONG)


@cache
def _large() -> dict[str, list[str]]:
    found = {_key(city): states for city, states in large_cities().items()}
    return found | {_key(alias): [place.rpartition(", ")[2]] for alias, place in lists().cities.items()}


def _key(name: str) -> str:
    folded = fold_letters(name).replace("saint ", "st ").replace("fort ", "ft ").replace("mount ", "mt ")
    return "".join(char for char in folded if char.isalnum())
