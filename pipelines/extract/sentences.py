"""What a profile says inside sentences: "I charge $120 a session", "I am in network with Aetna", "We speak Spanish"."""

import re
from collections.abc import Callable, Collection, Iterable, Set
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any

from pipelines.data import read_yaml
from pipelines.extract.blocks import Block
from pipelines.extract.items import is_other_price, items, without_icons
from pipelines.extract.labels import asks
from pipelines.extract.name_words import name_data
from pipelines.vocabulary import ANSWERED, answers, leaves_open, topic_of, usual_name

_SENTENCE_ENDS = re.compile(r"(?<=[a-z0-9)][a-z0-9)][.!?])\s+(?=[A-Z])")
_CLAUSE_ENDS = re.compile(r"[,;]\s")
_JOINTS = re.compile(r"[,;]\s|\sand\s")
_NAMES = re.compile(
    r"\s*:?\s*([^\W\d_]+(?: [A-Z]\w+){0,2}(?:(?:,? and |, |,? & |/| or )(?:in )?[A-Z]\w+(?: [A-Z]\w+){0,2})*)"
)
_BETWEEN_NAMES = re.compile(r"(?:,? and |, |,? & |/| or )(?:in )?")
_DENIED = re.compile(r"\b(?:not|no|never|cannot|out|formerly|previously|used to)\b|n[’']t\b")
_MONEY = re.compile(r"[$€£]\s?\d")
_TAIL = re.compile(r"(?: [a-z]+)+$")  # of a sentence, behind the last name in it
_NEAR = 25  # letters before a fact in which a word denies it
_LONGEST_FEE = 240  # letters of a sentence
_SHORTEST = 11  # letters of what tells something: "$90 an hour"
_LONGEST_REMARK = 240  # letters of a block whose short clauses are looked at as answers
_LONGEST_ANSWER = 60  # letters of a sentence in a longer text that does nothing but answer
_CACHED = 4_096

_NUMBER_END = re.compile(r"[\s.-]\d{4}\b")
_CALL = re.compile(
    r"\b(?:call|text|phone|reach|contact)(?: or (?:call|text|e-?mail))? (?P<whom>\w+)(?: \w+)?"
    r"(?:,? (?:directly )?(?:at|on)| ?:)\s*(?P<number>\(?\d{3}\)?[\s.-]*\d{3}[\s.-]\d{4})",
    re.IGNORECASE,
)
_CALL_FOR = re.compile(
    r"\bwith (?P<whom>\w+)(?: \w+)?,? (?:please )?(?:call|text|phone)(?: at)? "
    r"(?P<number>\(?\d{3}\)?[\s.-]*\d{3}[\s.-]\d{4})",
    re.IGNORECASE,
)
_CALL_ALONE = re.compile(
    r"^(?:(?:please )?(?:text or call|call or text|call|text|phone) |my (?:phone )?number is )"
    r"(?P<number>\(?(?!8(?:00|33|44|55|66|77|88))\d{3}\)?[\s.-]*\d{3}[\s.-]\d{4})(?P<behind>[^\d]*)$",
    re.IGNORECASE,
)
_THEMSELVES = frozenset({"me", "him", "her", "them"})
_PRONOUNS = re.compile(r"[\w.'’-]+(?: [\w.'’-]+){0,3} \(((?:she|he|they|ze|xe)/\w+(?:/\w+)?)\)", re.IGNORECASE)
FIELDS = ("insurance", "languages", "fees", "phone", "pronouns", "organization", *ANSWERED)
"""The fields that are read in sentences."""


def from_sentences(blocks: Iterable[Block], wanted: Collection[str], owner: Set[str]) -> dict[str, Any]:
    """The first value of each wanted field that the sentences of these blocks tell; `owner` are the words of a name."""
    blocks = list(blocks)
    spoken = [block.text for block in blocks if not (block.is_button or block.links) and len(block.text) >= _SHORTEST]
    whole = "\n".join(spoken)
    asked = [field for field in wanted if field in _data() and _holds(field, whole)]
    found: dict[str, Any] = {}
    if "phone" in wanted:
        found["phone"] = next((number for block in blocks if (number := _phone_in(block.text, owner))), None)
    if "pronouns" in wanted and "/" in whole:
        found["pronouns"] = next((shown[1] for text in spoken if (shown := _PRONOUNS.match(text))), None)
    for text in spoken if asked else ():
        for field in asked:
            if field not in found and _holds(field, text) and (value := _told_in(field, text)) and not asks(text):
                found[field] = value
    return found


