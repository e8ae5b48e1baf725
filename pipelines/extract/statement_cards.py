"""Statements and their authors by what one element of the page holds."""

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from pipelines.extract.author_lines import addressed, is_byline, may_be_person, opens_with_person, reading_of
from pipelines.extract.author_parts import PartedAuthor, authors_among, authors_without_titles, lines_of, with_place
from pipelines.extract.blocks import DASHES, Block, Outline
from pipelines.extract.furniture import names_section, words_of
from pipelines.extract.own_words import is_question, is_sentence, is_text
from pipelines.extract.pairs import UNCLEAR_ORDER, Author, Pair, Paired, joined, unknown_author
from pipelines.extract.profile_links import ProfileLinks
from pipelines.extract.statement_lines import holds_author
from pipelines.extract.statement_odds import is_headed, odd_one, opening_editor
from records import Attribution, Problem

_MOST_PARAGRAPHS = 8
_FEWEST_ALIKE = 2
_MOST_BLOCKS = 40  # of a card


class _Alone(Struct, frozen=True):
    """Texts without an author, and the short blocks that stand closer to them than any author."""

    texts: int
    shorts: Sequence[int]


_NOTHING = _Alone(0, ())


def paired_in_cards(outline: Outline, kept: list[int], barriers: Sequence[int], links: ProfileLinks) -> Paired:
    """The pairs of one text and one author in the smallest elements that hold them, in the order of the texts.

    `kept` are the indexes of the blocks that count, `barriers` those that no card holds (the title, a landmark). Where
    an element holds several authors beside one text, nobody gets it.
    """
    blocks = outline.blocks
    whole_lines = {index for index in kept if holds_author(blocks[index])}
    texts = [index for index in kept if index in whole_lines or is_text(blocks[index])]
    elements = set(outline.cards)
    settled = set(whole_lines)
    alone: dict[int, _Alone] = {}  # by the first text
    found: list[tuple[int, int, Pair]] = []
    doubtful: list[tuple[int, int, Pair]] = []
    headed: list[int] = []
    problems: list[Problem] = []
    title = blocks[barriers[0]].text.partition(" (")[0] if barriers else ""
    lines = [index for index in kept if blocks[index].text != title]  # which a box may repeat: nobody's name
    for start, end in outline.cards:
        words, before, behind = _held(lines, texts, start, end)
        if not words or not settled.isdisjoint(words):
            continue
        if _any_between(barriers, start, end) or _are_parted(blocks, words, alone):
            continue
        shorts = [*before, *behind]
        authors = _authors(outline, shorts, links, len(before))
        if not authors:
            alone[words[0]] = _Alone(len(words), shorts)
            continue
        settled.update(words)
        named = {shorts[one] for one in range(authors[0].first, authors[-1].last + 1)}
        strangers = _strangers(blocks, alone.pop(words[0], _NOTHING).shorts)
        attribution = authors[0].attribution
        is_full = (authors[0].first, authors[-1].last) == (0, len(shorts) - 1)
        is_one = is_full or (words[0], words[-1] + 1) in elements
        if len({author.attribution.name for author in authors}) > 1:
            problems.append(UNCLEAR_ORDER)
        elif not named.issuperset(strangers) or (strangers and _name_others(blocks, shorts, attribution)):
            problems.append(unknown_author(attribution.raw))
        elif not any(is_byline(blocks[one].text) for one in shorts) and (
            len(words) == 1 or (is_one and all(is_sentence(blocks[one].text) for one in words[:-1]))
        ):
            attribution = with_place(attribution, [blocks[one] for one in shorts if one not in named])
            author = Author(attribution, shorts[authors[0].first], shorts[authors[0].last])
            pair = Pair(joined([words_of(blocks[index]) for index in words]), author)
            at_hand = {*before[-1:], *behind[:1]}
            is_doubtful = any(
                _is_of_another(blocks[one], attribution, at_hand=one in at_hand) for one in shorts if one not in named
            )
            (doubtful if is_doubtful else found).append((words[0], start, pair))
            if any(is_headed(blocks[one], attribution) for one in shorts if one not in named):
                headed.append(words[0])
    if len(doubtful) >= _FEWEST_ALIKE:  # headlines, then
        found += doubtful
    else:
        problems += [unknown_author(pair.author.attribution.raw) for _, _, pair in doubtful]
    unnamed = {text: lines for text, one in alone.items() if (lines := _strangers(blocks, one.shorts))}
    problems += [unknown_author(blocks[lines[0]].text) for lines in unnamed.values()]
    found.sort(key=lambda one: one[0])
    above = min([start for _, start, _ in found] + list(unnamed or settled), default=len(blocks))
    odd, above = _odd(blocks, kept, [text for text, _, _ in found], headed, above)
    problems += [unknown_author(pair.author.attribution.raw) for text, _, pair in found if text == odd]
    head = [blocks[index] for index in kept if (barriers[0] if barriers else -1) < index < above]
    return Paired([pair for text, _, pair in found if text != odd], problems, head)


