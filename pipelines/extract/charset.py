"""Bytes to text: by byte order mark, header, meta tag, else UTF-8, else Windows-1252."""

import codecs
import re

import ftfy

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# UTF-8 read as Windows-1252 leaves these; only then is the costly repair worth its time.
_MOJIBAKE = re.compile("â€|Ã[\x80-\xbf©¨«­³±¡]|Â[\xa0-\xbf]")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a page; never raises. Control characters are dropped, mojibake is repaired."""
    text = _decoded(body, content_type).translate(_CONTROLS)
    return ftfy.fix_text(text) if _MOJIBAKE.search(text) else text


def _decoded(body: bytes, content_type: str | None) -> str:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    declared = _CHARSET.search(content_type or "")
    meta = _META.search(body[:4096])
    names = [declared[1] if declared else None, meta[1].decode("ascii", "replace") if meta else None, "utf-8"]
    for name in filter(None, names):
        try:
            return body.decode(codecs.lookup(name).name)
        except (LookupError, ValueError):
            continue
    return body.decode("windows-1252", errors="replace")
