"""A line that names a page's owner with place and phone: "Ada Quill. Salem, OR 97301. 503-555-0142."."""

import re
from collections.abc import Iterable, Set
from typing import Any

from index_config.folding import folded_words
from pipelines.extract.blocks import Block
from pipelines.extract.places import place_in, state_in
from pipelines.extract.unlabelled import website_in

_LONGEST = 300
_PIECES = re.compile(r"\s*[·•|;]\s*|(?:(?<=[A-Z]{2})|(?<=\d\d)|(?<=[a-z]{3}))\.(?:\s+|$)")
_NUMBER_END = re.compile(r"\d[\s.-]\d{4}")  # of a phone: most lines have none
_PHONE = re.compile(r"(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*\d{3}[\s.-]\d{4}")


def contact_line(blocks: Iterable[Block], owner: Set[str], url: str) -> dict[str, Any]:
    """What the first line tells that opens with the owner's name, and holds a phone; `owner` are the words of it."""
    for block in blocks:
        text = block.text
        if not owner or len(text) > _LONGEST or not _NUMBER_END.search(text) or not (number := _PHONE.search(text)):
            continue
        first, *pieces = [piece for piece in _PIECES.split(text) if piece]
        if not pieces or not owner <= set(folded_words(first)):
            continue
        places = [place for piece in pieces if (place := place_in(piece) or state_in(piece))]
        return {"phone": number[0], "places": places, "website": website_in([block], url)}
    return {}
