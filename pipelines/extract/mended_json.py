"""JSON as people and templates write it: what is told for sure is read, all else is not."""

import html
import json
import re
from typing import Any

# What hides a script's text from old browsers, in any order and number.
_BEFORE = re.compile(r"(?:\s|//>?|/\*|\*/|\ufeff|<!--|-->|<!\[CDATA\[)*+")
_AFTER = ("//", "/*", "*/", "-->", "]]>", "<!", ";")
_MOST_WRAPPERS = 12
_MOST_VALUES = 1_000
_LONGEST = 500_000  # letters of a script that is worth mending
_BETWEEN = re.compile(r"[\s,;]*+")
# A comma before a closing bracket, outside of texts.
_TEXT_OR_TRAILING_COMMA = re.compile(r"(\"[^\"\\]*+(?:\\.[^\"\\]*+)*+(?:\"|\\?$))|,(?=\s*+[}\]])", re.DOTALL)
# A quotation mark ends a text only before what may follow one.
_QUOTE = re.compile(r"\\.|\"(?=(\s*+(?:[:}\]]|,\s*+[\"{\[}\]]|$))?)", re.DOTALL)
_DECODER = json.JSONDecoder(strict=False)  # raw line breaks inside a text


def mended_values(script: str) -> Any:
    """The value of a script, or the list of its values where several follow one another; None where it is not sure.

    Wrappers (comments, CDATA), trailing commas, raw line breaks, escaped or unescaped quotation marks are mended.
    """
    if len(script) > _LONGEST:
        return None
    text = _unwrapped(script)
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    for attempt in (text, _without_trailing_commas(text)):
        if (found := _values(attempt)) is not None:
            return found
    return _values(_without_trailing_commas(_with_escaped_quotes(text)))


def _values(text: str) -> Any:
    values: list[Any] = []
    position = 0
    while position < len(text):
        if len(values) == _MOST_VALUES:
            return None
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return None
        if not isinstance(value, dict | list):
            return None
        values.append(value)
        position = _between(text, position)
    return values[0] if len(values) == 1 else values or None


def _between(text: str, position: int) -> int:
    found = _BETWEEN.match(text, position)
    return found.end() if found else position


def _unwrapped(script: str) -> str:
    before = _BEFORE.match(script)
    text = script[before.end() if before else 0 :].rstrip()
    for _ in range(_MOST_WRAPPERS):
        ending = next((one for one in _AFTER if text.endswith(one)), None)
        if ending is None:
            break
        text = text.removesuffix(ending).rstrip()
    return text


def _without_trailing_commas(text: str) -> str:
    return _TEXT_OR_TRAILING_COMMA.sub(lambda found: found[1] or "", text)


def _with_escaped_quotes(text: str) -> str:
    """The text with those quotation marks escaped that stand inside a text without ending it."""
    parts: list[str] = []
    copied = 0
    is_inside = False
    for mark in _QUOTE.finditer(text):
        if mark[0][0] == "\\":
            continue
        if not is_inside:
            is_inside = True
        elif mark[1] is not None:
            is_inside = False
        else:
            parts += [text[copied : mark.start()], '\\"']
            copied = mark.start() + 1
    return "".join([*parts, text[copied:]])
