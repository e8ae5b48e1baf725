"""Statements and authors without dashes, by their order on a page whose elements hold no pair: where it is sure."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from pipelines.extract.author_lines import is_byline, may_be_name, opens_with_person, reading_of
from pipelines.extract.author_parts import authors_among, lines_of
from pipelines.extract.blocks import Block
from pipelines.extract.definition import is_definition_heading
from pipelines.extract.furniture import is_listed, words_of
from pipelines.extract.own_words import is_personal, is_question, is_sentence, is_text
from pipelines.extract.pairs import UNCLEAR_ORDER, Author, Pair, Paired, joined, unknown_author, without_statement
from records import Problem

_MOST_BLOCKS = 24  # of a run of short lines that is looked through for authors
_NEAR = 3  # lines above the first statement
_FEWEST = 2  # authors, where no heading says that they begin

_Line = Block | Author


def paired_by_runs(blocks: Sequence[Block], places: Sequence[int], cards: Sequence[tuple[int, int]]) -> Paired:
    """What stands before each author, or behind: the first and the last of them must show which.

    `places` are the indexes of the blocks on the page, `cards` the ranges of its elements. Authors stand before their
    words only as their headings, or where an element opens with the first of them and closes with the last words.
    """
    lines = _lines(blocks, places)
    authors = [index for index, line in enumerate(lines) if isinstance(line, Author)]
    if not authors:
        return Paired([], [], _above_landmark(lines))
    start, is_marked = _start(lines, authors[0])
    if any(_may_be_stranger(line) for line in lines[max(start - _NEAR, 0) : authors[0]]):
        return Paired([], [UNCLEAR_ORDER], _above_landmark(lines))
    body = lines[start : _end(lines, authors[-1])]
    told = [line for line in body if isinstance(line, Author) or is_text(line)]
    first, last = told[0], told[-1]
    if not is_marked and len(authors) < _FEWEST:
        return Paired([], [UNCLEAR_ORDER], _above_landmark(lines))
    head = [line for line in lines[:start] if isinstance(line, Block)]
    if _take_turns(told):
        return Paired(*_pairs(lines[start : authors[-1] + 1]), head)
    if isinstance(first, Block) and isinstance(last, Author):
        if not is_marked and any(line.announces for line in body if isinstance(line, Author)):
            return Paired([], [UNCLEAR_ORDER], _above_landmark(lines))  # the definition, and headings with words below
        is_words = is_marked or any(map(is_text, head)) or is_personal(first.text)
        return Paired(*_pairs(body if is_words else body[1:]), head if is_words else [*head, first])
    shown = [line for line in body if isinstance(line, Author)]
    above = [line for line in lines[: authors[0]] if isinstance(line, Block)]
    inside = _inside(body, blocks, places)
    are_announced = all(author.announces for author in shown) and not _leaves_elements(inside, blocks, places)
    if isinstance(last, Block) and (are_announced or _fills_element(shown, blocks, places, cards)):
        pairs, problems = _pairs(_without_rest(inside if are_announced else body)[::-1], is_reversed=True)
        return Paired(pairs[::-1], problems[::-1], above)
    return Paired([], [UNCLEAR_ORDER], head)


def _take_turns(told: Sequence[_Line]) -> bool:
    """Whether each author stands behind one quotation, as an element of the page, and no other one has any."""
    are_authors = [isinstance(line, Author) for line in told]
    are_quoted = [isinstance(line, Block) and line.is_quoted for line in told]
    return sum(are_authors) == sum(are_quoted) and are_quoted == [*are_authors[1:], False]


def _inside(lines: Sequence[_Line], blocks: Sequence[Block], places: Sequence[int]) -> Sequence[_Line]:
    """The lines without the texts behind the element that the last author's heading stands in, or opens."""
    last = next(line for line in reversed(lines) if isinstance(line, Author))
    at = bisect_left(places, last.last)
    panel = blocks[at + 1 : bisect_left(places, blocks[at].end)] if blocks[at].opens and last.first < last.last else []
    end = blocks[at].end if any(map(is_text, panel)) else blocks[bisect_left(places, last.first)].end
    outside = {id(block) for block in blocks[bisect_left(places, end) :]}
    return [line for line in lines if id(line) not in outside]