def _phone_in(text: str, owner: Set[str]) -> str | None:
    """The number at which a sentence asks to call its writer, or the owner by name; or nobody, on no toll-free line."""
    if not _NUMBER_END.search(text):
        return None
    found = _CALL.search(text) or _CALL_FOR.search(text)
    if found and found["whom"].lower() in owner | _THEMSELVES:
        return found["number"]
    alone = (_CALL_ALONE.match(sentence) for sentence in _SENTENCE_ENDS.split(text))
    return next((one["number"] for one in alone if one and not _elsewhere().search(one["behind"])), None)


def is_fee(sentence: str) -> bool:
    """Whether a sentence tells the price of one session, and of nothing else."""
    if len(sentence) > _LONGEST_FEE or not _MONEY.search(sentence):
        return False
    return _opening("fees").search(sentence) is not None and not is_other_price(sentence)


def without_averages(text: str) -> str:
    """A text without its sentences about what others charge: "The average fee in Reno is $150."."""
    return " ".join(one for one in _SENTENCE_ENDS.split(text) if not _at_large().search(one))


def _holds(field: str, text: str) -> bool:
    return any(sign in text for sign in _data()[field]["holds"])


@lru_cache(maxsize=_CACHED)
def _told_in(field: str, text: str) -> Any:
    sentences = _SENTENCE_ENDS.split(text)
    if field in ANSWERED and len(text) > _LONGEST_REMARK:
        sentences = [one for one in sentences if len(one) <= _LONGEST_ANSWER and answers(one)]
    told = [value for sentence in sentences if (value := _told(field, sentence))]
    if field == "languages":
        return list({usual_name(field, name): name for value in reversed(told) for name in reversed(value)}.values())[
            ::-1
        ]
    return next(iter(told), None)


def _told(field: str, sentence: str) -> Any:
    if _strangers().search(sentence):
        return None
    if field in ANSWERED:
        if leaves_open(field, sentence) and not answers(sentence):
            return None
        return next((clause for clause in _clauses(sentence) if topic_of(clause) == field), None)
    if field == "fees":
        return without_icons(sentence) if is_fee(sentence) else None
    for found in _opening(field).finditer(sentence):
        if _DENIED.search(sentence[max(0, found.start() - _NEAR) : found.end()].lower()):
            continue
        behind = sentence[found.end() :]
        values = _READERS[field](behind)
        if values:
            return values
    return None


def _clauses(sentence: str) -> list[str]:
    """A sentence, its clauses, and what is joined in these: the longest that is short enough to be an answer counts."""
    return [sentence, *_CLAUSE_ENDS.split(sentence), *_JOINTS.split(sentence)]


def _languages(text: str) -> list[str]:
    """The languages at the start of a text."""
    found = _NAMES.match(text)
    names = _BETWEEN_NAMES.split(found[1]) if found else []
    return list(takewhile(lambda name: usual_name("languages", name) is not None, names))


def _insurers(text: str) -> list[str]:
    """The insurers at the start of a text, one of which is known."""
    shown = [_TAIL.sub("", one) for one in items([Block(text)]) if one[0].isupper()]
    return shown if any(usual_name("insurance", one) for one in shown) else []


def _practice(text: str) -> str | None:
    """The practice's name at the start of a text: several words in capitals."""
    found = _practice_name().match(text)
    return found[1].rstrip(".") if found else None


@cache
def _practice_name() -> re.Pattern[str]:
    forms = "|".join(name_data()["legal"])
    return re.compile(
        r"\s+((?:[Tt]he )?[A-Z][\w'’&-]*(?: (?:[A-Z][\w'’&-]*|&|of|and|for|the)(?= |[.,]|$))* [A-Z][\w'’-]*"
        rf"(?:, (?:{forms})\b)?)(?=[.,]|$| in [A-Z])"
    )


_READERS: dict[str, Callable[[str], Any]] = {
    "languages": _languages,
    "insurance": _insurers,
    "organization": _practice,
}


@cache
def _opening(field: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{one})" for one in _data()[field]["opens"]), re.IGNORECASE)


@cache
def _strangers() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['strangers'])})\b", re.IGNORECASE)


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['elsewhere'])})\b", re.IGNORECASE)


@cache
def _at_large() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['at_large'])})\b", re.IGNORECASE)


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "sentences.yaml"))
