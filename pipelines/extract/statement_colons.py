"""Statements below lines that name their authors and end with a colon: "Ada Quill, Psychologist, Salem, OR:"."""

from collections.abc import Sequence
from itertools import takewhile

from pipelines.extract.author_lines import is_byline
from pipelines.extract.author_parts import author_of_line
from pipelines.extract.authors import LONGEST_LINE
from pipelines.extract.blocks import Block
from pipelines.extract.own_words import is_question, is_text
from pipelines.extract.pairs import UNCLEAR_ORDER, Author, Pair, Paired, joined, without_statement
from pipelines.extract.speakers import speaker_of
from records import Attribution, Problem

_SHORTEST_PARAGRAPH = 60


def paired_by_colons(blocks: Sequence[Block], places: Sequence[int]) -> Paired:
    """The one text that stands right behind each author, and no question; `places` are the blocks' indexes on the page.

    A quotation, as an element of the page, is one text. Where several stand behind an author and before another, one of
    them may be the site's: then nobody gets any.
    """
    found = [(index, attribution) for index, block in enumerate(blocks) if (attribution := _announced(block.text))]
    if not found:
        return Paired([], [], [])
    pairs: list[Pair] = []
    problems: list[Problem] = []
    head = list(blocks[: found[0][0]])
    if head and _is_request(head[-1]):
        return Paired([], [UNCLEAR_ORDER], head)  # the text behind an author without words may be the next request
    ends = [index for index, _ in found[1:]] + [len(blocks)]
    for (index, attribution), end in zip(found, ends, strict=True):
        author = Author(attribution, places[index], places[index])
        quoted = _quotation(blocks, places, index + 1, end)
        last = index + 2 if end == len(blocks) else end  # behind the last one's words the site may speak
        texts = quoted or [block.text for block in takewhile(_is_answer, blocks[index + 1 : last])]
        if len(texts) > 1 and not quoted:
            return Paired([], [UNCLEAR_ORDER], head)
        if texts:
            pairs.append(Pair(joined(texts), author))
        else:
            problems.append(without_statement(author))
    return Paired(pairs, problems, head)


def _quotation(blocks: Sequence[Block], places: Sequence[int], start: int, end: int) -> list[str]:
    """The paragraphs of the one quotation's element that stands there, if one does."""
    quoted = list(takewhile(lambda block: block.is_quoted, blocks[start:end]))
    is_one = len(quoted) == 1 or (bool(quoted) and quoted[0].end == places[start + len(quoted) - 1] + 1)
    return [block.text for block in quoted] if is_one and any(map(_is_answer, quoted)) else []


def _announced(line: str) -> Attribution | None:
    """The author whom a line with a colon at its end names whole."""
    if not line.endswith(":") or len(line) > LONGEST_LINE or is_byline(line):
        return None
    line = line.rstrip(" :,")
    return author_of_line(line) or speaker_of(line)


def _is_request(block: Block) -> bool:
    """Whether a short sentence may ask the one below for words: "Tell us what you would say on a bus."."""
    return _is_answer(block) and len(block.text) < _SHORTEST_PARAGRAPH


def _is_answer(block: Block) -> bool:
    return is_text(block) and not is_question(block.text)
