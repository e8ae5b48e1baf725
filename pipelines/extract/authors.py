"""The lines of an approach page that name an author behind a dash, whole or spread over several elements."""

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from pipelines.extract.attribution import BARE, UNKNOWN_TITLE, parse_attribution
from pipelines.extract.author_lines import credentialed, may_be_name, reading_of
from pipelines.extract.author_parts import attribution_of, author_of_line
from pipelines.extract.blocks import DASHES, Block
from pipelines.extract.names import is_nobody
from pipelines.extract.pairs import SHORTEST_STATEMENT
from records import Attribution

LONGEST_LINE = 160  # of a line that is an author's and nothing else
_ENDS = tuple(".!?…\"”“»’'")
_DASH = re.compile(rf"(\s*(?:{'|'.join(DASHES)})\s*)")
_OTHER_MARKS, _LIKE_DASHES = ("- ", "― ", "‒ ", "~ "), "-―‒~ "  # that some write for a dash
_LONGEST_PART, _MOST_WORDS = 80, 12  # letters and words of an element of such a line
_MOST_PARTS = 3  # of an author line that is spread over several elements


def is_author(text: str) -> bool:
    """Whether a text is a whole author line, be it a test record's."""
    found = _parsed(text)
    return found is not None and (found.confidence >= UNKNOWN_TITLE or is_nobody(found.name))


def author_at_end(text: str) -> tuple[str, Attribution] | None:
    """A statement and the author whom its own line names behind the last dash, be the title unknown.

    Behind a short sentence it is known.
    """
    at = max(text.rfind(dash) for dash in DASHES)
    words = text[:at].rstrip()
    if " " not in words or len(text) - at > LONGEST_LINE or not words.endswith(_ENDS):
        return None
    found = _parsed(f"— {text[at:].lstrip('—–- ')}")
    if found is None or found.rest or found.confidence < UNKNOWN_TITLE:
        return None
    if len(words) < SHORTEST_STATEMENT and found.confidence == UNKNOWN_TITLE:
        return None
    return words, found if may_be_name(found.name, is_sure=True) else replace(found, confidence=BARE)


def authors_inside(text: str) -> list[tuple[str, Attribution]]:
    """The statements and authors of a page that stands on one line: each author with a title, behind a dash.

    What is glued behind one is the next one's words. Empty where nothing is glued behind any.
    """
    pieces = _DASH.split(text) if _DASH.search(text) else [text]
    words, found = pieces[0], list[tuple[str, Attribution]]()
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        author = parse_attribution(f"— {piece}") if len(piece.split(",")[0]) <= _LONGEST_PART else None
        if author and author.title and author.confidence > UNKNOWN_TITLE and words.rstrip().endswith(_ENDS):
            found.append((words.strip(), author))
            words = author.rest
        else:
            words += mark + piece
    return found if len(found) > 1 and not words.strip() else []


def author_at_start(block: Block) -> tuple[str, Attribution] | None:
    """A statement and the author whom its line names first: "Ada Quill, Psychologist: I ask".

    An element holds the author, or opens what a colon ends.
    """
    if not block.lead or len(block.lead) > LONGEST_LINE or len(block.text) - len(block.lead) < SHORTEST_STATEMENT:
        return None
    before, colon, _ = block.text[: LONGEST_LINE + 1].partition(":")
    leads = (block.lead, before) if colon and len(before) > len(block.lead) else (block.lead,)
    return next((found for lead in leads if (found := _behind(lead, block.text))), None)


def _behind(lead: str, line: str) -> tuple[str, Attribution] | None:
    """The words behind what a line begins with, and the author whom that names."""
    said = line.removeprefix(lead).lstrip(" :,.|·•—–-")
    is_said = said.endswith(_ENDS) and not said[0].islower() and not reading_of(line).tells_something
    found = author_of_line(lead.rstrip(" :,.—–-")) if is_said and len(said) >= SHORTEST_STATEMENT else None
    return (said, found) if found else None


def author_at(blocks: Sequence[Block], index: int) -> tuple[Attribution | None, int]:
    """The author line that starts with a block, and the number of blocks it is spread over."""
    text = blocks[index].text
    found = _parsed(text)
    if not text.startswith(DASHES) or len(text) > LONGEST_LINE or (found and (found.state or found.rest)):
        return found, 1
    taken = 1
    for parts, block in enumerate(blocks[index + 1 : index + _MOST_PARTS], start=2):
        part = block.text
        is_titled = found is not None and found.title is not None and found.confidence >= UNKNOWN_TITLE
        is_said = (len(part) >= SHORTEST_STATEMENT and part.endswith(_ENDS)) or len(part.split()) > _MOST_WORDS
        is_behind = part.startswith(DASHES) or (is_titled and not part.startswith("in "))
        if is_said or is_behind or len(part) > _LONGEST_PART:
            break
        text += f" {part}" if text.endswith((",", *DASHES)) or part.startswith("in ") else f", {part}"
        whole = parse_attribution(text)
        if whole and whole.confidence > UNKNOWN_TITLE and not whole.rest:
            found, taken = whole, parts
    is_sure = found is not None and found.confidence >= UNKNOWN_TITLE
    is_of_form = is_sure or text.startswith("— ")
    if found and not (is_sure and found.title) and not (is_of_form and _stands_between_statements(blocks, index)):
        found = None
    return found, taken


def _parsed(text: str) -> Attribution | None:
    if text.startswith(_OTHER_MARKS):  # then the line must be whole to be an author's
        found = _kept(f"{DASHES[0]} {text.lstrip(_LIKE_DASHES)}") if len(text) <= LONGEST_LINE else None
        return replace(found, raw=text) if found and found.title and found.state and not found.rest else None
    return _kept(text) if len(text) <= LONGEST_LINE else parse_attribution(text)


@lru_cache(maxsize=1_024)  # each line is asked for several times
def _kept(text: str) -> Attribution | None:
    """What a line says behind its dash, be it a name with credentials and no title."""
    found = parse_attribution(text)
    if (found is None or found.confidence < UNKNOWN_TITLE) and text.startswith(DASHES) and (told := credentialed(text)):
        return attribution_of(told, text) or found
    return found


def _stands_between_statements(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line may close a statement, though its title is unknown and it has no place."""
    behind = blocks[index + 1].text if index + 1 < len(blocks) else None
    return (
        index > 0
        and len(blocks[index - 1].text) >= SHORTEST_STATEMENT
        and (behind is None or (len(behind) >= SHORTEST_STATEMENT and not is_author(behind)))
    )
