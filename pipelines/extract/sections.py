"""Labelled sections of a profile page, in any order and markup."""

import re
from collections.abc import Collection, Iterator, Set
from itertools import takewhile

from msgspec import Struct

from pipelines.extract.about import is_prose
from pipelines.extract.announcements import BOUNDARY, LISTS, SEVERAL, SURE, Announcement, announcements, is_jump
from pipelines.extract.blocks import Block
from pipelines.extract.items import are_groups, field_of_each, field_of_items, is_among, is_known, is_of_sessions, items
from pipelines.extract.labels import (
    IGNORED,
    asks,
    by_word,
    is_either,
    is_label,
    is_of_training,
    is_transparent,
    line_of,
)
from pipelines.extract.places import STATES, names_states, place_in, places_below, state_in
from pipelines.extract.title_lines import letters_in, title_line
from pipelines.vocabulary import ANSWERED, answers, leaves_open, topic_of, yes_or_no

_MOST_BLOCKS = 80  # under a label
_MOST_VALUES = 400  # of a field, under all its labels
_MOST_UNKNOWN = 400  # lines that are looked at as labels nobody knows; a page of a directory has some dozen
_RUN_ON = ("about", "places")  # go on behind a value that stands beside its label
_DASHES = ("–", "—", "-", "--")
_MOST_TABS = 12
_LONGEST_ANSWER = 40  # letters under a heading that asks
_PERSONAL = re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur|[Yy]our?)\b")
_FEWEST_WORDS = 3  # of a text that tells how somebody works


class Sections(Struct, frozen=True):
    """Field -> the blocks under its labels, and field -> the first of these labels as shown.

    `taken` are the places (in the page's list of blocks) of all labels and of all that stands under one, `ignored`
    those of what is kept for no field. `training` are the blocks under labels of trainings and certificates.
    """

    values: dict[str, list[Block]]
    labels: dict[str, str]
    taken: frozenset[int]
    ignored: frozenset[int]
    training: tuple[Block, ...] = ()


def sections(
    blocks: list[Block], headline: int | None = None, owner: Set[str] = frozenset(), aside: Collection[int] = ()
) -> Sections:
    """The labelled sections of a page.

    `headline` is the place of the block that names its owner, `owner` the words of this name ("About Ada" is a label),
    `aside` the places before it that are known to be the owner's.

    A label is a known line, or stands before a colon or in an element of its own at the start of a line. What it
    announces ends with the element that holds both, and at the next label or heading. A heading that merely holds a
    telling word is a label too, and so is such a line before a colon where the page is written so. A short line that
    nobody knows is a label if all that stands under it is of one kind: languages, insurers, approaches, a fee.
    """
    announced = _kept(announcements(blocks, owner), blocks, headline, aside)
    values: dict[str, list[Block]] = {}
    labels: dict[str, str] = {}
    taken: set[int] = set()
    ignored: set[int] = set()
    training: list[Block] = []
    for index, found in _known_first(announced, blocks):
        block = blocks[index]
        is_taken = index in taken and (found.field in (None, "fees") or _is_told_in_prose(found))
        if found is BOUNDARY or is_taken:
            continue
        for field, value in found.more:
            _add(values, field, [value])
        under = (
            [] if found.beside and found.field not in _RUN_ON else list(_under(index, blocks, announced, found.field))
        )
        shown = [found.beside] if found.beside else []
        shown += [blocks[place] for place in under]
        if not shown and found.field in LISTS:
            shown = _buttons_under(index, blocks)
        label = line_of(block.text).before or block.text
        named = _field_of(label, found, shown, values.keys())
        if named in ANSWERED and not found.beside and not _answers(named, shown):
            taken.update((index, *under) if _is_unanswered(named, block, shown) else ())
            continue  # no label but the answer itself
        is_more = found.field is not None and (found.is_sure or named == "places")
        if named is None or (named in values and not is_more) or _tells_manner(named, shown):
            continue
        if found.field is None and _is_no_label(block, named, shown):
            continue
        labels.setdefault(named, block.text)
        taken.update((index, *under))
        training += shown if is_of_training(label) else []
        if named == IGNORED:
            ignored.update((index, *under))
        if shown:
            _add(values, named, shown)
    kept = {field: found for field, found in values.items() if found and field != IGNORED}
    return Sections(kept, labels, frozenset(taken), frozenset(ignored), tuple(training))


