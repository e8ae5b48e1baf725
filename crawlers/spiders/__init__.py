"""The spiders. A source's description names the one it wants."""

from crawlers.spiders.directory import DirectorySpider
from crawlers.spiders.jsonld import JsonLdSpider

SPIDERS: dict[str, type[DirectorySpider]] = {spider.name: spider for spider in (DirectorySpider, JsonLdSpider)}

__all__ = ["SPIDERS", "DirectorySpider"]
