"""A page in UTF-8, whatever it came in, with its mojibake repaired."""

import re
from functools import lru_cache

import ftfy

from records.charset import decoded

# UTF-8 read as Windows-1252 leaves these; only then is the costly repair worth its time.
_MOJIBAKE = re.compile("â€|Ã[\x80-\xbf©¨«­³±¡]|Â[\xa0-\xbf]")
_SIGNS = "ÃÂ€"  # one of these is in all of it, and single letters are found at once
_RUNS = re.compile(r"([<>\n])")
_LONGEST = 100_000  # a longer run is no text that somebody reads

_fixed = lru_cache(maxsize=16_384)(ftfy.fix_encoding)


def as_utf8(body: bytes, content_type: str | None) -> bytes:
    """The text of a page as valid UTF-8; never raises. Mojibake is repaired. A sound UTF-8 page is returned itself."""
    text, is_utf8 = decoded(body, content_type)
    if text.isascii() or not any(sign in text for sign in _SIGNS) or not _MOJIBAKE.search(text):
        return body if is_utf8 else text.encode(errors="replace")
    # Run by run: only what is broken is touched. fix_encoding leaves quotes and dashes as the author set them.
    runs = (_fixed(run) if len(run) <= _LONGEST and _MOJIBAKE.search(run) else run for run in _RUNS.split(text))
    return "".join(runs).encode(errors="replace")