def _add(values: dict[str, list[Block]], field: str, shown: list[Block]) -> None:
    """Adds what is new of a field, as long as it has not got more than any page tells; a dash is an empty value."""
    told = values.setdefault(field, [])
    if len(told) < _MOST_VALUES and not (shown and shown[0].text in _DASHES):
        known = {one.text for one in told}
        told += [one for one in shown if one.text not in known]


def _kept(
    announced: list[Announcement | None], blocks: list[Block], headline: int | None, aside: Collection[int]
) -> list[Announcement | None]:
    """The labels, those left out that are tabs or stand where the site speaks."""
    for first, end in _bars(blocks, announced):
        announced[first:end] = [BOUNDARY] * (end - first)
    if headline is not None:  # what stands before it is known by its whole line, or is the site's
        announced[: headline + 1] = [
            one if one and (place in aside or is_label(block.text)) and place != headline else None
            for place, (one, block) in enumerate(zip(announced, blocks[: headline + 1], strict=False))
        ]
        announced[headline] = BOUNDARY
    return announced


def _bars(blocks: list[Block], announced: list[Announcement | None]) -> Iterator[tuple[int, int]]:
    """The ranges of blocks that are elements of labels alone, as a page's tabs are: what follows is not the last's."""
    for first, one in enumerate(announced):
        if one and one.field and not one.beside and blocks[first].opens:
            end = blocks[first].end
            row = announced[first:end] if first + SEVERAL < end <= first + _MOST_TABS else []
            if row and all(other and other.field and not other.beside for other in row):
                yield first, end


def _known_first(announced: list[Announcement | None], blocks: list[Block]) -> list[tuple[int, Announcement]]:
    """The labels with their places; those that are not sure behind the known ones, and those that nobody knows last."""
    found = [(index, one) for index, one in enumerate(announced) if one]
    known: list[tuple[int, Announcement]] = []
    unsure: list[tuple[int, Announcement]] = []
    for index, one in found:
        if one.field:
            is_known = one.is_sure and not is_either(one.field, blocks[index].text)
            (known if is_known else unsure).append((index, one))
    unknown = [pair for pair in found if not pair[1].field]
    return [*known, *unsure, *unknown[:_MOST_UNKNOWN]]


def _tells_manner(field: str, shown: list[Block]) -> bool:
    """Whether the texts under a label of approaches tell how somebody works and name none: "Gently, with humor."."""
    return field == "approaches" and bool(shown) and all(map(_names_nothing, shown))


def _names_nothing(block: Block) -> bool:
    text = block.text
    if len(text.split()) < _FEWEST_WORDS or text[-1] not in ".!?" or _is_any_known([block]):
        return False
    return text[1:].islower() or not items([block])


def _is_no_label(block: Block, field: str, shown: list[Block]) -> bool:
    """Whether a line that nobody knows is no label: a value, a place or thing over a price, or the site's question."""
    if field in LISTS and not block.is_heading and is_known(block.text):
        return True  # the first of the list
    if block.is_title or (field == "fees" and block.text.endswith("?")):
        return True  # what therapy costs at large is asked by the site
    if field == "fees" and not any(map(is_of_sessions, (block.text, *(one.text for one in shown)))):
        return True
    return "," in block.text and ":" not in block.text and place_in(block.text) is not None


def _field_of(label: str, announced: Announcement, shown: list[Block], told: Set[str]) -> str | None:
    """The field of a label; the values decide where it is unknown, unsure, or may mean another one ("Works with").

    `told` are the fields that have values under other labels.
    """
    named = announced.field
    if named in ("issues", "ages") and are_groups(shown) and (named == "issues" or field_of_items(shown) != named):
        return IGNORED
    if named == "website" and any(place_in(block.text) for block in shown):
        return "places"
    if is_either(named, label) and (named in told or not _is_meant(named, shown)):
        return IGNORED
    is_settled = named == IGNORED or (announced.is_sure and named not in (None, "ages"))
    if is_settled or not shown:
        return named
    if named is None and len(shown) == 1 and answers(shown[0].text) and (asked := by_word(label)) in ANSWERED:
        return asked if yes_or_no(asked, shown[0].text) is not None else None
    found = field_of_items(shown)
    if named is None and announced.beside:
        return found if found in SURE else None
    if named == "about" and not any(is_prose(block.text) for block in shown):
        return found
    if named == "places" and found is None:
        return named if any(place_in(block.text) or state_in(block.text) for block in shown) else None
    return found if named is None or found == "issues" or (found and not announced.is_sure) else named


