"""Statements in sentences that say who speaks: “I ask ...,” writes Ada Quill, a psychologist in Salem, OR."""

from collections.abc import Sequence

from pipelines.extract.authors import LONGEST_LINE
from pipelines.extract.blocks import Block
from pipelines.extract.pairs import SHORTEST_STATEMENT, Author, Pair, Paired, is_whole_quotation, joined, unknown_author
from pipelines.extract.speakers import speaker_of

_MARKS = {"“": "”", '"': '"', "«": "»"}
_OPEN = frozenset("“«")  # marks that close with another
_LONGEST = 5_000  # of a paragraph
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
        if author := speaker_of(speaker):
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
