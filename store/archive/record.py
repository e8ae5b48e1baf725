"""One WARC record (WARC/1.1), made from a page and read back as one. Pure.

Written by hand: warcio's own writer takes longer over a record than the crawl over the whole page. The tests
read every kind of record back with warcio.
"""

import hashlib
import re
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

from records import Page
from records.page import APPROACH_HEADER

_WARC_APPROACH = "X-Therapyindex-Approach"
_END = b"\r\n\r\n"
# Headers of the transfer: the archive holds the decoded body, whole.
_OF_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_A_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")


def body_digest(body: bytes) -> str:
    """The sha256 of a body in hex: the digest by which a page's versions are told apart."""
    return hashlib.sha256(body).hexdigest()


def response_record(page: Page, digest: str | None = None) -> bytes:
    """A `response` record: status line, headers and body, the body as decoded; `digest` is its, where known already."""
    head = _http_head(page)
    fields = {
        "WARC-Type": "response",
        "WARC-Target-URI": page.url,
        "WARC-Payload-Digest": f"sha256:{digest or body_digest(page.body)}",
        "Content-Type": "application/http; msgtype=response",
    }
    return _record(fields, page.fetched_at, head + page.body)


def resource_record(page: Page, digest: str | None = None) -> bytes:
    """A `resource` record: a file as it was handed in, with its content type and the approach it was given."""
    fields = {
        "WARC-Type": "resource",
        "WARC-Target-URI": page.url,
        "WARC-Payload-Digest": f"sha256:{digest or body_digest(page.body)}",
        "Content-Type": page.header("content-type") or "application/octet-stream",
    }
    if approach := page.header(APPROACH_HEADER):
        fields[_WARC_APPROACH] = approach
    return _record(fields, page.fetched_at, page.body)


def is_resource(record: bytes) -> bool:
    """Whether a record is a file as it was handed in."""
    return _fields(record.partition(_END)[0], "utf-8")[1].get("warc-type") == "resource"


def warcinfo_record(filename: str, source: str, crawl: str) -> bytes:
    """The record that opens a file and says what it is."""
    fields = {"WARC-Type": "warcinfo", "WARC-Filename": filename, "Content-Type": "application/warc-fields"}
    about = f"software: therapyindex\r\nformat: WARC File Format 1.1\r\nisPartOf: {_line(source)}/{_line(crawl)}\r\n"
    return _record(fields, datetime.now(UTC), about.encode())


def page_of(record: bytes, source: str) -> Page | None:
    """The page in a record; None for a record that holds none (`warcinfo`).

    Raises ValueError (of which UnicodeDecodeError is one) or KeyError when this is no record of ours.
    """
    head, _, rest = record.partition(_END)
    version, fields = _fields(head, "utf-8")
    if not version.startswith("WARC/1."):
        raise ValueError("not a WARC record")
    block = rest[: int(fields["content-length"])]
    kind, url, fetched_at = fields["warc-type"], fields.get("warc-target-uri", ""), _date(fields["warc-date"])
    if kind == "response":
        http_head, _, body = block.partition(_END)
        status_line, headers = _fields(http_head, "latin-1", lower=False)
        return Page(url, int(status_line.split(" ")[1]), headers, body, fetched_at, source)
    if kind == "resource":
        headers = {"content-type": fields["content-type"]}
        if approach := fields.get(_WARC_APPROACH.lower()):
            headers[APPROACH_HEADER] = approach
        return Page(url, 200, headers, block, fetched_at, source)
    return None


def _record(fields: dict[str, str], at: datetime, block: bytes) -> bytes:
    lines = [
        "WARC/1.1",
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>",
        f"WARC-Date: {at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        *(f"{name}: {_line(value)}" for name, value in fields.items()),
        f"Content-Length: {len(block)}",
    ]
    return b"".join(("\r\n".join(lines).encode("utf-8", "replace"), _END, block, _END))


def _http_head(page: Page) -> bytes:
    phrase = HTTPStatus(page.status).phrase if page.status in HTTPStatus._value2member_map_ else ""
    lines = [f"HTTP/1.1 {page.status} {phrase}"]
    for name, value in page.headers.items():
        if name.lower() not in _OF_TRANSFER and (token := _NOT_A_TOKEN.sub("", name)):
            lines.append(f"{token}: {_line(value)}")
    lines.append(f"Content-Length: {len(page.body)}")
    return "\r\n".join(lines).encode("latin-1", "replace") + _END


def _line(value: str) -> str:
    # A line break in a hostile header or url would begin a header of its own.
    return _CONTROL.sub(" ", value).strip()


def _fields(head: bytes, encoding: str, *, lower: bool = True) -> tuple[str, dict[str, str]]:
    first, *lines = head.decode(encoding).split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return first, {(name.lower() if lower else name): value.strip() for name, _, value in pairs}


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text)
