"""Any directory or practice site whose pages describe people by schema.org."""

import re

from crawlers.spiders.directory import DirectorySpider
from records import Page

# The types that describe a therapist or a practice, as JSON-LD writes them: alone or in a list, with or without the
# vocabulary's address.
_DESCRIBED = re.compile(
    rb'"@type"\s*:\s*(?:\[[^\]]{0,1000}?)?"(?:https?:\\?/\\?/schema\.org\\?/)?'
    rb'(?:Person|Physician|Psychologist|MedicalBusiness|MedicalClinic|ProfessionalService|LocalBusiness)"'
)

_READ = 2_000_000  # bytes: who describes somebody does it before


class JsonLdSpider(DirectorySpider):
    """Keeps those profile pages only that carry structured data; all others are followed, and count as undescribed."""

    # Spider
    name = "jsonld"

    # DirectorySpider
    def may_keep(self, page: Page) -> bool:
        """Whether a profile carries structured data; a page of another kind is kept anyhow."""
        return self.task.scope.kind(page.url) != "profile" or _DESCRIBED.search(page.body, 0, _READ) is not None