def _without_rest(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines without what stands behind the last author's first text where all others have but one.

    The site may say something there.
    """
    told = [index for index, line in enumerate(lines) if isinstance(line, Author) or is_text(line)]
    last = max(at for at, index in enumerate(told) if isinstance(lines[index], Author))
    are_texts = [not isinstance(lines[index], Author) for index in told[: last + 1]]
    is_one_each = sum(are_texts) and not any(one and other for one, other in pairwise(are_texts))
    return lines[: told[last + 1] + 1] if is_one_each else lines


def _leaves_elements(lines: Sequence[_Line], blocks: Sequence[Block], places: Sequence[int]) -> bool:
    """Whether a text stands outside of the element whose heading is the author above it."""
    spots = {id(block): place for block, place in zip(blocks, places, strict=True)}
    end = None
    for line in lines:
        if isinstance(line, Author):
            end = blocks[bisect_left(places, line.first)].end
        elif end is not None and is_text(line) and spots[id(line)] >= end:
            return True
    return False


def _fills_element(
    authors: Sequence[Author], blocks: Sequence[Block], places: Sequence[int], cards: Sequence[tuple[int, int]]
) -> bool:
    """Whether the smallest element around all authors opens with the first one and closes with a text."""
    first, last = authors[0].first, authors[-1].last
    start, end = next(((start, end) for start, end in cards if start <= first and last < end), (0, 0))
    inside = range(bisect_left(places, start), bisect_left(places, end))
    return len(authors) > 1 and len(inside) > 1 and places[inside[0]] == first and is_text(blocks[inside[-1]])


def _lines(blocks: Sequence[Block], places: Sequence[int]) -> list[_Line]:
    """The blocks with the authors among the short lines put together."""
    lines: list[_Line] = []
    shorts: list[int] = []
    for index in range(len(blocks) + 1):
        if index < len(blocks) and not is_text(blocks[index]):
            shorts.append(index)
            continue
        near = shorts[-_MOST_BLOCKS:]
        lines += [blocks[one] for one in shorts[: -len(near)]]
        done = 0
        for author in authors_among([blocks[one] for one in near], [bool(blocks[one].links) for one in near]):
            first = blocks[near[author.first]]
            lines += [blocks[one] for one in near[done : author.first]]
            is_head = first.is_heading or first.is_button
            announces = is_head and index < len(blocks) and places[index] < first.end
            lines.append(
                Author(author.attribution, places[near[author.first]], places[near[author.last]], announces=announces)
            )
            done = author.last + 1
        lines += [blocks[one] for one in near[done:]]
        lines += blocks[index : index + 1]
        shorts = []
    return lines


def _above_landmark(lines: Sequence[_Line]) -> list[Block]:
    """The blocks above a landmark, or all."""
    blocks = [line for line in lines if isinstance(line, Block)]
    marks = [index for index, block in enumerate(blocks) if is_listed(block.text, "landmarks")]
    return blocks[: marks[0]] if marks else blocks


def _start(lines: Sequence[_Line], first: int) -> tuple[int, bool]:
    """Where the statements start: behind the last heading above the first author, or with the text before it."""
    for index in range(first - 1, -1, -1):
        line = lines[index]
        if isinstance(line, Block) and (line.is_heading or is_listed(line.text, "landmarks")) and not is_text(line):
            if not (is_definition_heading(line) or is_question(line.text) or reading_of(line.text).tells_something):
                return index + 1, True
            break
    return max(first - 1, 0), False


def _may_be_stranger(line: _Line) -> bool:
    """Whether a line may name somebody of unknown title or name, to whom the words behind may belong."""
    if not isinstance(line, Block) or is_text(line):
        return False
    return _tells(line) or opens_with_person(line.text, is_sure=line.is_heading)


def _tells(block: Block) -> bool:
    return any(reading_of(line).tells_something for line in lines_of(block))


def _end(lines: Sequence[_Line], last: int) -> int:
    """Where the statements end: with the last author, or with the texts right behind."""
    end = last + 1
    while end < len(lines) and isinstance(line := lines[end], Block) and is_text(line):
        end += 1
    return end


def _pairs(lines: Sequence[_Line], *, is_reversed: bool = False) -> tuple[list[Pair], list[Problem]]:
    """Each author with the words before; what may be another author's name, or a heading, parts them.

    Where several authors stand together, nobody gets the words.
    """
    pairs: list[Pair] = []
    problems: list[Problem] = []
    words: list[str] = []
    told = [line for line in lines if isinstance(line, Author) or is_text(line)]
    crowded = {
        author.first
        for one, other in pairwise(told)
        if isinstance(one, Author) and isinstance(other, Author)
        for author in (one, other)
    }
    for line in lines:
        if isinstance(line, Block):
            if is_text(line) or (words and line.text.endswith((".", "!", "?", "”", '"'))):
                words.append(words_of(line))
            elif words and (
                line.is_heading or may_be_name(line.text) or is_byline(line.text) or _may_be_stranger(line)
            ):
                problems.append(unknown_author(line.text))
                words = []
            continue
        if line.first in crowded:
            problems.append(unknown_author(line.attribution.raw))
        elif len(words) > 1 and not all(map(is_sentence, words)):
            problems.append(unknown_author(next(text for text in words if not is_sentence(text))))
        elif words:
            pairs.append(Pair(joined(words[::-1] if is_reversed else words), line))
        else:
            problems.append(without_statement(line))
        words = []
    return pairs, problems
