"""The authors of an approach page's statements, as mentions."""

from collections.abc import Iterator

from index_config.licenses import license_of
from index_config.taxonomy import Taxonomy
from pipelines.mention import Mention, Sighting
from pipelines.normalize.place import location
from pipelines.normalize.values import without_dots
from pipelines.text import text_digest
from records import ApproachExtract, StatementExtract


def statement_mentions(sighting: Sighting, page: ApproachExtract, taxonomy: Taxonomy) -> Iterator[Mention]:
    """One mention per statement. An author who only repeats the page's definition is listed, not describing."""
    approach_id = taxonomy.resolve(page.slug) or page.slug
    known = taxonomy.approaches.get(approach_id)
    definition = text_digest(page.definition) if page.definition else None
    for found in page.statements:
        own_words = text_digest(found.text) != definition
        is_issue = known is not None and known.kind == "issue"
        yield _mention(sighting, found, approach_id, own_words=own_words, is_issue=is_issue)


def _mention(
    sighting: Sighting, found: StatementExtract, approach_id: str, *, own_words: bool, is_issue: bool
) -> Mention:
    extract, line = sighting.extract, found.attribution
    place = location(line.city, line.state, line.zip)
    shown = {"name": line.name, "title": line.title, "organization": line.organization, "location": line.raw}
    return Mention(
        keys=[
            f"line|{extract.source}|{extract.url}|{line.raw}",
            f"words|{extract.source}|{extract.url}|{text_digest(found.text)}",
        ],
        source=extract.source,
        url=extract.url,
        extractor=extract.extractor,
        is_profile=False,
        first_seen=sighting.first_seen,
        last_seen=sighting.last_seen,
        name=line.name,
        kind="organization" if line.kind == "organization" else "person",
        prefix=line.prefix,
        credentials=without_dots(line.credentials),
        title=line.title,
        license=license_of(line.title, line.credentials),
        organization=line.organization,
        locations=[place] if place else [],
        claims=[] if is_issue else [(approach_id, "described" if own_words else "ticked")],
        issues=[approach_id] if is_issue else [],
        statement=found.text if own_words else None,
        approach_id=approach_id,
        raw={name: value for name, value in shown.items() if value},
    )
