"""Negation in running text: simple cues before and behind a mention, within its clause."""

import re
from functools import cache
from typing import Literal, NamedTuple

from index_config.analysis import tokens
from index_config.folding import fold_letters
from index_config.taxonomy.rules import rules

Cue = Literal["refusing", "comparing"]

LOOK_BACK = 14  # words: the longest cue and the reach of matcher.yaml
_NAME = "\ufffc"  # stands for the mention
_SHORT = ("n't", "cannot", "dont")
_NOT = re.compile(r"n't\b|(?<=\bcan)not\b|(?<=\bdo)nt\b")
_GAP = re.escape(" ... ")
_WORDS = r"[^\w.;:!?()]+(?:[\w'\ufffc]+[^\w.;:!?()]+){0,4}?"
_WINDOW = 80  # characters looked at on either side
_SENTENCE = 200  # characters of a sentence behind a mention
_SENTENCE_END = re.compile(r"[.!?\n]")
_BRACKET = re.compile(r"\s*\(\s*")
_COMMA = re.compile(r"\s*[,/-]\s*(?:then\s+)?")
_NEXT = re.compile(r"[^.;:!?,\n]{0,40},\s*(?:and\s+|then\s+)?(?:an?|some|two|three|several|years of)\s+")
_JOINED = re.compile(r"\s*,?\s*(?:or|and|nor)\s+(?:any\s+)?")


class _Patterns(NamedTuple):
    """Cues before and behind a mention, and terms without one of which their pattern need not be tried."""

    signs: dict[Cue, frozenset[str]]
    harmless: re.Pattern[str]
    before: dict[Cue, re.Pattern[str]]
    openers_behind: frozenset[str]
    behind: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = rules()
    cues: dict[Cue, list[str]] = {"refusing": data.refusing, "comparing": data.comparing}
    gap = r"[^\w.,;:!?()—\n]"
    over = rf"(?:{'|'.join(data.conjunctions)})\b|and\b(?!{gap}+{_NAME}\s*(?:[.,;:!?()—\n]|$))"
    word = rf"(?!{over})[\w']+"
    reach = rf"(?:{gap}+{word}){{0,{data.reach}}}{gap}*{_NAME}"
    before = {cue: _before(wordings, reach) for cue, wordings in cues.items()}
    before["refusing"] += rf"|{_any(data.others.people)} {_any(data.others.did)}"
    signs = {cue: frozenset(map(_sign, wordings)) for cue, wordings in cues.items()}
    signs["refusing"] |= frozenset(map(_sign, data.others.people))
    return _Patterns(
        signs=signs,
        harmless=re.compile(rf"\b{_any(data.not_negating)}"),
        before={cue: re.compile(rf"\b(?:{found})") for cue, found in before.items()},
        openers_behind=frozenset(tokens(wording).terms[0] for wording in data.refused),
        behind=re.compile(rf"[\s,–—-]*{_any(data.refused)}"),
    )


def _plain(text: str) -> str:
    """A folded text in which "not" is a word of its own: isn't, cannot."""
    folded = fold_letters(text)
    if not any(short in folded for short in _SHORT):
        return folded
    return _NOT.sub(" not", folded.replace("can't", "can not").replace("won't", "will not"))


def _sign(wording: str) -> str:
    """The term of a cue that tells most: its longest before the mention."""
    return max(tokens(wording.partition("*")[0]).terms, key=len)


def _before(wordings: list[str], reach: str) -> str:
    """Wordings with a few words between them and the mention, or with none where they name its place."""
    placed = [wording for wording in wordings if "*" in wording]
    free = [wording for wording in wordings if wording not in placed]
    return rf"(?:{_any(free)}{reach}|{_any(placed)})" if placed else f"{_any(free)}{reach}"


def _any(wordings: list[str]) -> str:
    """Any of the wordings, the longest first; grouped by first letter, for speed."""
    groups: dict[str, list[str]] = {}
    for wording in sorted({_plain(wording).replace("*", _NAME) for wording in wordings}, key=len, reverse=True):
        groups.setdefault(wording[0], []).append(re.escape(wording[1:]).replace(_GAP, _WORDS))
    ways = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())
    return rf"(?:{'|'.join(ways)})(?![\w'])"


def cue_before(text: str, start: int, end: int, terms: list[str], free: int) -> Cue | None:
    """What before a mention, text[start:end], negates it, if anything.

    `terms` are those just before it, `LOOK_BACK` suffice; `free` is where the mention before it ended: comparisons do
    not reach over it ("instead of EMDR we use IFS").
    """
    signed = [cue for cue, signs in _patterns().signs.items() if not signs.isdisjoint(terms)]
    if not signed:
        return None
    earliest: dict[Cue, int] = {"refusing": max(0, start - _WINDOW), "comparing": max(free, start - _WINDOW)}
    behind = _NAME + _plain(text[end : end + _WINDOW])
    clauses = ((cue, _plain(text[earliest[cue] : start]) + behind) for cue in signed)
    return next((cue for cue, clause in clauses if _negates(cue, clause)), None)


def _negates(cue: Cue, clause: str) -> bool:
    pattern = _patterns().before[cue]
    return bool(pattern.search(clause) and pattern.search(_patterns().harmless.sub(" ", clause)))


def is_refused_behind(text: str, end: int, following: str | None) -> bool:
    """Whether the words behind a mention that ends here negate it; `following` is the first one's term."""
    if following not in _patterns().openers_behind:
        return False
    return _patterns().behind.match(_plain(text[end : end + _WINDOW])) is not None


def is_given_up(text: str, end: int, other: int) -> bool:
    """Whether what follows says that it is over; the next mention of something else begins at `other`.

    In the next sentence only what is said of "it" counts.
    """
    rest, *following = _SENTENCE_END.split(text[end : min(other, end + _SENTENCE)], maxsplit=2)
    pattern, of_it = _given_up()
    return bool(pattern.search(_plain(rest)) or (following and of_it.search(_plain(following[0]))))


@cache
def _given_up() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Any of the wordings, and any of those that speak of "it"."""
    of_it = [one for one in rules().given_up if " it " in f"{one} " or one.endswith((" anymore", " any more"))]
    others = [wording for wording in rules().given_up if wording not in of_it]
    said_of_it = rf"(?<![\w']){_any(of_it)}"
    return re.compile(rf"{said_of_it}|(?<![\w']){_any(others)}\s*(?:[,;]|$)"), re.compile(said_of_it)


def carries(cue: Cue, between: str) -> bool:
    """Whether a negated mention's cue holds for the next one too, with these characters between the two."""
    joined = _BRACKET.fullmatch(between) or _JOINED.fullmatch(between)
    return bool(joined or (cue == "refusing" and (are_listed(between) or _NEXT.fullmatch(between))))


def are_listed(between: str) -> bool:
    """Whether two mentions with these characters between them are members of one list."""
    return bool(_COMMA.fullmatch(between) or _JOINED.fullmatch(between))
