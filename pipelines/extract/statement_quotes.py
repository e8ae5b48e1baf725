"""Statements in sentences that say who speaks: “I ask ...,” writes Ada Quill, a psychologist in Salem, OR."""

import re
from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from pipelines.extract.attribution import UNKNOWN_TITLE, parse_attribution
from pipelines.extract.author_lines import may_be_name
from pipelines.extract.author_parts import author_of_line
from pipelines.extract.authors import LONGEST_LINE
from pipelines.extract.blocks import Block
from pipelines.extract.furniture import rules
from pipelines.extract.pairs import SHORTEST_STATEMENT, Author, Pair, Paired, is_whole_quotation, joined, unknown_author
from records import Attribution

_MARKS = {"“": "”", '"': '"', "«": "»"}
_OPEN = frozenset("“«")  # marks that close with another
_ARTICLE = re.compile(r",\s+(?:an?\s+)?([^\W\d_])")
_LONGEST = 5_000  # of a paragraph
_LONGEST_SMALL = 4  # letters of a word that names write small: "with", "van"
_FEWEST = 2  # one quotation may be an article's


def paired_by_quotations(blocks: Sequence[Block], places: Sequence[int]) -> Paired:
    """What stands in quotation marks in a paragraph of which the rest says who speaks, and nothing else.

    `places` are the indexes of the blocks on the page.
    """
    pairs: list[Pair] = []
    problems = []
    first = len(blocks)
    for index, block in enumerate(blocks):
        if (said := _said(block.text)) is None:
            continue
        words, speaker = said
        start = _first_paragraph(blocks, index)
        words = joined([*(one.text[1:] for one in blocks[start:index]), words])
        first = min(first, start)
        if author := _author(speaker):
            pairs.append(Pair(words, Author(author, places[index], places[index])))
        else:
            problems.append(unknown_author(speaker.strip()))
    return Paired(pairs, problems, list(blocks[:first])) if len(pairs) >= _FEWEST else Paired([], [], list(blocks))


def _first_paragraph(blocks: Sequence[Block], last: int) -> int:
    """The paragraph with which a quotation begins: each one opens with a mark, and only the last one closes it."""
    mark = blocks[last].text[:1]
    while (
        last and mark in _OPEN and blocks[last - 1].text.startswith(mark) and _MARKS[mark] not in blocks[last - 1].text
    ):
        last -= 1
    return last


def _said(text: str) -> tuple[str, str] | None:
    """The words of a paragraph that is one quotation, and what says whose they are."""
    closing = _MARKS.get(text[:1])
    if not SHORTEST_STATEMENT <= len(text) <= _LONGEST or not (closing or text.endswith(tuple(_MARKS.values()))):
        return None
    if closing:
        words, mark, speaker = text.rpartition(closing)
    else:
        opening = next(mark for mark, end in _MARKS.items() if text.endswith(end))
        speaker, mark, words = text.partition(opening)
        words, mark = f"{mark}{words[:-1]}", text[-1]
        if not speaker.rstrip().endswith((":", ",")):
            return None
    if not 0 < len(speaker) <= LONGEST_LINE or not is_whole_quotation(words + mark):
        return None
    words = words[1:].strip(" ,")
    return (words, speaker) if len(words) >= SHORTEST_STATEMENT else None


def _author(shown: str) -> Attribution | None:
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
    if said == line:
        return author_of_line(speaker)
    found = parse_attribution(f"— {_ARTICLE.sub(lambda mark: f', {mark[1].upper()}', speaker)}")
    if found is None or found.confidence <= UNKNOWN_TITLE or found.rest or not may_be_name(found.name, is_sure=True):
        return None
    return replace(found, raw=speaker)


@cache
def _verb() -> re.Pattern[str]:
    verbs = "|".join(rules()["verbs_of_saying"])
    return re.compile(rf"^(?:{verbs})\b|\b(?:{verbs})$")
