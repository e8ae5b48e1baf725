"""Clean what pages say: extract -> mentions. What cannot be understood is absent, its raw value kept."""

from index_config.taxonomy import Taxonomy
from pipelines.mention import Mention, Sighting
from pipelines.normalize.profile import profile_mention
from pipelines.normalize.statement import statement_mentions

__all__ = ["mentions_of"]


def mentions_of(sighting: Sighting, taxonomy: Taxonomy) -> list[Mention]:
    """Everyone a page mentions: a profile's owner, or the authors of an approach page's statements."""
    mentions: list[Mention] = []
    if sighting.extract.profile:
        mentions.append(profile_mention(sighting, sighting.extract.profile, taxonomy))
    if sighting.extract.approach:
        mentions.extend(statement_mentions(sighting, sighting.extract.approach, taxonomy))
    return mentions
