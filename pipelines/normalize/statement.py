"""The authors of an approach page's statements, as mentions."""

from collections.abc import Iterator

from index_config.licenses import license_of
from index_config.taxonomy import Taxonomy
from pipelines.extract.letters import mended_letters
from pipelines.mention import ApproachPage, Claimed, Mention, Told
from pipelines.normalize.claims import credentialed, told
from pipelines.normalize.meaning import meaning_of
from pipelines.normalize.place import location
from pipelines.normalize.problems import not_understood, unknown_title
from pipelines.text import text_digest
from records import PageExtract, StatementExtract


def statement_mentions(extract: PageExtract, page: ApproachPage, taxonomy: Taxonomy) -> Iterator[Mention]:
    """One mention per statement. An author who only repeats the page's definition is listed, not describing."""
    known = taxonomy.approaches.get(page.approach_id)
    definition = text_digest(page.definition) if page.definition else None
    for found in extract.approach.statements if extract.approach else ():
        own_words = text_digest(found.text) != definition
        is_issue = known is not None and known.kind == "issue"
        yield _mention(extract, found, page.approach_id, taxonomy, own_words=own_words, is_issue=is_issue)


def _mention(
    extract: PageExtract,
    found: StatementExtract,
    approach_id: str,
    taxonomy: Taxonomy,
    *,
    own_words: bool,
    is_issue: bool,
) -> Mention:
    line = found.attribution
    place, doubt = location(line.city, line.state, line.zip)
    shown = {"name": line.name, "title": line.title, "organization": line.organization, "location": line.raw}
    credentials = mended_letters(line.credentials)
    return Mention(
        keys=[
            f"line|{extract.source}|{extract.url}|{line.raw}",
            f"words|{extract.source}|{extract.url}|{text_digest(found.text)}",
        ],
        source=extract.source,
        url=extract.url,
        extractor=extract.extractor,
        is_profile=False,
        name=line.name,
        kind="organization" if line.kind == "organization" else "person",
        prefix=line.prefix,
        credentials=credentials,
        title=line.title,
        license=license_of(line.title, line.credentials),
        organization=line.organization,
        locations=[place] if place else [],
        claims=[
            *([] if is_issue else [_of_page(approach_id, found.text, own_words=own_words)]),
            *credentialed(credentials),
            *(one for one in told(found.text, "statement", taxonomy) if own_words and one.approach_id != approach_id),
        ],
        meaning=meaning_of(found.text, approach_id) if own_words else Told(),
        issues=[approach_id] if is_issue else [],
        statement=found.text if own_words else None,
        approach_id=approach_id,
        profile_url=found.profile_url,
        raw={name: value for name, value in shown.items() if value},
        problems=[*unknown_title(line.title), *([not_understood("place", line.raw, doubt)] if doubt else [])],
    )


def _of_page(approach_id: str, text: str, *, own_words: bool) -> Claimed:
    """The claim to the page's own approach: the whole statement is about it."""
    return Claimed(
        approach_id=approach_id,
        claim="described" if own_words else "ticked",
        field="statement" if own_words else "approaches",
        text=text if own_words else approach_id,
        start=0,
        end=len(text if own_words else approach_id),
    )
