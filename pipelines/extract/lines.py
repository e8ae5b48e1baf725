"""A line of a page: its text without what no reader sees, and whether a spreadsheet would run it."""

import re
from html import unescape

# Control characters, invisible ones (of writing direction, say), halves of characters, and those of icon fonts.
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ue000-\uf8ff]+"
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_LOOSE = re.compile(r"(?<!<)<++(?=[a-zA-Z/!?])")  # what is left of a tag without its end
_FORMULA_SIGNS = frozenset("=@+-")
_FORMULA = re.compile(r"[=@]|[+-][^\W\d]")


def plain_line(text: str) -> str:
    """The text with its white space collapsed, without control characters, and without tags that it shows as text.

    What it shows as entities ("&amp;") was escaped twice.
    """
    if "&" in text and ";" in text:
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    text = text.strip()
    if text.isprintable() and "  " not in text and "<" not in text:
        return text  # as nearly all are: the only white space that can be printed is a blank
    if "<" in text:
        text = _LOOSE.sub("", _TAG.sub(" ", _without_controls(text)))
    return _without_controls(" ".join(text.split()))


def is_formula(line: str) -> bool:
    """Whether a spreadsheet would run a value: nobody's name, title or number begins so."""
    return line[:1] in _FORMULA_SIGNS and _FORMULA.match(line) is not None


def _without_controls(line: str) -> str:
    return line if line.isprintable() else _CONTROLS.sub("", line)
