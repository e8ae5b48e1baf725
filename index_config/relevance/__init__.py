"""The invented relevance set: therapists nobody is, and questions with the answers that their texts deserve.

The people stand in people/*.yaml as pages would show them, so that their claims are made by the taxonomy at hand.
"""

from index_config.relevance.people import invented_identities, invented_pages, invented_people
from index_config.relevance.queries import Judged, judged_queries, relevance_digest

__all__ = [
    "Judged",
    "invented_identities",
    "invented_pages",
    "invented_people",
    "judged_queries",
    "relevance_digest",
]
