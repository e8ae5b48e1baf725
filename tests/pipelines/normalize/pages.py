"""The way of a page of a profile to its owner's mention, for the tests of cleaning."""

from index_config.taxonomy import load_taxonomy
from pipelines.mention import Mention
from pipelines.normalize import reading_of
from tests.pipelines.extract.pages import PROFILE_URL, extracted


def cleaned(html: str, url: str = PROFILE_URL) -> Mention:
    """The only mention of a page, extracted and cleaned."""
    (only,) = reading_of(extracted(html, url), load_taxonomy()).mentions
    return only
