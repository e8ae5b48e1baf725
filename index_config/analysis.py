"""The analysis: from text to terms, the same in Python, tantivy and Elasticsearch.

Words are runs of the letters listed in analysis.yaml, with apostrophes inside; terms are words folded to plain lower
case and stemmed (Snowball English). The engines fold composed characters only, so what they index or look up is
first brought to Unicode's composed form (`composed`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Annotated, Any, TypeAlias, overload
from unicodedata import normalize

import Stemmer
from msgspec import Meta, Struct

from index_config.data import read_yaml
from index_config.folding import fold_letters

_MOST_TERMS = 1 << 16  # remembered

_Range: TypeAlias = Annotated[str, Meta(pattern="^[0-9A-F]{4,5}-[0-9A-F]{4,5}$")]


class Token(Struct, frozen=True, gc=False):
    """A word of a text: its term, and where it stands (code points, end excluded)."""

    term: str
    start: int
    end: int


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC), the one that engines must be given."""
    return normalize("NFC", text)


class Analysis(Struct, frozen=True, forbid_unknown_fields=True):
    """What analysis.yaml says; ranges are of hexadecimal code points."""

    letters: list[_Range]
    ideographs: list[_Range]
    apostrophes: str
    longest: int
    stemmer: str
    newer_stems: dict[str, list[str]]


@cache
def analysis() -> Analysis:
    """The analysis as shipped."""
    return read_yaml("analysis.yaml", Analysis)


@cache
def word_pattern() -> str:
    """The one regular expression for a word; Python, Rust and Lucene read it alike."""
    config = analysis()
    letters = f"[{_ranges(config.letters)}]{{1,{config.longest}}}"
    return f"{letters}([{config.apostrophes}]{letters})*|[{_ranges(config.ideographs)}]"


def _ranges(ranges: list[str]) -> str:
    return "".join("-".join(chr(int(code, 16)) for code in span.split("-")) for span in ranges)


def stemmer_language() -> str:
    """The Snowball language, as PyStemmer and tantivy name it."""
    return analysis().stemmer


@cache
def _words() -> re.Pattern[str]:
    """A word, as the one group that parts a text."""
    return re.compile(f"({word_pattern().replace('(', '(?:')})")


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer(stemmer_language(), 0)


class _Terms(dict[str, str]):
    """The terms of words met before. A dictionary is half as dear to ask as an `lru_cache`, and every word asks."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_TERMS:
            self.clear()
        term = self[word] = str(_stemmer().stemWord(fold_letters(word)))
        return term


_terms = _Terms()


class Words(Sequence[Token]):
    """The words of a text in order, as `written`. Their `terms` are at hand; a token is made where one is asked for."""

    __slots__ = ("_ends", "_starts", "terms", "written")

    def __init__(self, text: str) -> None:
        parts = _words().split(text)  # what stands between words, and words, in turn
        ends = [*accumulate(map(len, parts))]
        self.written = parts[1::2]
        self.terms = [*map(_terms.__getitem__, self.written)]
        self._starts, self._ends = ends[:-1:2], ends[1::2]

    def __len__(self) -> int:
        """The number of words."""
        return len(self.terms)

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> list[Token]: ...

    def __getitem__(self, place: int | slice) -> Token | list[Token]:
        """The word at a place, or a list of several."""
        if isinstance(place, slice):
            return [*map(Token, self.terms[place], self._starts[place], self._ends[place])]
        return Token(self.terms[place], self._starts[place], self._ends[place])

    def __iter__(self) -> Iterator[Token]:
        """The words in order."""
        return map(Token, self.terms, self._starts, self._ends)


def tokens(text: str) -> Words:
    """The words of a text in order."""
    return Words(text)


def plain_words(text: str) -> list[str]:
    """The words of a text folded and without "'s", but not stemmed: a letter wrong may change a stem much."""
    return [fold_letters(text[token.start : token.end]).removesuffix("'s") for token in tokens(text)]


def elasticsearch_analysis() -> dict[str, Any]:
    """The `analysis` settings that make Elasticsearch's analyzer `words` give the same terms."""
    rules = [f"{word}, {word}'s => {stem}" for stem, words in analysis().newer_stems.items() for word in words]
    return {
        "tokenizer": {"words": {"type": "simple_pattern", "pattern": word_pattern()}},
        "filter": {
            "newer_stems": {"type": "stemmer_override", "rules": rules},
            "stems": {"type": "snowball", "language": stemmer_language().capitalize()},
        },
        "analyzer": {
            "words": {
                "type": "custom",
                "tokenizer": "words",
                "filter": ["asciifolding", "lowercase", "newer_stems", "stems"],
            }
        },
    }
