"""Clean what pages say: extract -> reading. What cannot be understood is absent, its raw value kept."""

from pipelines.normalize.reading import CLEANER_VERSION, reading_of

__all__ = ["CLEANER_VERSION", "reading_of"]
