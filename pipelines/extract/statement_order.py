"""Statements and the lines behind dashes that name their authors, by their order on the page."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from pipelines.extract.attribution import UNKNOWN_TITLE
from pipelines.extract.author_lines import bare, may_be_person, opens_with_person, reading_of
from pipelines.extract.author_parts import author_of_line
from pipelines.extract.authors import LONGEST_LINE, author_at, author_at_end
from pipelines.extract.blocks import DASHES, Block, Outline
from pipelines.extract.calls import without_call
from pipelines.extract.definition import is_definition_heading
from pipelines.extract.furniture import is_listed, without_repeated
from pipelines.extract.own_words import is_link, is_personal, is_sentence, is_text
from pipelines.extract.pairs import (
    SHORTEST_STATEMENT,
    UNCLEAR_ORDER,
    Author,
    Pair,
    Paired,
    joined,
    unknown_author,
    unquoted,
    without_statement,
)
from pipelines.extract.statement_odds import is_answered
from records import Problem

_MARKS = '•·*“" '  # of a line that is no author's by its form
Line = Block | Author


def paired_by_dashes(outline: Outline, kept: Sequence[int], *, is_titled: bool) -> Paired:
    """What stands before each line that names its author behind a dash.

    `kept` are the indexes of the blocks that count; `is_titled`: they stand below the page's title. Authors stand
    behind their words; before them only where each is a heading, since a statement that is missing must never hand its
    author the next one's. What stands outside of the element that holds an author and words is not the author's.
    """
    lines, start = _lines_of_authors(outline, without_repeated(outline.blocks, kept, names=False))
    authors = [line for line in lines if isinstance(line, Author)]
    if not authors:
        return Paired([], [], [])
    in_headings = all(author.announces for author in authors)
    head, body, is_marked = _halves(lines, start, is_titled=is_titled)
    surely, perhaps = _asides(outline, authors, kept)
    body = [line for line in body if isinstance(line, Author) or line.text not in surely]
    if in_headings and isinstance(body[0], Author):
        return Paired(*_pairs_author_first(body), head)
    if _is_unclear(body) or (in_headings and not is_marked and isinstance(body[-1], Block)):
        return Paired([], [UNCLEAR_ORDER], head)
    pairs, problems = _pairs(body, perhaps)
    return Paired(pairs, [*(unknown_author(block.text) for block in head if _is_authors(block.text)), *problems], head)


def _is_authors(line: str) -> bool:
    """Whether a line without a dash names an author whole."""
    return len(line) <= LONGEST_LINE and author_of_line(line.lstrip(_MARKS)) is not None


def _lines_of_authors(outline: Outline, places: Sequence[int]) -> tuple[list[Line], int]:
    """The lines without those between two authors that are outside of the second one's element.

    And the index of the line with which the first author's element starts; 0 where none is known.
    """
    lines, spots = _lines([outline.blocks[place] for place in places], places)
    authors = [line for line in lines if isinstance(line, Author)]
    starts = _starts(authors, [spot for line, spot in zip(lines, spots, strict=True) if _is_long(line)], outline.cards)
    kept: list[Line] = []
    first = done = 0  # done: the authors above
    for line, spot in zip(lines, spots, strict=True):
        if isinstance(line, Author):
            done += 1
        elif done < len(authors) and spot < starts[done]:
            if done:
                continue
            first = len(kept) + 1
        kept.append(line)
    return kept, first


def _starts(authors: Sequence[Author], texts: Sequence[int], cards: Sequence[tuple[int, int]]) -> list[int]:
    """Where the smallest element starts that holds an author, words before and no other author; 0 where none does."""
    firsts = [author.first for author in authors]
    starts = [0] * len(authors)
    for start, end in cards:
        at = bisect_left(firsts, start)
        if at == len(firsts) or firsts[at] >= end or starts[at] or (at + 1 < len(firsts) and firsts[at + 1] < end):
            continue
        text = bisect_left(texts, start)
        if text < len(texts) and texts[text] < firsts[at]:
            starts[at] = start
    return starts


def _asides(
    outline: Outline, authors: Sequence[Author], places: Sequence[int]
) -> tuple[frozenset[str], frozenset[str]]:
    """The texts in elements without an author that are about something else, surely and perhaps.

    Surely, where a link or another's name stands beside the words; perhaps, where a heading does.
    """
    blocks, firsts = outline.blocks, [author.first for author in authors]
    names = {author.attribution.name for author in authors}
    surely: set[int] = set()
    perhaps: set[int] = set()
    for start, end in outline.cards:
        if end > firsts[-1] or bisect_left(firsts, start) != bisect_left(firsts, end):
            continue
        inside = places[bisect_left(places, start) : bisect_left(places, end)]
        held = [blocks[place] for place in inside]
        if not any(map(_is_long, held)):
            continue
        others = (block for block in held if block.text not in names and not is_sentence(block.text))
        if any(is_link(block) or may_be_person(block.text) for block in others):
            surely.update(inside)
        elif any(block.is_heading for block in held):
            perhaps.update(inside)
    outside = [place for place in places if place < firsts[-1] and place not in surely and place not in perhaps]
    elsewhere = {blocks[place].text for place in outside}
    shown = [{blocks[place].text for place in found} - elsewhere for found in (surely, perhaps)]
    return frozenset(shown[0]), frozenset(shown[1])


def _is_long(line: Line) -> bool:
    return isinstance(line, Block) and len(line.text) >= SHORTEST_STATEMENT


def _lines(blocks: Sequence[Block], places: Sequence[int]) -> tuple[list[Line], list[int]]:
    """The blocks with the authors' lines taken apart, and their places; what is glued behind one is the next block."""
    lines: list[Line] = []
    spots: list[int] = []
    index = 0
    while index < len(blocks):
        found, parts = author_at(blocks, index)
        if found:
            author = Author(found, places[index], places[index + parts - 1], announces=blocks[index].is_heading)
            lines += [author, Block(found.rest)] if found.rest else [author]
        else:
            lines.append(blocks[index])
        spots += [places[index]] * (len(lines) - len(spots))
        index += parts
    return lines, spots


