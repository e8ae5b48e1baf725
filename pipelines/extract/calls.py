"""The closing sentences of a definition that invite the reader: the site's calls to action, by boilerplate.yaml."""

import re
from collections.abc import Sequence
from functools import cache

from pipelines.extract.furniture import openings, rules

_SENTENCE = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”’)]))\s+(?=[\"“A-Z])")
_YOU = re.compile(r"\byou(?:r|rs)?\b", re.IGNORECASE)
_LONGEST_CALL = 500
_LONGEST_ANSWER, _MOST_ANSWERS = 160, 3
_SHORTEST_CUT = 8  # of a call to action that the site cut short


def without_call(paragraph: str) -> str:
    """The paragraph without the closing sentences that invite the reader."""
    sentences = _SENTENCE.split(paragraph)
    count = len(sentences) + 1
    while sentences and len(sentences) < count:
        count = len(sentences)
        del sentences[_call_start(sentences) :]
    return " ".join(sentences)


def _call_start(sentences: Sequence[str]) -> int:
    """The index of the sentence with which a closing call begins: a question to the reader, or the call itself."""
    last = len(sentences) - 1
    for index in range(last - 1, max(last - _MOST_ANSWERS, 0) - 1, -1):
        if _is_asked(sentences[index]) and all(map(_is_answer, sentences[index + 1 :])):
            return index
    if not _is_call(sentences[-1]):
        return last + 1
    return last - 1 if last and sentences[-2].endswith("?") else last


def opens_with_call(paragraph: str) -> bool:
    """Whether a paragraph begins with a question that invites the reader: "Ready for a first step? It takes ..."."""
    first, mark, behind = paragraph.partition("? ")
    return bool(mark and behind) and "." not in first and _opens(first, "call_questions")


def _is_asked(sentence: str) -> bool:
    """Whether a sentence is a question to the reader."""
    return sentence.endswith("?") and (_opens(sentence, "call_questions") or _YOU.search(sentence) is not None)


def _is_answer(sentence: str) -> bool:
    """Whether a sentence behind a question to the reader says where to go."""
    text = sentence.lower()
    return len(text) <= _LONGEST_ANSWER and (_opens(text, "call_verbs") or _to_reader().search(text) is not None)


def _is_call(sentence: str) -> bool:
    """Whether a sentence is a call to action, be it cut short."""
    if len(sentence) > _LONGEST_CALL:
        return False
    text = sentence.lower().replace("’", "'")
    opened = rules()["call_openings"]
    if text.startswith(tuple(opened)) or _call().search(text):
        return True
    is_cut = len(text) >= _SHORTEST_CUT and text.rstrip("….")[-1:].isalnum() and not text.endswith(("!", "?"))
    return is_cut and any(opening.startswith(text.rstrip("….")) for opening in opened)


def _opens(text: str, table: str) -> bool:
    return f"{text.lower()} ".replace("?", " ").replace(",", " ").startswith(openings(table))


@cache
def _to_reader() -> re.Pattern[str]:
    return re.compile(rf"\b(?:we|us|our|{'|'.join(rules()['call_people'])})\b")


@cache
def _call() -> re.Pattern[str]:
    """A sentence that sends the reader to people, says that the site will, or speaks of the site's own people."""
    verbs, aims, owners, people = ("|".join(rules()[f"call_{name}"]) for name in ("verbs", "aims", "owners", "people"))
    sends = rf"^(?:{verbs})\b(?! (?:of|is|are|was|can|may|between)\b).*\b(?:{aims})\b"
    helps = rf"\b(?:{'|'.join(rules()['call_helps'])})\b.*\b(?:somebody|someone|{people})\b"
    return re.compile(rf"{sends}|{helps}|\b(?:{owners})\b.*\b(?:{people})\b", re.DOTALL)
