"""What matcher.yaml says about names in running English."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from index_config.data import ROOT, read_yaml, wrong

RULES_FILE = "taxonomy/matcher.yaml"


Wording: TypeAlias = Annotated[str, Meta(pattern=r"\w")]
"""Something of words."""


class OtherMeaning(Struct, frozen=True, forbid_unknown_fields=True):
    """An abbreviation that means another entry, or none of ours (None), where one of the patterns stands beside it.

    `anywhere`: wherever in the text.
    """

    abbreviation: Wording
    beside: list[str]
    means: str | None = None
    anywhere: bool = False


class Others(Struct, frozen=True, forbid_unknown_fields=True):
    """Other people, and what somebody says they did with an approach."""

    people: list[Wording]
    did: list[Wording]


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """The rules, as matcher.yaml explains them."""

    conjunctions: list[str]
    reach: int
    refusing: list[Wording]
    others: Others
    comparing: list[Wording]
    not_negating: list[Wording]
    refused: list[Wording]
    given_up: list[Wording]
    nearby: int
    context: list[Wording]
    using: list[Wording]
    determiners: list[Wording]
    verbs: list[Wording]
    short_question: int
    other_senses: list[Wording]
    other_meanings: list[OtherMeaning]
    spellings: dict[str, str]
    function_words: list[Wording]


@cache
def rules() -> Rules:
    """The rules as shipped. Raises TherapyIndexError for a pattern that is none."""
    found = read_yaml(RULES_FILE, Rules)
    for pattern in _patterns(found):
        try:
            re.compile(pattern)
        except re.error as error:
            raise wrong(ROOT / RULES_FILE, f"{pattern!r} is no pattern ({error})", _line(pattern)) from error
    return found


def _patterns(found: Rules) -> Iterator[str]:
    """Those of the rules that are regular expressions."""
    yield from (*found.conjunctions, *found.spellings)
    yield from (pattern for other in found.other_meanings for pattern in other.beside)


def _line(pattern: str) -> int | None:
    lines = (ROOT / RULES_FILE).read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern in line), None)
