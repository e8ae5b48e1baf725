"""The card about a page's owner that stands before the line which names them, as a sidebar on the left does."""

from collections.abc import Iterator, Set

from pipelines.extract.blocks import Block
from pipelines.extract.described import words_of
from pipelines.extract.items import without_icons
from pipelines.extract.names import pronouns_in
from pipelines.extract.owned import announces_others, leads_to_others
from pipelines.extract.sections import label_of
from pipelines.extract.sentences import is_fee
from pipelines.vocabulary import topic_of

_LONGEST = 120  # letters of a line of a card
_FEWEST = 2  # things that a card tells of its owner
_SURE = frozenset({"name", "fees", "pronouns"})  # one of them is among these: a site's filters tell the others


def aside_of(blocks: list[Block], headline: int, owner: Set[str], url: str) -> tuple[int, int] | None:
    """The range of blocks of the last element before the headline that tells of the owner; None where none does.

    `headline` is the place of the line that names the owner, `owner` the words of this name.
    """
    found = None
    for first, end in _elements(blocks, headline):
        card = blocks[first:end]
        told = {kind for block in card if (kind := _told(block, owner))}
        if len(told) < _FEWEST or told.isdisjoint(_SURE):
            continue
        if not any(announces_others(block.text) or leads_to_others(block, url) for block in card):
            found = (first, end)
    return found


def _elements(blocks: list[Block], headline: int) -> Iterator[tuple[int, int]]:
    """The outermost elements of several blocks that end before the headline."""
    at = 0
    while at < headline:
        end = blocks[at].end if blocks[at].opens else at
        if at + 1 < end <= headline:
            yield at, end
        at = max(end if end <= headline else at + 1, at + 1)


def _told(block: Block, owner: Set[str]) -> str | None:
    """What a line of a card tells of somebody; what is a link or a button tells nothing."""
    text = without_icons(block.text)
    if not 0 < len(text) <= _LONGEST or block.links or block.is_button:
        return None
    if "$" in text and is_fee(text):
        return "fees"
    words = words_of(text)
    if not owner.isdisjoint(words) and not words <= owner:
        return "name"
    if "/" in text and pronouns_in(text):
        return "pronouns"
    return topic_of(text) or label_of(block)