def _odd(
    blocks: Sequence[Block], kept: list[int], texts: list[int], headed: list[int], above: int
) -> tuple[int | None, int]:
    """The first text of a card that is no statement's, if one is, and where the cards of statements begin."""
    editor = opening_editor(blocks, kept, texts)
    return (odd_one(headed, len(texts)), above) if editor is None else (texts[0], editor)


def _held(kept: list[int], texts: list[int], start: int, end: int) -> tuple[list[int], list[int], list[int]]:
    """The paragraphs of the one text that a range of blocks holds, and what stands before and behind; else nothing."""
    low, high = bisect_left(texts, start), bisect_left(texts, end)
    if not 0 < high - low <= _MOST_PARAGRAPHS or end - start > _MOST_BLOCKS:
        return [], [], []
    words = texts[low:high]
    inside = kept[bisect_left(kept, start) : bisect_left(kept, end)]
    first, last = inside.index(words[0]), inside.index(words[-1])
    return (words, inside[:first], inside[last + 1 :]) if last - first + 1 == len(words) else ([], [], [])


def _are_parted(blocks: Sequence[Block], words: Sequence[int], alone: dict[int, _Alone]) -> bool:
    """Whether some texts stand closer to parts of an author than to the other texts."""
    inner = [alone[text] for text in words if text in alone]
    return any(one.texts < len(words) and _strangers(blocks, one.shorts) for one in inner)


def _authors(outline: Outline, shorts: Sequence[int], links: ProfileLinks, gap: int) -> list[PartedAuthor]:
    """The authors in the short lines of a card: those with a title, else those whose names are links to profiles."""
    blocks = [outline.blocks[index] for index in shorts]
    linked = [links.names_somebody(index) for index in shorts]
    pages = [links.page_of_name(index) for index in shorts]
    return authors_among(blocks, linked, gap) or authors_without_titles(blocks, pages)


def _strangers(blocks: Sequence[Block], shorts: Sequence[int]) -> list[int]:
    """The lines that are a part of some author: a title, a place, a name, or what stands behind a dash."""
    return [
        one
        for one in shorts
        if blocks[one].text.startswith(DASHES)
        or any(reading_of(line).tells_something for line in lines_of(blocks[one]))
        or opens_with_person(blocks[one].text, is_sure=blocks[one].is_heading)
    ]


def _is_of_another(block: Block, author: Attribution, *, at_hand: bool) -> bool:
    """Whether a line beside an author and a text may say that the text is somebody or something else's.

    It is shown as a person's name: as a heading, a link, or beside the text. Or it asks what the text answers. Or it is
    the heading of a book, say, where nothing but letters tells that the author is a therapist.
    """
    is_sure = block.is_heading or bool(block.links)
    if (is_sure or at_hand) and may_be_person(block.text, is_sure=is_sure):
        return True
    if block.is_heading and is_question(block.text) and addressed(block.text) is None:
        return True
    is_titled = block.is_heading and author.name.lower() not in block.text.lower()
    return author.title is None and is_titled and not names_section(block.text, "author_headings")


def _name_others(blocks: Sequence[Block], shorts: Sequence[int], author: Attribution) -> bool:
    """Whether a line may name another person than the author."""
    names = [
        line
        for block in map(blocks.__getitem__, shorts)
        for line in lines_of(block)
        if may_be_person(line, is_sure=block.is_heading or bool(block.links))
    ]
    return any(author.name.lower() not in name.lower() and not reading_of(name).tells_something for name in names)


def _any_between(indexes: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(indexes, start)
    return at < len(indexes) and indexes[at] < end
