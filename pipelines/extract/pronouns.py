"""Pronouns beside a name."""

import re
from functools import cache

from pipelines.extract.name_words import name_data

_MARKS = "/,|–-"  # between pronouns


def pronouns_in(text: str) -> str | None:
    """The pronouns that a text is, as shown without brackets; None when it is something else."""
    shown = text.strip("()[] ,.")
    return shown if any(mark in shown for mark in _MARKS) and _only_pronouns().fullmatch(shown) else None


def without_pronouns(text: str) -> tuple[str, str | None]:
    """A line without the pronouns in it, and these."""
    found = _pronouns().search(text) if any(mark in text for mark in "([/") else None
    if found is None:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,"), found[0].strip("()[] ,")


@cache
def _pronouns() -> re.Pattern[str]:
    one = f"(?:{'|'.join(name_data()['pronouns'])})"
    bracketed = rf"[,\s]*[(\[]\s*{one}(?:(?:\s*[{_MARKS}]\s*|\s+){one})*\s*[)\]]"
    return re.compile(rf"{bracketed}|[,\s]+{one}(?:/{one})+(?=[\s,]|$)", re.IGNORECASE)


@cache
def _only_pronouns() -> re.Pattern[str]:
    one = f"(?:{'|'.join(name_data()['pronouns'])})"
    return re.compile(rf"{one}(?:\s*[{_MARKS}]\s*{one})+", re.IGNORECASE)
