"""Extract: one archived page -> what it says, every value as shown, by text blocks, landmarks and structured data."""

from pipelines.extract.page import EXTRACTOR_VERSION, extract_page

__all__ = ["EXTRACTOR_VERSION", "extract_page"]
