"""Folding: one spelling for what people write in many (case, accents, ligatures, curly quotes, spaces)."""

import re
from functools import cache
from unicodedata import normalize

from index_config.data import read_yaml


@cache
def _table() -> dict[int, str]:
    table = read_yaml("folding.yaml", dict[str, str])
    return {ord(source): target for target, sources in table.items() for source in sources}


def fold_letters(text: str) -> str:
    """The text in lower case without accents, as both engines fold it: character by character, spaces kept."""
    if text.isascii():
        return text.lower()
    folded = normalize("NFC", text).translate(_table())
    # One by one: str.lower() alone would look at the neighbours of a Greek sigma, which the engines do not.
    return folded.lower() if folded.isascii() else "".join(map(str.lower, folded))


def fold_in_place(text: str) -> str:
    """The text folded so far as every character keeps its place: what is found in it is found there in the text."""
    folded = fold_letters(text)
    if len(folded) == len(text):
        return folded
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def fold(text: str) -> str:
    """The form under which a keyword is stored and looked up: folded, its spaces single and inner only."""
    return " ".join(fold_letters(text).split())


def folded_words(text: str) -> list[str]:
    """The runs of letters and digits of the folded text; an apostrophe parts no word."""
    return re.findall(r"[^\W_]+", fold(text).replace("'", ""))
