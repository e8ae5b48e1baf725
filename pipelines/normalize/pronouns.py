"""Pronouns in one form."""

import re

_WORD = re.compile(r"[^\W\d_]+")


def pronouns(shown: str) -> str:
    """Pronouns in small letters, parted by strokes: "She / Her / Hers" and "she-her-hers" are "she/her/hers"."""
    return "/".join(_WORD.findall(shown.lower()))
