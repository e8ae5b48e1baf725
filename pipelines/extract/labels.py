"""The labels of profile pages: what a line announces by its words (labels.yaml)."""

import re
from collections.abc import Set
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from index_config.folding import fold
from index_config.taxonomy.taxonomy import without_brackets
from pipelines.data import read_yaml
from pipelines.extract.blocks import Block
from pipelines.extract.items import is_known
from pipelines.extract.places import places_below
from pipelines.vocabulary import ANSWERED, answers, yes_or_no

LONGEST_LABEL = 40
_LONGEST_BUTTON = 20
_LONGEST_REMARK = 240
IGNORED = "ignored"  # the labels that announce nothing we keep
_CACHED = 16_384  # lines: those of a site's menus and labels come on every page
_WORD = re.compile(r"[^\W_]+")
_DASHED = re.compile(r"(?P<label>[^—–|=]{2,40}?)\s+[—–|=-]\s+(?P<value>\S.*)")
_ITEM_ENDS = re.compile(r"\s*[|·•,]\s*")
_LONGEST_DASHED = 200
_FIRST = re.compile(r"[^\W_]+")
_ADDRESSED = frozenset({"you", "your", "i", "my", "we", "our", "she", "he", "they"})  # a site's own questions have none
OWNERS = frozenset({"i", "me", "my", "myself", "her", "him", "them"})  # a site's own headings have none


class Line(Struct, frozen=True):
    """A line by itself: what stands before its colon, whether that is a known label, and whether it can be no label."""

    before: str | None
    is_known_before: bool
    is_value: bool


def is_label(text: str) -> bool:
    """Whether a line is a label that is known as such."""
    return len(text) <= LONGEST_LABEL and known(text) is not None


def asks(text: str) -> bool:
    """Whether a line is a known label, and none that is an answer too: "Offers a sliding scale"."""
    return is_label(text) and not answers(text)


def label_of(block: Block) -> str | None:
    """The field of the known label that a block is, or opens with."""
    before = line_of(block.text).before
    return known(block.text[:LONGEST_LABEL]) or (known(before) if before else None) or known(block.lead)


@lru_cache(maxsize=_CACHED)
def line_of(text: str) -> Line:
    """What a line is by itself: seen once, for a site's lines come on every page."""
    end = text.find(":", 0, LONGEST_LABEL + 1)
    before = text[:end] if end > 0 else _before_dash(text)
    is_known_before = before is not None and known(before) is not None
    is_value = before is None and not (text.endswith("?") or is_remark(text) or _opens_as_label(text))
    return Line(before, is_known_before, is_value)


def _before_dash(text: str) -> str | None:
    """The known label that a dash, or its like, parts from a value which may be of its field: "Fee — $99"."""
    is_likely = len(text) <= _LONGEST_DASHED and _opens_as_label(text)
    found = _DASHED.fullmatch(text) if is_likely else None
    field = known(found["label"]) if found else None
    if found is None or field not in _data()["dashed"] or is_either(field, found["label"]):
        return None
    shown = _ITEM_ENDS.split(found["value"])
    is_row = known(shown[0]) is not None  # of labels
    return None if is_row or not _may_tell(field, found["value"], shown) else found["label"]


def _may_tell(field: str | None, value: str, shown: list[str]) -> bool:
    """Whether a value, of which these are the items, is of a field for sure."""
    if field in ANSWERED:
        return yes_or_no(field, value) is not None
    if field in ("fees", "phone"):
        return any(map(str.isdigit, value))
    if field == "places":
        return bool(places_below(value))
    return field in ("credentials", "pronouns", "website") or any(map(is_known, shown))


def is_remark(text: str) -> bool:
    """Whether a line may have labels with their values behind its first sentence."""
    return LONGEST_LABEL < len(text) <= _LONGEST_REMARK and ": " in text


def _opens_as_label(text: str) -> bool:
    """Whether a line can be a label or begin with one: most are seen to be none by their first word."""
    first = _FIRST.match(text)
    return first is not None and first[0].lower() in _telling_words()


