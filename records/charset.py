"""What is text at all, and the text of a page: by byte order mark, header, meta tag, else UTF-8, else Windows-1252."""

import codecs
import re

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096  # the bytes in which a meta tag counts
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """The text of a page, and whether the body is its UTF-8; never raises."""
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


def is_unicode(text: str) -> bool:
    """Whether no half of a surrogate pair stands in it, which no engine, file or terminal takes.

    Python puts such halves in the place of bytes that are no UTF-8, in arguments, the environment and names of files.
    """
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)
