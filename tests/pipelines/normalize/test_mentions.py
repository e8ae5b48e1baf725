"""From extracts to mentions: what is shown and understood, and what is not, with its reason."""

from datetime import UTC, datetime
from typing import Any

from index_config.taxonomy import load_taxonomy
from pipelines.mention import Mention, Sighting
from pipelines.normalize import mentions_of
from records import ApproachExtract, Attribution, PageExtract, ProfileExtract, StatementExtract

NOON = datetime(2026, 5, 30, 12, tzinfo=UTC)
WORDS = "I watch what happens between us, and say so. Ties are learned."


def mention(**found: Any) -> Mention:
    """The only mention of a page."""
    extract = PageExtract(
        url="https://directory.example/page",
        source="made",
        kind="other",
        digest="0",
        extractor="1",
        fetched_at=NOON,
        **found,
    )
    (only,) = mentions_of(Sighting(extract, NOON, NOON), load_taxonomy())
    return only


def profile(**values: Any) -> Mention:
    return mention(profile=ProfileExtract(name="Ada Quill", **values))


def statement(profile_url: str | None = None, **line: Any) -> Mention:
    attribution = Attribution(name="Ada Quill", raw="— Ada Quill, Therapist", **line)
    found = StatementExtract(text=WORDS, attribution=attribution, profile_url=profile_url)
    return mention(approach=ApproachExtract(slug="emdr", statements=[found]))


def test_an_authors_profile_comes_along() -> None:
    url = "https://directory.example/therapist/ada-quill"
    assert statement(profile_url=url).profile_url == url
    assert statement().profile_url is None


def test_what_an_owner_knows_about_counts_where_no_list_speaks() -> None:
    topics = ["EMDR", "Grief", "SE", "Sailing", "https://schema.org/Psychiatric"]
    found = profile(topics=topics)
    assert (found.claims, found.issues) == ([("emdr", "ticked")], ["grief"])
    found = profile(topics=topics, approaches=["Gestalt Therapy"], issues=["Anxiety"])
    assert (found.claims, found.issues) == ([("gestalt-therapy", "ticked")], ["anxiety"])
