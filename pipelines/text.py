"""Texts and addresses compared by what a reader sees, not by how they are written."""

import hashlib
from urllib.parse import urlsplit


def one_line(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())


def text_digest(text: str) -> str:
    """A short digest (16 hex digits) that is equal for texts that differ in case or white space only."""
    return hashlib.sha256(one_line(text).casefold().encode()).hexdigest()[:16]


def address(url: str) -> str:
    """A web address without what differs between two ways of writing it."""
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/")
