"""The words of profile pages (vocabulary.yaml): names of languages, insurers and ages, answers of yes or no."""

import re
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index_config.folding import fold
from pipelines.data import read_yaml

_PARTS = re.compile(r"\s*[/|;,&+]\s*|\s+(?:and|or)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FIGURES = re.compile(r"[\s,:]*\d[\d\s+–-]*(?:to|and|years?|yrs?|over|older|up|\d|[\s+–-])*$", re.IGNORECASE)
ANSWERED = ("telehealth", "sliding_scale")
"""The fields whose values answer yes or no."""

TICKS, CROSSES = "✓✔☑✅", "✗✘☐☒❌×"
"""Marks beside what is offered, and beside what is not."""

_MOST_TICKED = 6  # words of a line beside a tick
_CACHED = 16_384
_SHORTEST_MISSPELT = 5
_LONGEST_VALUE = 200  # characters; longer ones are sentences and name nothing
_LONGEST_ANSWER = 80  # characters


@lru_cache(maxsize=_CACHED)
def usual_name(table: str, shown: str) -> str | None:
    """The usual name of a language, an insurer or an age group; None when `table` does not know it."""
    names = _names(table)
    return next((names[key] for key in _keys(shown) if key in names), None)


def known_names(table: str, shown: list[str]) -> list[str]:
    """The values as shown, known ones under their usual name; `table` is a table of vocabulary.yaml.

    A value of several known names ("Mandarin/Cantonese") is these; one that says there is none is left out.
    """
    return list(dict.fromkeys(name for value in shown for name in _names_told(table, value)))


@lru_cache(maxsize=_CACHED)
def _names_told(table: str, shown: str) -> tuple[str, ...]:
    if len(shown) > _LONGEST_VALUE:
        return (shown,)
    if _denies(shown):
        return ()
    if name := _nearest_name(table, shown):
        return (name,)
    names = [_nearest_name(table, part) for part in _PARTS.split(shown)]
    return tuple(name for name in names if name) if all(names) else (shown,)


def _nearest_name(table: str, shown: str) -> str | None:
    """The usual name of a value that is known to be of the table: "fluent in Spanish", "Atena" count too."""
    if name := usual_name(table, shown):
        return name
    bare = [_qualifiers(table).sub("", key) for key in _keys(shown)]
    names = _names(table)
    return next((names[key] for key in bare if key in names), None) or next(
        (name for key in bare if (name := _misspelt(table, key))), None
    )


def _keys(shown: str) -> list[str]:
    """The ways to look a value up, the whole of it first."""
    spellings = [shown, _BRACKETS.sub(" ", shown), *_BRACKETS.findall(shown), _FIGURES.sub("", shown)]
    return [key for key in map(_key, spellings) if key]


@lru_cache(maxsize=_CACHED)
def yes_or_no(field: str, shown: str) -> bool | None:
    """What an answer to the question of a field ("telehealth", "sliding_scale") says; None when that is not sure.

    Who tells what is paid on a sliding scale has one.
    """
    if len(shown) > _LONGEST_ANSWER:
        return None
    if shown[:1] in CROSSES or (is_marked(shown) and shown[-1] in CROSSES):
        return False
    words = _words(shown)
    if _any_of("answers", "unsaid").fullmatch(words):
        return None
    if _any_of("answers", "no").search(words):
        return False
    if leaves_open(field, shown):
        return True if _any_of("answers", "yes").search(words) else None
    if _any_of(field, "yes").search(words) or (field == "sliding_scale" and "$" in shown):
        return True
    if _any_of(field, "no").search(words):
        return False
    is_ticked = (shown[:1] in TICKS or is_marked(shown)) and words.count(" ") < _MOST_TICKED
    return True if is_ticked or _any_of("answers", "yes").search(words) else None


def leaves_open(field: str, shown: str) -> bool:
    """Whether a text puts off the answer to the question of a field: "Ask me", "Full at the moment"."""
    return _any_of(field, "open").search(_words(shown)) is not None


def is_marked(shown: str) -> bool:
    """Whether a mark of yes or no stands behind a text."""
    return len(shown) > 1 and shown[-1] in TICKS + CROSSES


def answers(shown: str) -> bool:
    """Whether a line holds a word of yes or no."""
    words = _words(shown)
    return any(_any_of("answers", kind).search(words) for kind in ("yes", "no"))


@lru_cache(maxsize=_CACHED)
def topic_of(shown: str) -> str | None:
    """The field ("telehealth", "sliding_scale") that a short line speaks of by itself, with an answer; else None."""
    if len(shown) > _LONGEST_ANSWER:
        return None
    words = _words(shown)
    spoken = (field for field in ANSWERED if _any_of(field, "alone").search(words))
    return next((field for field in spoken if yes_or_no(field, shown) is not None), None)


def says_nothing(shown: str) -> bool:
    """Whether a value is a word for nothing: "None", "N/A"."""
    return len(shown) <= _LONGEST_ANSWER and _is_nothing(shown)


@lru_cache(maxsize=_CACHED)
def _is_nothing(shown: str) -> bool:
    return _key(shown) in _data()["nothing"]


def _denies(shown: str) -> bool:
    """Whether a value of a list says that there is none: "None", "I do not accept insurance"."""
    words = _words(shown)
    return says_nothing(shown) or (" insurance " in words and _any_of("answers", "no").search(words) is not None)


def _misspelt(table: str, key: str) -> str | None:
    """The name of which this is a slip of the pen: of five letters or more, one of them, but not the first, amiss."""
    if len(key) < _SHORTEST_MISSPELT:
        return None
    same = [known for known in _names(table) if len(known) >= _SHORTEST_MISSPELT and known[0] == key[0]]
    close = process.extractOne(key, same, scorer=OSA.distance, score_cutoff=1)
    return _names(table)[close[0]] if close else None


@cache
def _qualifiers(table: str) -> re.Pattern[str]:
    """What may stand before or behind a name and changes nothing: "fluent in", "of Texas"."""
    words = _data()["qualifiers"].get(table, {})
    before, behind = ("|".join(words.get(side, [])) or "(?!)" for side in ("before", "behind"))
    return re.compile(rf"^(?:(?:{before})\s+)+|(?:\s+(?:{behind}))+$")


def _words(shown: str) -> str:
    """The folded words of a line between blanks; "doesn't" is one."""
    return f" {_key(shown.replace('’', '').replace(chr(39), ''))} "


@cache
def _any_of(group: str, kind: str) -> re.Pattern[str]:
    """Any of a group's wordings, in words as `_words` gives them; what no line holds where there is none."""
    wordings = (_data()["answers"] if group == "answers" else _data()["topics"][group]).get(kind, [])
    return re.compile(f" (?:{'|'.join(map(re.escape, wordings))}) " if wordings else "(?!)")


def _key(shown: str) -> str:
    return " ".join(re.findall(r"\w+", fold(shown)))


@cache
def _names(table: str) -> dict[str, str]:
    return {_key(word): name for name, words in _data()[table].items() for word in [name, *words]}


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "vocabulary.yaml"))
