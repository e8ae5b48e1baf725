"""The single values of a list section, and what field a list belongs to by what stands in it."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import islice, takewhile
from typing import Any

from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.taxonomy import without_brackets
from pipelines.data import read_yaml
from pipelines.extract.blocks import Block
from pipelines.extract.lines import is_formula
from pipelines.extract.places import state_in
from pipelines.vocabulary import CROSSES, TICKS, is_marked, topic_of, usual_name

_TICK = re.compile(r"^[✓✔☑✅▪●○‣◦▸►*–—-]\ufe0f?\s*")
# Signs that icons are drawn with, before a line: all but those that say yes or no.
_ICONS = re.compile(r"^(?:[^\w\s\x00-\u218f✓✔☑✅✗✘☐☒❌×]+\s*)+")
FIRST_ICON = "\u2190"
"""No sign of an icon comes before it."""
_UNTICKED = "○◦–—-"  # marks of what is not offered where what is has a tick
_SENTENCES = re.compile(r"(?:(?<=[a-z0-9)][a-z0-9)][.!?])|(?<=[A-Z]{3}[.!?]))\s+(?=[A-Z])")
_ITEM_ENDS = re.compile(r"[,;•·|]|\s[/+]\s")
_TO_READER = re.compile(r"\byour?\b", re.IGNORECASE)
_NO = re.compile(r"no(?:ne)?,", re.IGNORECASE)  # an answer, and what explains it
_ANNOUNCING = re.compile(r"([^,;:]{2,60}):\s+|(yes)\b[\s.,–—-]+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:&|\band\b|\by\b)\s+(?:in\s+)?")
_LONGEST_ITEM = 80
_MOST_BLANKS = 5  # of an item with a full stop
_FEWEST_SPOKEN = 3  # words of the part of a sentence: "I use EMDR"
_MOST_ANDS = 4  # between which an item's end is looked for
_MOST_WORDS = 9  # of an item: more make a sentence
_CACHED = 16_384  # lines: those of a site's menus and labels come on every page
_MONEY = re.compile(r"[$€£]\s?\d|\b\d{2,3}(?:\.\d\d)?\s?(?:USD|dollars)\b|\bUSD\s?\d")
_PHONE_END = re.compile(r"\d{3}[\s.-]\d{4}$")
_MORE = re.compile(r"(?:and )?\+?\s?\d+ (?:more|others?)", re.IGNORECASE)  # of a list that the site cut short
TABLES = ("languages", "ages", "insurance")
"""Fields whose values are known by tables."""
_LEAST_KNOWN = 0.6  # of the items of a list whose label nobody knows


def items(blocks: Iterable[Block], *, in_sentences: bool = True) -> list[str]:
    """The single values of a list section: one a block, one an element in it, or several on a line between commas.

    Marks of a list are no part of them, and what is marked, or said, to be left out is none of them. A known value at
    the end of a sentence's part is one, where they are looked for `in_sentences`.
    """
    values = _without_answered([value for block in blocks for value in _values(block)])
    if any(value[0] in TICKS for value in values):
        values = [value for value in values if value[0] not in _UNTICKED]
    return list(dict.fromkeys(part for value in values for part in _parts(value, in_sentences=in_sentences)))


def table_of(shown: str) -> str | None:
    """The only one of languages, ages and insurers among which a value is known."""
    tables = [table for table in TABLES if usual_name(table, shown)]
    return tables[0] if len(tables) == 1 else None


def is_among(shown: str, table: str) -> bool:
    """Whether a value is one of a table of labels.yaml: of `participants`, say, who are no ages."""
    return shown.lower() in _table(table)


def without_icons(line: str) -> str:
    """A line without the signs of icons before it."""
    return _ICONS.sub("", line) if line[:1] >= FIRST_ICON else line


def field_of_items(blocks: list[Block]) -> str | None:
    """The field that all values under an unknown label belong to; None when that is not sure."""
    if len(blocks) == 1 and ". " not in blocks[0].text and (field := topic_of(blocks[0].text)):
        return field
    if len(blocks) == 1 and _MONEY.search(blocks[0].text) and len(blocks[0].text) <= _LONGEST_ITEM:
        return None if is_other_price(blocks[0].text) else "fees"
    values = items(blocks, in_sentences=False)
    if not values:
        return None
    for table in TABLES:
        if all(usual_name(table, value) for value in values):
            return None if all(map(state_in, values)) else table  # CA may be Catalan
    if sum(usual_name("communities", value) is not None for value in values) >= _LEAST_KNOWN * len(values):
        return None
    kinds = Counter(kind for value in values if (kind := _kind(value)))
    if len(values) < 2 or sum(kinds.values()) < _LEAST_KNOWN * len(values):
        return None
    return "approaches" if kinds["approach"] >= kinds["issue"] else "issues"


def field_of_each(blocks: list[Block]) -> str | None:
    """Approaches, or issues, where every value of a list is known as one, be it the only one."""
    kinds = {_kind(value) for value in items(blocks, in_sentences=False)}
    return {"approach": "approaches", "issue": "issues"}.get(kinds.pop() or "") if len(kinds) == 1 else None


def are_groups(blocks: list[Block]) -> bool:
    """Whether a list names groups of people, whom somebody knows well, and nothing that they come with."""
    return _are_groups(blocks[:1]) and _are_groups(blocks)  # most lists tell by their first line that they do not


def _are_groups(blocks: list[Block]) -> bool:
    values = items(blocks, in_sentences=False)
    return bool(values) and all(_groups().search(value) for value in values)


def _without_answered(values: list[str]) -> list[str]:
    """The values, of those with a mark behind them the ticked ones; where none of these is known they are questions."""
    answered = {value: value[:-1].rstrip() for value in values if is_marked(value)}
    if not any(map(is_known, answered.values())):
        return [value for value in values if value not in answered]
    return [answered.get(value, value) for value in values if value not in answered or value[-1] in TICKS]


def _values(block: Block) -> tuple[str, ...]:
    """The texts of a block's elements, but for a mark that has one of its own; else its text."""
    is_marked = len(block.parts) > 1 and 1 in (len(block.parts[0]), len(block.parts[-1]))
    return tuple(filter(None, block.parts if len(block.parts) > 1 and not is_marked else (block.text,)))