def _under(index: int, blocks: list[Block], announced: list[Announcement | None], field: str | None) -> Iterator[int]:
    """The places of the blocks that a label of a field announces.

    Where all values of a field are known, an element of its own behind them that has no such value is none of them; nor
    is a place behind those of a list.
    """
    for place in range(index + 1, min(blocks[index].end, len(blocks), index + 1 + _MOST_BLOCKS)):
        block, found = blocks[place], announced[place]
        if block.is_button or is_transparent(block.text) or (is_jump(block) and is_label(block.text)):
            if found and found.field:
                return
            continue
        is_heading = block.is_heading and not (field in LISTS and _is_list(block))
        if is_heading or (found and found.field and not _is_answer(found, block, field)):
            return
        if field in LISTS and place > index + 1 and "," in block.text and place_in(block.text):
            return
        if (
            field in SURE
            and block.opens
            and place > index + 1
            and not _is_any_known(blocks[place : min(block.end, place + _MOST_BLOCKS)])
        ):
            return
        yield place


def _is_list(block: Block) -> bool:
    """Whether a line is several known values in elements of their own, be these bold."""
    return len(block.parts) > 1 and all(map(is_known, block.parts))


def _is_any_known(blocks: list[Block]) -> bool:
    return any(map(is_known, items(blocks, in_sentences=False)))


def _buttons_under(index: int, blocks: list[Block]) -> list[Block]:
    """The buttons under the label of a list that has nothing else: some sites show its values so."""
    block, end = blocks[index], min(blocks[index].end, index + 1 + _MOST_BLOCKS)
    shown = list(takewhile(lambda one: one.is_button and not one.is_heading, blocks[index + 1 : end]))
    return shown if any(is_known(one.text) for one in shown) and not block.is_button else []


def _is_answer(announced: Announcement, block: Block, field: str | None) -> bool:
    """Whether a line is no label but an answer: "Sliding scale available", or "Video" under a label of telehealth.

    Or it is a sentence about oneself: "Rates: I believe money talk matters.".
    """
    if announced.beside:
        return field == "about" and _is_told_in_prose(announced)
    if field == "insurance" and announced.field == "fees" and is_among(block.text, "self_pay"):
        return True
    if field in ANSWERED and announced.field in (IGNORED, field):
        return yes_or_no(field, block.text) is not None or leaves_open(field, block.text)
    return announced.field in ANSWERED and answers(block.text)


def _is_told_in_prose(announced: Announcement) -> bool:
    """Whether what stands behind a label on its line is a sentence of somebody's, and tells nothing of the field."""
    field, value = announced.field, announced.beside
    if value is None or announced.more or answers(value.text):
        return False
    if not (is_prose(value.text) and _PERSONAL.search(value.text)):
        return False
    if field in ("fees", "phone"):
        return not any(map(str.isdigit, value.text))
    if field in ANSWERED:
        return yes_or_no(field, value.text) is None
    if field in LISTS:
        return not any(map(is_known, items([value])))
    return field == "places" and not places_below(value.text)


def _is_meant(field: str | None, shown: list[Block]) -> bool:
    """Whether what stands under a label that may announce a field, or nothing of interest, is of that field."""
    if field in ANSWERED:
        return _answers(field, shown)
    if field == "credentials":
        return any(title_line(block.text) or set(letters_in(block.text)) - STATES.keys() for block in shown)
    return bool(shown) and (field_of_items(shown) or field_of_each(shown)) == field


def _is_unanswered(field: str, label: Block, shown: list[Block]) -> bool:
    """Whether a heading asks what the few words under it leave open: "Sliding scale" over "Full".

    Under that of telehealth they may be states in which it is offered.
    """
    if not (label.is_heading and asks(label.text)) or len(shown) != 1 or len(shown[0].text) > _LONGEST_ANSWER:
        return False
    return field == "sliding_scale" or not names_states(shown[0].text)


def _answers(field: str, shown: list[Block]) -> bool:
    """Whether the first line under a label answers its question."""
    if not shown or yes_or_no(field, shown[0].text) is None or topic_of(shown[0].text) not in (None, field):
        return False
    return (by_word(shown[0].text) or field) in ANSWERED
