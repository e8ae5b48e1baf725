"""Paragraphs of an approach page that speak of the page, of the site or to the reader, by boilerplate.yaml."""

import re
from functools import cache

from pipelines.extract.furniture import key_of, rules
from pipelines.extract.own_words import is_personal
from pipelines.extract.pairs import unquoted

_ROW = re.compile(r"\s+[·•|‧/]\s+")
_FEWEST_PIECES, _LONGEST_PIECE = 3, 40
_LONGEST_OPENING = 160
_LONGEST_NOTE = 200
_QUOTATION_MARKS = ("“", '"', "«", "„")


def is_about_page(text: str) -> bool:
    """Whether a text says who made the page and when: "Reviewed by the editors. Last updated: May 3"."""
    return _about_page().match(key_of(text[:_LONGEST_OPENING])) is not None or _is_row(text)


def is_of_page(text: str) -> bool:
    """Whether a paragraph speaks of the page, to the reader, or is what somebody said."""
    is_said = is_personal(text) or unquoted(text) != text or text.startswith(_QUOTATION_MARKS)
    return is_said or any(map(str.isdigit, text)) or not _words(text).isdisjoint(rules()["words_of_pages"])


def is_note(text: str) -> bool:
    """Whether a short paragraph speaks of the page or of the site: "Every entry is read by two editors."."""
    return len(text) <= _LONGEST_NOTE and not _words(text).isdisjoint(rules()["words_of_notes"])


def speaks_to_reader(text: str) -> bool:
    """Whether a short paragraph has a "you": "If you like it, forward it to a friend."."""
    return len(text) <= _LONGEST_NOTE and not _words(text).isdisjoint(rules()["words_to_readers"])


def _is_row(text: str) -> bool:
    """Whether a text is a row of short pieces with marks between them, of which none is a sentence."""
    pieces = _ROW.split(text)
    return len(pieces) >= _FEWEST_PIECES and all(len(one) <= _LONGEST_PIECE for one in pieces)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@cache
def _about_page() -> re.Pattern[str]:
    return re.compile("|".join(rules()["about_page"]))
