"""The running text of a section about somebody: its paragraphs, without what a site puts between them."""

import re
from collections.abc import Sequence
from functools import cache

from pipelines.data import read_yaml
from pipelines.extract.blocks import Block
from pipelines.extract.labels import is_transparent
from pipelines.extract.lines import plain_line

_SHORTEST_QUOTE = 20  # letters of a line that repeats what a paragraph says
_FEWEST_BLANKS = 1  # of a sentence
_FEWEST_UNENDED = 6  # blanks of one without a full stop
_MOST_COMMAS = 0.2  # of its blanks: more make a list
_LONGEST_REMARK = 200
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*(?:\s|$)")
_QUOTATION_MARKS = " \"“”„«»'‘’.…"


def text_about(blocks: Sequence[Block]) -> str | None:
    """The paragraphs of a section as one text, or None where none of them is a sentence.

    A link between them, a line without a letter (a phone) and a pull quote, which only repeats a piece of another
    paragraph, are no part of it.
    """
    told = [without_more(block) for block in blocks if not is_apart(block)]
    if not any(map(is_prose, told)):
        return None
    return "\n\n".join(text for index, text in enumerate(told) if not _is_quote(text, index, told))


def without_more(block: Block) -> str:
    """The text of a paragraph without the button behind it that shows more of it: "I like rivers. Read more"."""
    shown = plain_line(block.links[-1].text()) if block.links else ""
    return block.text.removesuffix(shown).rstrip() if is_transparent(shown) else block.text


def is_prose(text: str) -> bool:
    """Whether a text is a sentence or several; one that ends without a full stop is long, and no list."""
    blanks = text.count(" ")
    if blanks >= _FEWEST_UNENDED and text.count(",") <= _MOST_COMMAS * blanks:
        return True
    return blanks >= _FEWEST_BLANKS and _SENTENCE.search(text) is not None


def is_apart(block: Block) -> bool:
    """Whether a block is nothing but links, shows no letter, or is a remark: no part of the text around it."""
    if block.links and (block.lead == block.text or 0 < len(block.parts) <= len(block.links)):
        return True
    return not any(map(str.isalpha, block.text)) or is_remark(block.text)


def is_remark(text: str) -> bool:
    """Whether a text is what a site says of its own page about somebody: "This listing was last updated in May"."""
    return len(text) <= _LONGEST_REMARK and text[:1].isupper() and _remark().match(text) is not None


def _is_quote(text: str, index: int, told: Sequence[str]) -> bool:
    """Whether a text repeats a piece of another one."""
    bare = text.strip(_QUOTATION_MARKS)
    if len(bare) < _SHORTEST_QUOTE:
        return False
    return any(bare in other and (len(other) > len(text) or at < index) for at, other in enumerate(told) if at != index)


@cache
def _remark() -> re.Pattern[str]:
    """What a remark opens with: the page or what it holds, and what was done with it."""
    subject, done = ("|".join(read_yaml(__package__, "labels.yaml")["remarks"][part]) for part in ("of", "done"))
    return re.compile(
        rf"(?:(?:{subject})(?: \w+){{0,3}}? |last |first )(?:{done})\b(?! by me\b)",
        re.IGNORECASE,
    )
