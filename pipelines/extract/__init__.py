"""Extract: one archived page -> what it says, every value as shown, by text blocks, landmarks and structured data."""

from pipelines.extract.page import EXTRACTOR_VERSION, extract_page
from pipelines.extract.text import text_digest

__all__ = ["EXTRACTOR_VERSION", "extract_page", "text_digest"]