@cache
def _telling_words() -> frozenset[str]:
    """The first words of all labels, patterns and buttons."""
    return _first_words() | _openers() | {line.partition(" ")[0] for line in _transparent()}


def is_transparent(text: str) -> bool:
    """Whether a line is a button or its like that parts nothing."""
    return len(text) <= _LONGEST_BUTTON and text.lower().strip(" .…»›") in _transparent()


@cache
def _transparent() -> frozenset[str]:
    return frozenset(_data()["transparent"])


def is_either(field: str | None, label: str) -> bool:
    """Whether a label announces a field only above its values, and else nothing of interest."""
    return field in _either() and plain_key(label.partition(":")[0]) in _either()[field]


def is_of_training(label: str) -> bool:
    """Whether a label announces what somebody was trained in."""
    return plain_key(label) in _data()["training"]


def words_in(text: str) -> set[str]:
    """The folded words of a text; Ada's is Ada and s."""
    return set(_WORD.findall(fold(text)))


def known(text: str) -> str | None:
    """The field of a label, by its whole line. Most lines are none by their first word, which costs least to see."""
    first = _FIRST.match(text)
    return _known_line(text) if first and first[0].lower() in _first_words() else None


@lru_cache(maxsize=_CACHED)
def _known_line(text: str) -> str | None:
    remark = text.partition("(")[2]  # 50 min; an area code is none
    bare = without_brackets(text) if any(map(str.isalpha, remark)) else text
    return _labels().get(plain_key(text)) or _labels().get(plain_key(bare))


def by_pattern(text: str, owner: Set[str], *, is_named: bool = False) -> str | None:
    """The field of a question, or of a line that announces the owner; `is_named`: by name only."""
    first = _FIRST.match(text)
    if not text.endswith("?") and not (first and first[0].lower() in _openers()):
        return None
    field = _asked(text)
    if field in (None, IGNORED, "sliding_scale"):
        return field
    meant = owner if field == "about" or is_named else owner | _ADDRESSED
    return None if meant.isdisjoint(words_in(text)) else field


@lru_cache(maxsize=_CACHED)
def _asked(text: str) -> str | None:
    key, kind = plain_key(text), "patterns" if text.endswith("?") else "lines"
    return next((name for name, pattern in _patterns(kind) if pattern.fullmatch(key)), None)


@lru_cache(maxsize=_CACHED)
def by_word(text: str) -> str | None:
    """The field that a telling word in a line announces."""
    words = plain_key(text).split()
    if _words().keys().isdisjoint(words):
        return None
    return next(name for word, name in _words().items() if word in words)


def denies(text: str) -> bool:
    """Whether a heading announces what somebody has not: "Approaches I no longer use"."""
    return _denied().search(plain_key(without_brackets(text))) is not None


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['denied'])})\b")


def plain_key(text: str) -> str:
    """A line as labels are compared."""
    small = text.lower().replace("&", " and ").replace("’", "'").replace("'", "").replace("(s)", "s")
    return " ".join(re.sub(r"[^\w\s-]", " ", small).split()).strip(" -")


@cache
def _first_words() -> frozenset[str]:
    return frozenset(first[0] for label in _labels() if (first := _FIRST.match(label)))


@cache
def _either() -> dict[str, list[str]]:
    """Field -> the labels that announce it only above its values."""
    return dict(_data()["either"])


@cache
def _openers() -> frozenset[str]:
    """The first words of the patterns that are no question."""
    return frozenset(_data()["openers"])


@cache
def _labels() -> dict[str, str]:
    return {plain_key(label): name for name, labels in _data()["labels"].items() for label in labels}


@cache
def _patterns(kind: str) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile("|".join(found))) for name, found in _data()[kind].items()]


@cache
def _words() -> dict[str, str]:
    return {word: name for name, words in _data()["words"].items() for word in words}


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "labels.yaml"))
