"""A page in UTF-8, whatever it came in: by byte order mark, header, meta tag, else UTF-8, else Windows-1252."""

import codecs
import re

import ftfy

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096  # the bytes in which a meta tag counts
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# UTF-8 read as Windows-1252 leaves these; only then is the costly repair worth its time.
_MOJIBAKE = re.compile("â€|Ã[\x80-\xbf©¨«­³±¡]|Â[\xa0-\xbf]")
_SIGNS = "ÃÂ€"  # one of these is in all of it, and single letters are found at once
_RUNS = re.compile(r"([<>\n])")


def as_utf8(body: bytes, content_type: str | None) -> bytes:
    """The text of a page as valid UTF-8; never raises. Mojibake is repaired. A sound UTF-8 page is returned itself."""
    text, is_utf8 = _decoded(body, content_type)
    if text.isascii() or not any(sign in text for sign in _SIGNS) or not _MOJIBAKE.search(text):
        return body if is_utf8 else text.encode(errors="replace")
    # Run by run: only what is broken is touched. fix_encoding leaves quotes and dashes as the author set them.
    runs = (ftfy.fix_encoding(run) if _MOJIBAKE.search(run) else run for run in _RUNS.split(text))
    return "".join(runs).encode(errors="replace")


def _decoded(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """The text, and whether the body is its UTF-8."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace"), False
    declared = _CHARSET.search(content_type or "")
    meta = None if declared else _META.search(body[:_HEAD])
    names = [declared[1] if declared else None, meta[1].decode("ascii", "replace") if meta else None, "utf-8"]
    for name in filter(None, names):
        try:
            codec = codecs.lookup(name).name
            text = body.decode("windows-1252" if codec in ("iso8859-1", "ascii") else codec)  # as every browser
        except (LookupError, ValueError):
            continue
        return text, codec == "utf-8"
    return body.decode("windows-1252", errors="replace"), False
