"""The cards about a page's owner that stand before the line which names them, as a sidebar on the left does."""

from collections.abc import Iterator, Set

from pipelines.extract.blocks import Block
from pipelines.extract.described import words_of
from pipelines.extract.items import field_of_items, without_icons
from pipelines.extract.labels import label_of
from pipelines.extract.owned import announces_others, leads_to_others
from pipelines.extract.pronouns import pronouns_in
from pipelines.extract.sentences import is_fee
from pipelines.extract.unlabelled import phone_in
from pipelines.vocabulary import topic_of

_LONGEST = 120  # letters of a line of a card
_FEWEST = 2  # things that a card tells of its owner
_FEWEST_LISTS = 3  # of a column of cards
_LISTS = frozenset({"approaches", "issues", "insurance", "languages", "ages"})
_SURE = frozenset({"name", "fees", "pronouns"})  # one of them is among these: a site's filters tell the others


def aside_of(blocks: list[Block], headline: int, owner: Set[str], url: str) -> tuple[int, int] | None:
    """The range of blocks before the headline that tells of the owner; None where none does.

    Best are several elements under headings that follow each other; then the last element that does by itself.
    `headline` is the place of the line that names the owner, `owner` the words of this name.
    """
    found = next((run for run in _runs(blocks, headline, url) if _is_column(blocks, *run)), None)
    if found:
        return found
    for first, end in _elements(blocks, headline):
        card = blocks[first:end]
        told = {kind for block in card if (kind := _told(block, owner))}
        if len(told) < _FEWEST or told.isdisjoint(_SURE):
            continue
        if not _is_of_others(card, url):
            found = (first, end)
    return found


def _runs(blocks: list[Block], headline: int, url: str) -> Iterator[tuple[int, int]]:
    """The ranges of elements under headings that follow each other, up to one that is of others."""
    first = end = 0
    for at, behind in _elements(blocks, headline):
        card = blocks[at:behind]
        is_free = card[0].is_heading and not card[0].is_title and not _is_of_others(card, url)
        if not is_free or at != end:
            if end > first:
                yield first, end
            first = at if is_free else behind
        end = behind if is_free else first
    if end > first:
        yield first, end


def _is_column(blocks: list[Block], start: int, end: int) -> bool:
    """Whether a range tells of one therapist: a phone, and lists of several kinds that are no links, as filters are."""
    if not any(phone_in(block.text) for block in blocks[start:end] if block.text[-1:].isdigit()):
        return False
    told = set()
    for at, behind in _elements(blocks, end, start):
        values = blocks[at + 1 : behind]
        if not any(block.links or block.is_button for block in values):
            told.add(label_of(blocks[at]) or field_of_items(values))
    return len(told & _LISTS) >= _FEWEST_LISTS


def _is_of_others(card: list[Block], url: str) -> bool:
    return any(announces_others(block.text) or leads_to_others(block, url) for block in card)


def _elements(blocks: list[Block], headline: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """The outermost elements of several blocks between a start and the headline."""
    at = start
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
