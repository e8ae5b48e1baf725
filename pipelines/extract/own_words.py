"""Which blocks of an approach page can be somebody's words, and which stand in a section of others."""

import re
from collections.abc import Callable

from msgspec import structs

from pipelines.extract.author_lines import addressed, may_be_name, reading_of
from pipelines.extract.author_parts import lines_of
from pipelines.extract.authors import is_author
from pipelines.extract.blocks import Block, Outline
from pipelines.extract.furniture import names_section
from pipelines.extract.pairs import SHORTEST_STATEMENT, unquoted

_LONGEST_HEADING = 120
_LABEL = re.compile(r"[A-Z][\w &'’/-]{1,30}:(?:\s|$)")
_ENDS, _HEADING_ENDS = (*".!?…\"”“»’'", ".)", "!)", "?)"), tuple('.!…"”')
_PERSONAL = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Uu]s|[Oo]ur)\b")
_ASKED = re.compile(r"(?:Q|Question)[.:]\s")
_MOST_LIST_WORDS = 4  # of an item


def is_text(block: Block) -> bool:
    """Whether a block can be somebody's words: long, and neither a name, a title, a place, a list nor a link."""
    text = block.text
    if (len(text) < SHORTEST_STATEMENT and not block.is_brief) or block.is_button:
        return False
    ends = text.endswith(_ENDS)
    if block.is_heading and not (len(text) > _LONGEST_HEADING or text.endswith(_HEADING_ENDS)):
        return False
    if is_author(text) or addressed(text) or any(reading_of(line).tells_something for line in lines_of(block)):
        return False
    if is_link(block) and (not ends or text[-1] == "?"):
        return False
    return ends or not (is_labelled(text) or is_list(text) or may_be_name(text, is_sure=True))


def with_brief(outline: Outline) -> Outline:
    """The outline with the short sentences marked as words that count: "We grow together."."""
    blocks = [structs.replace(block, is_brief=True) if _may_be_brief(block) else block for block in outline.blocks]
    return structs.replace(outline, blocks=blocks)


def _may_be_brief(block: Block) -> bool:
    """Whether a short sentence is somebody's: quoted, or with an "I" in it. The others are the site's: "Verified."."""
    text = block.text
    if len(text) >= SHORTEST_STATEMENT or " " not in text or block.is_heading or not is_sentence(text):
        return False
    return block.is_quoted or unquoted(text) != text or is_personal(text)


def is_sentence(text: str) -> bool:
    """Whether a text ends like one."""
    return text.endswith(_ENDS)


def is_question(text: str) -> bool:
    """Whether a paragraph is one question, or is marked as one: "Q. Tell us about it."."""
    is_asked = text.endswith("?") and not any(mark in text for mark in (". ", "! ", "? "))
    return is_asked or _ASKED.match(text) is not None


def is_personal(text: str) -> bool:
    """Whether somebody speaks: no definition says "I" or "we"."""
    return _PERSONAL.search(text) is not None


def others_sections(outline: Outline, is_rivals: Callable[[str], bool] | None = None) -> list[tuple[int, int]]:
    """The ranges of blocks with words of clients, and with articles, below headings and first lines of elements.

    And those below headings for which `is_rivals` holds: they are about what the approach is compared with.
    """

    def is_of_rival(block: Block) -> bool:
        return is_rivals is not None and block.is_heading and is_rivals(block.text)

    blocks = outline.blocks
    found: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        if found and index < found[-1][1]:
            if block.is_heading and names_section(block.text, "author_headings") and not is_of_rival(block):
                found[-1] = (found[-1][0], index)
        elif ((block.is_heading or block.opens) and names_section(block.text, "sections_of_others")) or is_of_rival(
            block
        ):
            found.append((index, block.end))
    return found


def is_link(block: Block) -> bool:
    """Whether all of a block is one link."""
    return len(block.links) == 1 and block.lead == block.text


def is_labelled(text: str) -> bool:
    """Whether a text begins with a label: "Specialties: grief"."""
    return _LABEL.match(text) is not None


def is_list(text: str) -> bool:
    """Whether a text is a list of short items."""
    items = re.split(r"[,;•·|]", text)
    return len(items) > 2 and all(len(item.split()) <= _MOST_LIST_WORDS for item in items)
