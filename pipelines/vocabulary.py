"""The words of profile pages (vocabulary.yaml): names of languages, insurers and ages, answers of yes or no."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from index_config.folding import fold

_BRACKETS = re.compile(r"\(([^()]*)\)")
_FIGURES = re.compile(r"[\s,:]*\d[\d\s+–-]*(?:to|and|years?|yrs?|over|older|up|\d|[\s+–-])*$", re.IGNORECASE)
ANSWERED = ("telehealth", "sliding_scale")
"""The fields whose values answer yes or no."""

TICKS, CROSSES = "✓✔☑✅", "✗✘☐☒❌×"
"""Marks before what is offered, and before what is not."""

_MOST_TICKED = 6  # words of a line behind a tick
_CACHED = 16_384
_LONGEST_ANSWER = 80  # characters


@lru_cache(maxsize=_CACHED)
def usual_name(table: str, shown: str) -> str | None:
    """The usual name of a language, an insurer or an age group; None when `table` does not know it."""
    names = _names(table)
    spellings = (shown, _BRACKETS.sub(" ", shown), *_BRACKETS.findall(shown), _FIGURES.sub("", shown))
    return next((names[key] for key in map(_key, spellings) if key in names), None)


def known_names(table: str, shown: list[str]) -> list[str]:
    """The values as shown, known ones under their usual name; `table` is a table of vocabulary.yaml."""
    return list(dict.fromkeys(usual_name(table, value) or value for value in shown))


@lru_cache(maxsize=_CACHED)
def yes_or_no(field: str, shown: str) -> bool | None:
    """What an answer to the question of a field ("telehealth", "sliding_scale") says; None when that is not sure."""
    if len(shown) > _LONGEST_ANSWER:
        return None
    if shown[:1] in CROSSES:
        return False
    words = _words(shown)
    if _any_of("answers", "no").search(words):
        return False
    if _any_of(field, "yes").search(words):
        return True
    if _any_of(field, "no").search(words):
        return False
    is_ticked = shown[:1] in TICKS and words.count(" ") < _MOST_TICKED
    return True if is_ticked or _any_of("answers", "yes").search(words) else None


@lru_cache(maxsize=_CACHED)
def topic_of(shown: str) -> str | None:
    """The field ("telehealth", "sliding_scale") that a short line speaks of by itself, with an answer; else None."""
    if len(shown) > _LONGEST_ANSWER:
        return None
    words = _words(shown)
    spoken = (field for field in ANSWERED if _any_of(field, "alone").search(words))
    return next((field for field in spoken if yes_or_no(field, shown) is not None), None)


def without_dots(credentials: list[str]) -> list[str]:
    """Ph.D. and PhD are one."""
    return list(dict.fromkeys(code.replace(".", "") for code in credentials))


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
    return dict(yaml.safe_load(files(__package__).joinpath("vocabulary.yaml").read_text(encoding="utf-8")))
