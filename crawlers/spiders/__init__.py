"""The spiders, one per source."""

from crawlers.spiders.directory import DirectorySpider
from crawlers.spiders.therapyden import TherapyDenSpider

SPIDERS: dict[str, type[DirectorySpider]] = {spider.name: spider for spider in (TherapyDenSpider,)}

__all__ = ["SPIDERS", "DirectorySpider"]
