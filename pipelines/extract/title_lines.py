"""A line that is a title, or letters, with what people add to it: the number of a license, who supervises them."""

import re

from msgspec import Struct

from index_config.taxonomy import load_taxonomy
from pipelines.extract.attribution import title_named
from pipelines.extract.letters import credentials_in

_SUPERVISED = re.compile(r"[\s,;(–—-]+(?:supervised by|under (?:the )?(?:clinical )?supervision of)\s.*", re.IGNORECASE)
_NUMBER = re.compile(r"[\s,(]+(?:(?:license|licence|lic\.?)\s*)?(?:no\.?|number|#)\s*:?\s*[A-Z]*\d+\)?$", re.IGNORECASE)
_FIGURES = re.compile(r"\s+\d[\d-]*$")
_LETTERS = re.compile(r"\s*(?:,\s*|\()([^()]+)\)?$")


class TitleLine(Struct, frozen=True):
    """A title of the closed list, and the letters behind it."""

    title: str
    letters: list[str]


def title_line(text: str) -> TitleLine | None:
    """The title and the letters of a line such as "Counselor, LPC #123"; None where anything else stands in it."""
    bare = _NUMBER.sub("", _SUPERVISED.sub("", text))
    if title := title_named(bare):
        return TitleLine(title, [])
    added = _LETTERS.search(bare)
    title = title_named(bare[: added.start()]) if added else None
    letters = credentials_in(added[1]) if added and title else []
    return TitleLine(title, letters) if title and letters else None


def letters_in(text: str) -> list[str]:
    """The letters that a line under the label of a license tells: alone, behind a title, or before a number."""
    titled = title_line(text)
    letters = titled.letters if titled else credentials_in(_FIGURES.sub("", _NUMBER.sub("", text)))
    is_training = len(letters) < len(text.split()) and all(map(load_taxonomy().resolve, letters))  # EMDR Certified
    return [] if is_training else letters