def is_money(text: str) -> bool:
    """Whether a text holds an amount of money."""
    return _MONEY.search(text) is not None


def is_other_price(text: str) -> bool:
    """Whether a line about money tells another price than that of a session."""
    return _other_prices().search(text) is not None


def is_of_sessions(text: str) -> bool:
    """Whether a line holds a word of what therapists are paid for, or of pay."""
    return _paid_for().search(text) is not None


@lru_cache(maxsize=_CACHED)
def _parts(value: str, *, in_sentences: bool) -> tuple[str, ...]:
    """The items of a line; of the sentences behind its first one only what is known for sure.

    Behind a no only a sentence that says what there is counts.
    """
    found: list[str] = []
    is_refused = False
    for sentence in _SENTENCES.split(value) if ". " in value else (value,):
        said = _announced(_but().sub("", sentence))
        listed = _opening().sub("", said)
        told = (
            []
            if _is_sentence(said) or said[-1:] == ":" or _NO.match(said)
            else _items_of(listed, in_sentences=in_sentences, in_list=listed != said)
        )
        if not is_refused or listed != said:
            found += [part for part in told if is_known(part)] if found or is_refused else told
        is_refused = is_refused or _refuses(sentence)
    return tuple(found)


def _announced(value: str) -> str:
    """What a line announces before a colon, or behind a yes, where that is known: "Yes: Aetna", "All ages: teens"."""
    found = _ANNOUNCING.match(value)
    if found is None or is_known(found[1] or found[2]) or _refuses(value):
        return value
    behind = value[found.end() :]
    return behind if behind and is_known(_split(behind, in_list=False)[0]) else value


def _items_of(value: str, *, in_sentences: bool, in_list: bool) -> list[str]:
    shown = _split(value, in_list=in_list)
    parts = takewhile(lambda part: not _refuses(part), (part.strip(" .;") for part in shown))
    named = [
        part if part[0].isalnum() else without_icons(_TICK.sub("", part))
        for part in parts
        if part and part[0] not in CROSSES
    ]
    return [item for item in (map(_spoken, named) if in_sentences else named) if _is_item(item)]


def _spoken(part: str) -> str:
    """What somebody names at the end of a sentence's part: "I mostly draw on EMDR"; "" where it is nothing known."""
    words = part.split(" ")
    if len(words) < _FEWEST_SPOKEN or words[0].lower().replace("’", "'") not in _table("speakers") or is_known(part):
        return part
    endings = (" ".join(words[start:]) for start in range(_FEWEST_SPOKEN - 1, len(words)))
    return next((ending for ending in endings if is_known(ending)), "")


