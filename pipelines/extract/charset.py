"""Bytes to text: by byte order mark, header, meta tag, else UTF-8, else Windows-1252."""

import codecs
import re

import ftfy

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# UTF-8 read as Windows-1252 leaves these; only then is the costly repair worth its time.
_MOJIBAKE = re.compile("â€|Ã[\x80-\xbf©¨«­³±¡]|Â[\xa0-\xbf]")
_SIGNS = ("â€", "Ã", "Â")
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a page; never raises. Control characters are dropped, mojibake is repaired."""
    text = _decoded(body, content_type)
    if text.isascii():
        return text
    if any(sign in text for sign in _SIGNS) and _MOJIBAKE.search(text):
        text = ftfy.fix_text(text)
    # The second half of the control characters starts with this byte in UTF-8; UTF-16 is full of zeros.
    return _CONTROLS.sub("", text) if b"\xc2" in body or b"\0" in body else text


def _decoded(body: bytes, content_type: str | None) -> str:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    # On the bytes this costs next to nothing, and in every charset left but UTF-16 a control byte is itself.
    plain = body.translate(None, delete=_CONTROL_BYTES)
    declared = _CHARSET.search(content_type or "")
    meta = None if declared else _META.search(body[:4096])
    names = [declared[1] if declared else None, meta[1].decode("ascii", "replace") if meta else None, "utf-8"]
    for name in filter(None, names):
        try:
            codec = codecs.lookup(name).name
            codec = "windows-1252" if codec in ("iso8859-1", "ascii") else codec  # as every browser reads it
            return (body if codec.startswith(("utf-16", "utf-32")) else plain).decode(codec)
        except (LookupError, ValueError):
            continue
    return plain.decode("windows-1252", errors="replace")
