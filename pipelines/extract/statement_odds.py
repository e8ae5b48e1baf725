"""Cards of an approach page that are unlike the others: the editor's definition, an event, an answer."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.extract.author_lines import addressed
from pipelines.extract.blocks import Block
from pipelines.extract.furniture import is_listed, names_section
from pipelines.extract.own_words import is_personal, is_question, is_text
from pipelines.extract.statement_lines import holds_author
from records import Attribution

_FEWEST_OTHERS = 2
_YOU = re.compile(r"\byour?\b", re.IGNORECASE)


def opening_editor(blocks: Sequence[Block], kept: Sequence[int], texts: Sequence[int]) -> int | None:
    """The heading below which the therapists begin where the first text stands above it: the definition, signed.

    `kept` are the blocks that count, `texts` the first blocks of the cards' words in their order.
    """
    if len(texts) < _FEWEST_OTHERS or is_personal(blocks[texts[0]].text):
        return None
    marks = [index for index in kept if index < texts[1] and _begins_authors(blocks[index])]
    return marks[0] if marks and marks[0] > texts[0] else None


def is_headed(block: Block, author: Attribution) -> bool:
    """Whether a line in an author's card is the heading of something else."""
    return block.is_heading and author.name.lower() not in block.text.lower() and not _begins_authors(block)


def odd_one(headed: Sequence[int], count: int) -> int | None:
    """The only one of several cards that has a heading which is not its author's name, by its text; else None."""
    return headed[0] if len(headed) == 1 and count > _FEWEST_OTHERS else None


def without_answers(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """The indexes without those of the texts right below a heading that asks what the site answers itself."""
    answers = {
        after
        for index, after in pairwise(kept)
        if is_answered(blocks[index]) and is_text(blocks[after]) and not holds_author(blocks[after])
    }
    return [index for index in kept if index not in answers]


def is_answered(block: Block) -> bool:
    """Whether a heading asks what the site answers below: neither a therapist nor what therapists say."""
    if not block.is_heading or not is_question(block.text) or _YOU.search(block.text) or addressed(block.text):
        return False
    is_asked = any(names_section(block.text, table) for table in ("definition_headings", "author_headings"))
    return not is_asked and names_section(block.text, "site_questions")


def _begins_authors(block: Block) -> bool:
    is_heading = block.is_heading and names_section(block.text, "author_headings")
    return is_heading or is_listed(block.text, "landmarks")
