"""TherapyDen."""

from typing import ClassVar

from crawlers.sources import PageKind
from crawlers.spiders.directory import DirectorySpider


class TherapyDenSpider(DirectorySpider):
    """TherapyDen: approach pages with rotating specialists; country, states, cities; profiles.

    A city's page 2 is known to repeat page 1.
    """

    # Spider
    name = "therapyden"

    # DirectorySpider
    first: ClassVar[tuple[PageKind, ...]] = ("approach", "listing", "profile")
