"""The words of a question, and what words.yaml knows about words."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from index_config.analysis import Token, tokens
from index_config.folding import fold_letters
from records import Understood
from search.data import read_yaml

Span = tuple[int, int]


class NotMeeting(Struct, frozen=True, forbid_unknown_fields=True):
    """Words before and behind a wording for telehealth that make something else of it."""

    before: list[str]
    behind: list[str]


class Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of words.yaml."""

    stop: list[str]
    stop_spanish: list[str]
    of_names: list[str]
    faint: list[str]
    tried: list[str]
    failed: list[str]
    tried_words: int
    left_out: dict[str, list[str]]
    leave_out: list[str]
    between: list[str]
    generic: list[str]
    telehealth: list[str]
    not_meeting: NotMeeting
    leading: list[str]
    near: list[str]
    around: list[str]
    also_people: list[str]
    also_words: list[str]
    never_alone: list[str]
    cities: dict[str, str]
    practices: list[str]
    titles: list[str]
    not_spoken: list[str]
    languages: dict[str, list[str]]


class Word(NamedTuple):
    """A word of the question: its letters as written and folded, and its term."""

    written: str
    folded: str
    token: Token

    @property
    def term(self) -> str:
        """What engines look for."""
        return self.token.term

    @property
    def plain(self) -> str:
        """What names are made of."""
        return self.folded.removesuffix("'s")

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.token.start

    @property
    def end(self) -> int:
        """Where it ends (excluded)."""
        return self.token.end


@cache
def lists() -> Lists:
    """The lists as shipped."""
    return read_yaml("understanding/words.yaml", Lists)


@cache
def listed(name: str) -> frozenset[str]:
    """One of the lists, for looking up folded words."""
    return frozenset(map(fold_letters, getattr(lists(), name)))


@cache
def generic_terms() -> frozenset[str]:
    """The terms of the words that fit everybody."""
    return frozenset(token.term for word in lists().generic for token in tokens(word))


@cache
def faint_terms() -> frozenset[str]:
    """The terms of the words that tell little."""
    return frozenset(token.term for word in lists().faint for token in tokens(word))


def words_of(q: str) -> list[Word]:
    """The words in order."""
    return [Word(written := q[token.start : token.end], fold_letters(written), token) for token in tokens(q)]


def covered(word: Word, spans: Iterable[Span]) -> bool:
    """Whether a word stands in one of these stretches of the question."""
    return any(start <= word.start and word.end <= end for start, end in spans)


def part(q: str, kind: str, value: str, start: int, end: int) -> Understood:
    """A stretch of the question with what it means."""
    return Understood(kind=kind, value=value, text=q[start:end], start=start, end=end)
