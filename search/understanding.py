"""What a question asks for: approaches, issues, places and working online, and the words that remain."""

import re
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from index_config.analysis import Token, tokens
from index_config.folding import fold_letters
from index_config.places import city_place, state_code, zip_place
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.matcher import mentions
from records import Understood
from search.data import read_yaml

_CITY_WORDS = 4  # of the longest city looked for
_STATE_WORDS = 3  # "District of Columbia"
_ZIP = re.compile(r"(?<![\w-])\d{5}(?:-\d{4})?(?![\w-])")
_QUOTED = re.compile(r'["“”]([^"“”]+)["“”]')


class Question(Struct, frozen=True, kw_only=True):
    """A question taken apart. `terms` are the words that remain, `phrases` those that stood in quotation marks.

    `is_empty`: nothing in it can be looked for; `is_generic`: only words that fit everybody ("therapist").
    """

    understood: list[Understood]
    terms: list[str]
    phrases: list[tuple[str, ...]]
    is_empty: bool
    is_generic: bool = False

    def values(self, kind: str) -> list[str]:
        """What was understood of one kind, without repetition."""
        return list(dict.fromkeys(part.value for part in self.understood if part.kind == kind))


class _Lists(Struct, frozen=True, forbid_unknown_fields=True):
    stop: list[str]
    generic: list[str]
    telehealth: list[str]
    leading: list[str]
    near: list[str]
    also_people: list[str]


class _Word(NamedTuple):
    """A word of the question: its letters as written and folded, and its term."""

    written: str
    folded: str
    token: Token


@cache
def _lists() -> _Lists:
    return read_yaml("words.yaml", _Lists)


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(getattr(_lists(), name))


@cache
def _telehealth() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _lists().telehealth))})(?!\w)")


@cache
def generic_terms() -> frozenset[str]:
    """The terms of the words that fit everybody."""
    return frozenset(token.term for word in _lists().generic for token in tokens(word))


def understand(q: str, *, literal: bool = False) -> Question:
    """Takes a question apart. `literal`: all its words are just words."""
    quoted = [] if literal else [match.span() for match in _QUOTED.finditer(q)]
    parts = [] if literal else _parts(q, quoted)
    free = [word for word in _words(q) if not _covered(word, [(part.start, part.end) for part in parts])]
    telling = [word for word in free if word.folded not in _set("stop")]
    generic = [] if literal else [word for word in telling if word.folded in _set("generic")]
    wanted = [word for word in telling if literal or word.folded not in _set("generic")]
    phrases = [tuple(word.token.term for word in free if _covered(word, [span])) for span in quoted]
    return Question(
        understood=parts,
        terms=list(dict.fromkeys(word.token.term for word in wanted if not _covered(word, quoted))),
        phrases=[terms for terms in dict.fromkeys(phrases) if terms],
        is_empty=not (parts or telling or any(phrases)),
        is_generic=bool(generic),
    )


def _words(q: str) -> list[_Word]:
    return [_Word(w := q[token.start : token.end], fold_letters(w), token) for token in tokens(q)]


def _covered(word: _Word, spans: list[tuple[int, int]]) -> bool:
    return any(start <= word.token.start and word.token.end <= end for start, end in spans)


def _parts(q: str, quoted: list[tuple[int, int]]) -> list[Understood]:
    """What is understood, in the order of the question, without overlaps: what is found first keeps its words."""
    found: list[Understood] = []
    for part in [*_named(q), *_online(q), *_places(q)]:
        taken = [*quoted, *((other.start, other.end) for other in found)]
        if all(part.end <= start or end <= part.start for start, end in taken):
            found.append(part)
    return sorted(found, key=lambda part: part.start)


def _part(q: str, kind: str, value: str, start: int, end: int) -> Understood:
    return Understood(kind=kind, value=value, text=q[start:end], start=start, end=end)


def _named(q: str) -> list[Understood]:
    approaches = load_taxonomy().approaches
    return [
        _part(q, approaches[mention.approach_id].kind, mention.approach_id, mention.start, mention.end)
        for mention in mentions(q, query=True)
        if not mention.negated
    ]


def _online(q: str) -> list[Understood]:
    plain = fold_letters(q)
    if len(plain) != len(q):  # a ligature: offsets would shift
        return []
    return [_part(q, "telehealth", "true", *match.span()) for match in _telehealth().finditer(plain)]


def _places(q: str) -> list[Understood]:
    parts = [
        _part(q, "near", match[0][:5], *match.span()) for match in _ZIP.finditer(q) if zip_place(match[0]) is not None
    ]
    words = _words(q)
    position = 0
    while position < len(words):
        found, position = _place_at(q, words, position)
        parts.extend(found)
    return parts


def _place_at(q: str, words: list[_Word], first: int) -> tuple[list[Understood], int]:
    """The state that begins at a word, with the city before it; and where to look on."""
    for last in range(min(first + _STATE_WORDS, len(words)) - 1, first - 1, -1):
        start, end = words[first].token.start, words[last].token.end
        code = state_code(q[start:end])
        if code:
            found = _with_city(q, words, first, _part(q, "state", code, start, end))
            if found[0].kind != "state" or _is_state(q, words, first, last):
                return found, last + 1
    return [], first + 1


def _is_state(q: str, words: list[_Word], first: int, last: int) -> bool:
    """Whether what reads like a state is one: "me" and "Georgia" are so only in the right place."""
    word = words[first]
    is_code = last == first and len(word.folded) == 2
    led = first > 0 and words[first - 1].folded in _set("leading")
    after_comma = q[: word.token.start].rstrip().endswith(",")
    at_end = last == len(words) - 1
    capital = word.written.isupper()
    if is_code and word.folded in _set("stop"):
        near_me = led and words[first - 1].folded in _set("near")  # "near me" asks for no state
        return (led and at_end and not near_me) or (capital and (led or after_comma or at_end))
    if is_code:
        return led or after_comma or (at_end and first > 0) or (capital and not q.isupper())
    return word.folded not in _set("also_people") or led or after_comma or at_end


def _with_city(q: str, words: list[_Word], first: int, state: Understood) -> list[Understood]:
    """The state with its city, where a leading word comes before them.

    "in Portland, OR" names the city, "near Portland, OR" its surroundings, whatever their state.
    """
    for begin in range(max(1, first - _CITY_WORDS), first):
        lead = words[begin - 1]
        start, end = words[begin].token.start, words[first - 1].token.end
        if lead.folded in _set("leading") and (place := city_place(q[start:end], state.value)):
            if lead.folded in _set("near"):
                return [_part(q, "near", f"{place.city}, {state.value}", start, state.end)]
            return [_part(q, "city", place.city, start, end), state]
    return [state]
