"""Negation in running text: simple cues before and behind a mention, within its clause."""

import re
from functools import cache
from typing import Literal, NamedTuple

from index_config.analysis import tokens
from index_config.data import read_yaml
from index_config.folding import fold_letters

Cue = Literal["refusing", "comparing"]

LOOK_BACK = 8  # words: the longest cue and the reach of matcher.yaml
_WINDOW = 80  # characters looked at on either side
_BRACKET = re.compile(r"\s*\(\s*")
_COMMA = re.compile(r"\s*[,/]\s*")
_JOINED = re.compile(r"\s*,?\s*(?:or|and|nor)\s+(?:any\s+)?")


class _Patterns(NamedTuple):
    """`openers` are the first terms of the cues: without one of them no pattern need be tried."""

    openers: frozenset[str]
    before: dict[Cue, re.Pattern[str]]
    behind: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = read_yaml("taxonomy/matcher.yaml")
    harmless = f"(?!{_any(data['not_negating'])})"
    reach = rf"(?:[^\w.,;:!?()—\n]+[\w']+){{0,{data['reach']}}}[^\w.,;:!?()—\n]*$"
    cues: tuple[Cue, ...] = ("refusing", "comparing")
    return _Patterns(
        openers=frozenset(tokens(wording)[0].term for cue in cues for wording in data[cue]),
        before={cue: re.compile(rf"\b{harmless}{_any(data[cue])}{reach}") for cue in cues},
        behind=re.compile(rf"\s*{_any(data['refused'])}"),
    )


def _any(wordings: list[str]) -> str:
    return rf"(?:{'|'.join(map(re.escape, sorted(wordings, key=len, reverse=True)))})(?![\w'])"


def cue_before(text: str, start: int, terms: list[str]) -> Cue | None:
    """What negates a mention that starts here, if anything; `terms` are those just before it, `LOOK_BACK` suffice."""
    if _patterns().openers.isdisjoint(terms):
        return None
    before = fold_letters(text[max(0, start - _WINDOW) : start])
    return next((cue for cue, pattern in _patterns().before.items() if pattern.search(before)), None)


def is_refused_behind(text: str, end: int) -> bool:
    """Whether the words behind a mention that ends here negate it."""
    return _patterns().behind.match(fold_letters(text[end : end + _WINDOW])) is not None


def carries(cue: Cue, between: str) -> bool:
    """Whether a negated mention's cue holds for the next one too, with these characters between the two."""
    joined = _BRACKET.fullmatch(between) or _JOINED.fullmatch(between)
    return bool(joined or (cue == "refusing" and are_listed(between)))


def are_listed(between: str) -> bool:
    """Whether two mentions with these characters between them are members of one list."""
    return bool(_COMMA.fullmatch(between) or _JOINED.fullmatch(between))