def _halves(lines: list[Line], start: int, *, is_titled: bool) -> tuple[list[Block], list[Line], bool]:
    """What stands above the specialists, the specialists, and whether a landmark or a heading parts them.

    `start` is the first line that can be a specialist's.
    """
    first = next(index for index, line in enumerate(lines) if isinstance(line, Author))
    head = [line for line in lines[:first] if isinstance(line, Block)]
    for index, block in enumerate(head):
        if is_listed(block.text, "landmarks"):
            return head[:index], lines[max(index + 1, start) :], True
    for index in range(len(head) - 1, -1, -1):
        if head[index].is_heading and not is_text(head[index]):
            if is_definition_heading(head[index]):
                break
            return head[: index + 1], lines[max(index + 1, start) :], True
    if any(map(is_text, head[:start])):
        return head[:start], lines[start:], True
    calls = [without_call(block.text) != block.text for block in head]
    if calls and calls[-1] and not any(calls[:-1]):
        return head, lines[first:], False  # the definition: the first author's own words are missing
    if is_titled and len(list(filter(is_text, head))) == 1 and is_text(head[-1]) and not is_personal(head[-1].text):
        return head, lines[first:], False  # a definition too
    return head[:-1], [*head[-1:], *lines[first:]], False


def _is_unclear(lines: list[Line]) -> bool:
    """Whether every author has a text behind and the first one none before: then nobody's words are guessed."""
    behind = zip(lines, [*lines[1:], None], strict=True)
    return isinstance(lines[0], Author) and all(
        isinstance(after, Block) for line, after in behind if isinstance(line, Author)
    )


def _pairs(lines: list[Line], asides: frozenset[str]) -> tuple[list[Pair], list[Problem]]:
    """Each author with the words before, if there are others without the asides.

    Where several texts stand before several authors, nobody gets them.
    """
    pairs: list[Pair] = []
    problems: list[Problem] = []
    words: list[str] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if isinstance(line, Block):
            words += [] if is_answered(line) else [line.text]
            continue
        own = [text for text in words if text not in asides and text != line.attribution.name]
        words = own if any(len(text) >= SHORTEST_STATEMENT for text in own) else words
        if line.attribution.confidence < UNKNOWN_TITLE:
            problems.append(unknown_author(line.attribution.raw))
        elif stranger := _stranger(words):
            problems.append(unknown_author(stranger))
        elif isinstance(after, Author) and sum(len(text) >= SHORTEST_STATEMENT for text in words) > 1:
            problems.append(UNCLEAR_ORDER)
        elif words:
            pairs.append(Pair(joined(words), line))
        else:
            problems.append(without_statement(line))
        words = []
    return pairs, problems


def _stranger(words: Sequence[str]) -> str | None:
    """The line among somebody's words that is, or ends with, an author's of another form."""
    for before, text in pairwise(["", *words]):
        if author_at_end(text):
            return text
        is_behind_dash = len(text) <= LONGEST_LINE and text.startswith(DASHES)
        if (is_behind_dash and _names_author(before, text)) or _is_authors(text):
            return text
    return None


def _names_author(before: str, line: str) -> bool:
    """Whether a line behind a dash is an author's, and not that of a quotation before."""
    if reading_of(line).tells_something or bare(line).startswith(","):
        return True
    return opens_with_person(line) and unquoted(before) == before


def _pairs_author_first(lines: list[Line]) -> tuple[list[Pair], list[Problem]]:
    pairs: list[Pair] = []
    problems: list[Problem] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if isinstance(line, Block):
            continue
        if isinstance(after, Block):
            pairs.append(Pair(after.text, line))
        else:
            problems.append(without_statement(line))
    return pairs, problems
