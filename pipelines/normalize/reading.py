"""One page's extract, cleaned."""

from collections.abc import Iterator

from index_config.taxonomy import Taxonomy
from pipelines.extract.text import text_digest
from pipelines.mention import ApproachPage, Mention, Reading
from pipelines.normalize.profile import profile_mention
from pipelines.normalize.statement import statement_mentions
from records import PageExtract

CLEANER_VERSION = "7"
"""Of the whole room: raised when its code or data make other values of the same extracts."""


def reading_of(extract: PageExtract, taxonomy: Taxonomy) -> Reading:
    """Everyone a page mentions (a profile's owner, or the authors of statements) and what it says of its approach."""
    page = _approach_page(extract, taxonomy)
    mentions = list(_mentions(extract, page, taxonomy))
    return Reading(
        url=extract.url,
        source=extract.source,
        digest=extract.digest,
        fetched_at=extract.fetched_at,
        mentions=mentions,
        approach=page,
        problems=[*extract.problems, *(problem for mention in mentions for problem in mention.problems)],
        says=text_digest(extract),
    )


def _mentions(extract: PageExtract, page: ApproachPage | None, taxonomy: Taxonomy) -> Iterator[Mention]:
    if extract.profile:
        yield profile_mention(extract, extract.profile, taxonomy)
    if page:
        yield from statement_mentions(extract, page, taxonomy)


def _approach_page(extract: PageExtract, taxonomy: Taxonomy) -> ApproachPage | None:
    page = extract.approach
    if page is None:
        return None
    return ApproachPage(taxonomy.box(page.slug) or page.slug, page.slug, page.name, page.definition)
