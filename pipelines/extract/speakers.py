"""Who speaks, by what stands beside a quotation: "writes Ada Quill, a psychologist in Salem, OR"."""

import re
from functools import cache

from msgspec.structs import replace

from pipelines.extract.attribution import UNKNOWN_TITLE, parse_attribution
from pipelines.extract.author_lines import may_be_name
from pipelines.extract.author_parts import author_of_line
from pipelines.extract.furniture import rules
from records import Attribution

_ARTICLE = re.compile(r",\s+(?:an?\s+)?([^\W\d_])")
_LONGEST_SMALL = 4  # letters of a word that names write small: "with", "van"


def speaker_of(shown: str) -> Attribution | None:
    """Somebody known by a title, which sentences write small and with an article: "writes Ada Quill, a psychologist".

    Without a verb of saying the line is the author's own.
    """
    line = shown.strip(" ,.:–—-")
    said = _verb().sub("", line)
    speaker = said.strip(" ,:")
    name, *others = speaker.split(", ")
    is_phrase = any(word.islower() and len(word) > _LONGEST_SMALL for word in name.split())  # "A client of Ada Quill"
    if is_phrase or sum(other[:1].islower() for other in others) > 1:
        return None
    whole = author_of_line(speaker)
    if whole or said == line:
        return whole
    found = parse_attribution(f"— {_ARTICLE.sub(lambda mark: f', {mark[1].upper()}', speaker)}")
    if found is None or found.confidence <= UNKNOWN_TITLE or found.rest or not may_be_name(found.name, is_sure=True):
        return None
    return replace(found, raw=speaker)


@cache
def _verb() -> re.Pattern[str]:
    verbs = "|".join(rules()["verbs_of_saying"])
    return re.compile(rf"^(?:{verbs})\b|\b(?:{verbs})$")