def _refuses(value: str) -> bool:
    """Whether a text says what is left out."""
    small = value.lower().replace("’", "'")
    return small.startswith(_refusals()) or _denial().search(small) is not None


def _split(value: str, *, in_list: bool) -> list[str]:
    """A line's items: between commas; the last two also between an "and" that is no part of a name.

    Where the line is no list for sure, `in_list` or by its commas or full stop, both of the two must be known.
    """
    parts = _ITEM_ENDS.split(value)
    if len(parts) > 1 and parts[-1].strip().lower().startswith("and "):
        return [*parts[:-1], parts[-1].strip()[4:]]
    ends = _ends(parts[-1])
    is_sure = in_list or len(parts) > 1 or value.endswith(".") or all(map(is_known, ends))
    return [*parts[:-1], *ends] if ends and is_sure and not is_named(parts[-1]) else parts


def _ends(part: str) -> tuple[str, ...]:
    """What stands around an "and" that parts two known values, or else one that is known by its name from another."""
    pairs = [(part[: found.start()], part[found.end() :]) for found in islice(_AND.finditer(part), _MOST_ANDS)]
    pairs = [pair for pair in pairs if all(map(str.strip, pair))]
    sure = (pair for pair in pairs if all(map(is_known, pair)))
    return next(sure, next((pair for pair in pairs if any(map(is_named, pair))), ()))


def _is_sentence(value: str) -> bool:
    """Whether a line is a remark about a list, or speaks to the reader."""
    if value[-1:] not in (".", "!", "?"):
        return False
    if _TO_READER.search(value) and value.count(" ") >= _FEWEST_SPOKEN:
        return True
    return value.count(" ") >= _MOST_BLANKS and "," not in value and not _AND.search(value)


@lru_cache(maxsize=_CACHED)
def is_known(value: str) -> bool:
    """Whether a value is a language, an insurer, an age group, an approach or an issue."""
    shown = value.strip(" .;")
    return any(usual_name(table, shown) for table in TABLES) or _kind(shown) is not None


@lru_cache(maxsize=_CACHED)
def is_named(value: str) -> bool:
    """Whether a value is known by its whole wording but for what stands in brackets."""
    return is_known(without_brackets(value.strip(" .;")))


def _is_item(part: str) -> bool:
    return (
        0 < len(part) <= _LONGEST_ITEM
        and not is_formula(part)
        and not _MORE.fullmatch(part)
        and not (part[-1] == ")" and _unsettled().search(part))
        and (len(part.split()) <= _MOST_WORDS or is_known(part))
        and not _MONEY.search(part)
        and not is_among(part, "nothing")
        and topic_of(part) is None
        and not _PHONE_END.search(part)
    )


@lru_cache(maxsize=_CACHED)
def _kind(value: str) -> str | None:
    taxonomy = load_taxonomy()
    found = taxonomy.resolve(value)
    return taxonomy.approaches[found].kind if found else None


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(_data()[name])


@cache
def _other_prices() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['other_prices'])})s?\b", re.IGNORECASE)


@cache
def _paid_for() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_data()['paid_for'])})(?![^\W\d_])", re.IGNORECASE)


@cache
def _groups() -> re.Pattern[str]:
    """What a value that names a group of people ends or opens with."""
    ends, opens = ("|".join(_data()["groups"][side]) for side in ("ends", "opens"))
    return re.compile(rf"(?:^|\W)(?:{ends})$|^(?:{opens})\b", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"^(?:[\w.]+ (?:am|are|is) )?(?:{'|'.join(_data()['openings'])})\s+", re.IGNORECASE)


@cache
def _but() -> re.Pattern[str]:
    """What follows a list to take something out of it."""
    return re.compile(rf"(?<=\w)[\s,;(–—-]+(?:{'|'.join(_data()['exceptions'])})\b.*|\s*\(not\b[^)]*\)?", re.IGNORECASE)


@cache
def _denial() -> re.Pattern[str]:
    """What says no inside a text that does not open so."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _data()['denials']))})\b")


@cache
def _unsettled() -> re.Pattern[str]:
    return re.compile(rf"\((?:[^()]* )?(?:{'|'.join(_data()['unsettled'])})\b[^()]*\)$", re.IGNORECASE)


@cache
def _refusals() -> tuple[str, ...]:
    return tuple(_data()["refusals"])


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "labels.yaml"))
