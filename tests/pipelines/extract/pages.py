"""Pages for the tests of extraction."""

from datetime import UTC, datetime

from pipelines.extract import extract_page
from records import Page, PageExtract

NOON = datetime(2026, 5, 30, 12, tzinfo=UTC)
APPROACH_URL = "https://www.therapyden.com/specialties/relational-therapy"
PROFILE_URL = "https://www.therapyden.com/therapist/ada-quill"


def extracted(body: str | bytes, url: str = PROFILE_URL, **headers: str) -> PageExtract:
    """What the extractor makes of a body."""
    sent = {"content-type": "text/html; charset=utf-8", **{name.replace("_", "-"): v for name, v in headers.items()}}
    raw = body.encode() if isinstance(body, str) else body
    return extract_page(Page(url, 200, sent, raw, NOON, "therapyden"))
