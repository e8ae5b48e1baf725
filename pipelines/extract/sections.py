"""Labelled sections of a profile page, in any order and markup."""

import re
from collections.abc import Collection, Iterator, Set
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any

import msgspec
from msgspec import Struct

from index_config.folding import fold
from index_config.taxonomy.taxonomy import without_brackets
from pipelines.data import read_yaml
from pipelines.extract.about import is_prose
from pipelines.extract.blocks import Block, plain_line
from pipelines.extract.items import FIRST_ICON, are_groups, field_of_items, is_known, items, without_icons
from pipelines.extract.places import place_in, state_in
from pipelines.vocabulary import ANSWERED, answers, is_marked, topic_of, yes_or_no

LONGEST_LABEL = 40
_LONGEST_HEADING = 60  # that speaks of the owner by name
_LONGEST_BUTTON = 20
_LONGEST_REMARK = 240
_MOST_BLOCKS = 80  # under a label
_MOST_VALUES = 400  # of a field, under all its labels
_MOST_UNKNOWN = 400  # lines that are looked at as labels nobody knows; a page of a directory has some dozen
_IGNORED = "ignored"  # the labels that announce nothing we keep
_CACHED = 16_384  # lines: those of a site's menus and labels come on every page
_A_HABIT = 3  # known labels before colons: then the page is written so, and an unknown one is no sentence
_LISTS = ("approaches", "issues", "insurance", "languages", "ages")
_SURE = ("languages", "ages", "insurance")  # told by values alone behind a colon
_BRIEF = (*_SURE, *ANSWERED, "fees", "phone")  # told in a few words
_RUN_ON = ("about", "places")  # go on behind a value that stands beside its label
_RUN_ON_LABEL = re.compile(r"(?:^|[.;|·•,]\s+)([A-Z][\w/&'’-]*(?: [\w/&'’-]+){0,4}):\s")
_ENDS = ".!?…"
_WORD = re.compile(r"[^\W_]+")
_MOST_LABEL_WORDS = 3
_FIRST = re.compile(r"[^\W_]+")
_ADDRESSED = frozenset({"you", "your", "i", "my", "we", "our", "she", "he", "they"})  # a site's own questions have none
_OWNERS = frozenset({"i", "me", "my", "myself", "her", "him", "them"})  # a site's own headings have none


class Sections(Struct, frozen=True):
    """Field -> the blocks under its labels, and field -> the first of these labels as shown.

    `taken` are the places (in the page's list of blocks) of all labels and of all that stands under one, `ignored`
    those of what is kept for no field.
    """

    values: dict[str, list[Block]]
    labels: dict[str, str]
    taken: frozenset[int]
    ignored: frozenset[int]


class _Announcement(Struct, frozen=True):
    """A label: the field, None for one that is unknown, and the value that stands beside it.

    A line may hold several labels with their values, which are `more`. A line that merely holds a telling word is not
    sure to be a label of that field.
    """

    field: str | None
    beside: Block | None = None
    more: tuple[tuple[str, Block], ...] = ()
    is_sure: bool = True


class _Line(Struct, frozen=True):
    """A line by itself: what stands before its colon, whether that is a known label, and whether it can be no label."""

    before: str | None
    is_known_before: bool
    is_value: bool


_UNKNOWN = _Announcement(None)
_BOUNDARY = _Announcement(_IGNORED)
_SEVERAL = 2
_MOST_TABS = 12


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
    announced = _kept(_announcements(blocks, owner), blocks, headline, aside)
    values: dict[str, list[Block]] = {}
    labels: dict[str, str] = {}
    taken: set[int] = set()
    ignored: set[int] = set()
    for index, found in _known_first(announced, blocks):
        block = blocks[index]
        if found is _BOUNDARY or (found.field is None and index in taken):
            continue
        for field, value in found.more:
            _add(values, field, [value])
        under = (
            [] if found.beside and found.field not in _RUN_ON else list(_under(index, blocks, announced, found.field))
        )
        shown = [found.beside] if found.beside else []
        shown += [blocks[place] for place in under]
        if not shown and found.field in _LISTS:
            shown = _buttons_under(index, blocks)
        named = _field_of(block.text.partition(":")[0], found, shown, values.keys())
        if named in ANSWERED and not found.beside and not _answers(named, shown):
            continue  # no label but the answer itself
        if named is None or (named in values and not (found.field and found.is_sure)):
            continue
        if found.field is None and _is_no_label(block, named):
            continue
        labels.setdefault(named, block.text)
        taken.update((index, *under))
        if named == _IGNORED:
            ignored.update((index, *under))
        if shown:
            _add(values, named, shown)
    kept = {field: found for field, found in values.items() if found and field != _IGNORED}
    return Sections(kept, labels, frozenset(taken), frozenset(ignored))


def _add(values: dict[str, list[Block]], field: str, shown: list[Block]) -> None:
    """Adds what is new of a field, as long as it has not got more than any page tells."""
    told = values.setdefault(field, [])
    if len(told) < _MOST_VALUES:
        known = {one.text for one in told}
        told += [one for one in shown if one.text not in known]


def is_label(text: str) -> bool:
    """Whether a line is a label that is known as such."""
    return len(text) <= LONGEST_LABEL and _known(text) is not None


def _kept(
    announced: list[_Announcement | None], blocks: list[Block], headline: int | None, aside: Collection[int]
) -> list[_Announcement | None]:
    """The labels, those left out that are tabs or stand where the site speaks."""
    for first, end in _bars(blocks, announced):
        announced[first:end] = [_BOUNDARY] * (end - first)
    if headline is not None:  # what stands before it is known by its whole line, or is the site's
        announced[: headline + 1] = [
            one if one and (place in aside or is_label(block.text)) and place != headline else None
            for place, (one, block) in enumerate(zip(announced, blocks[: headline + 1], strict=False))
        ]
        announced[headline] = _BOUNDARY
    return announced


def _bars(blocks: list[Block], announced: list[_Announcement | None]) -> Iterator[tuple[int, int]]:
    """The ranges of blocks that are elements of labels alone, as a page's tabs are: what follows is not the last's."""
    for first, one in enumerate(announced):
        if one and one.field and not one.beside and blocks[first].opens:
            end = blocks[first].end
            row = announced[first:end] if first + _SEVERAL < end <= first + _MOST_TABS else []
            if row and all(other and other.field and not other.beside for other in row):
                yield first, end


def label_of(block: Block) -> str | None:
    """The field of the known label that a block is, or opens with."""
    before = _line(block.text).before
    return _known(block.text[:LONGEST_LABEL]) or (_known(before) if before else None) or _known(block.lead)


def _known_first(announced: list[_Announcement | None], blocks: list[Block]) -> list[tuple[int, _Announcement]]:
    """The labels with their places; those that are not sure behind the known ones, and those that nobody knows last."""
    found = [(index, one) for index, one in enumerate(announced) if one]
    known: list[tuple[int, _Announcement]] = []
    unsure: list[tuple[int, _Announcement]] = []
    for index, one in found:
        if one.field:
            is_known = one.is_sure and not _is_either(one.field, blocks[index].text)
            (known if is_known else unsure).append((index, one))
    unknown = [pair for pair in found if not pair[1].field]
    return [*known, *unsure, *unknown[:_MOST_UNKNOWN]]


def _is_no_label(block: Block, field: str) -> bool:
    """Whether a line that nobody knows only looks like a label: a place over a fee, or the site's question."""
    if block.is_title or (field == "fees" and block.text.endswith("?")):
        return True  # what therapy costs at large is asked by the site
    return "," in block.text and ":" not in block.text and place_in(block.text) is not None


def _field_of(label: str, announced: _Announcement, shown: list[Block], told: Set[str]) -> str | None:
    """The field of a label; the values decide where it is unknown, unsure, or may mean another one ("Works with").

    `told` are the fields that have values under other labels.
    """
    named = announced.field
    if named in ("issues", "ages") and are_groups(shown) and (named == "issues" or field_of_items(shown) != named):
        return _IGNORED
    if named == "website" and any(place_in(block.text) for block in shown):
        return "places"
    if _is_either(named, label) and (named in told or not _is_meant(named, shown)):
        return _IGNORED
    is_settled = named == _IGNORED or (announced.is_sure and named not in (None, "ages"))
    if is_settled or not shown:
        return named
    if named is None and len(shown) == 1 and answers(shown[0].text) and (asked := _by_word(label)) in ANSWERED:
        return asked if yes_or_no(asked, shown[0].text) is not None else None
    found = field_of_items(shown)
    if named is None and announced.beside:
        return found if found in _SURE else None
    if named == "about" and not any(is_prose(block.text) for block in shown):
        return found
    if named == "places" and found is None:
        return named if any(place_in(block.text) or state_in(block.text) for block in shown) else None
    return found if named is None or found == "issues" or (found and not announced.is_sure) else named


def _announcements(blocks: list[Block], owner: Set[str]) -> list[_Announcement | None]:
    blocks = [_without_icon(block) if block.text[:1] >= FIRST_ICON else block for block in blocks]
    lines = [_line(block.text) for block in blocks]
    with_colons = sum(line.is_known_before for line in lines) >= _A_HABIT
    return [
        _announced(block, line, owner, with_colons=with_colons)
        if block.text and (block.is_heading or block.opens or block.parts or not line.is_value)
        else None
        for block, line in zip(blocks, lines, strict=True)
    ]


def _without_icon(block: Block) -> Block:
    """A line without the sign of an icon before it, which may stand in an element of its own."""
    text = without_icons(block.text)
    if not text:
        return block
    parts = tuple(filter(None, map(without_icons, block.parts)))
    lead = without_icons(block.lead) or (_first_label(text) if block.lead else "")
    return msgspec.structs.replace(block, text=text, lead=lead, parts=parts)


def _first_label(text: str) -> str:
    """The label that a line opens with, where no lower case goes on with it; "" where there is none."""
    words = text.split()
    openings = (" ".join(words[:count]) for count in range(min(_MOST_LABEL_WORDS, len(words) - 1), 0, -1))
    found = next((opening for opening in openings if _known(opening)), "")
    return "" if text[len(found) :].strip()[:1].islower() else found


def _announced(block: Block, line: _Line, owner: Set[str], *, with_colons: bool) -> _Announcement | None:
    text, before = block.text, line.before
    is_short = 0 < len(text) <= (_LONGEST_HEADING if block.is_heading else LONGEST_LABEL)
    if line.is_value and not block.is_heading and len(block.parts) < _SEVERAL:
        return _UNKNOWN if is_short and block.opens and not block.links and text[-1] not in _ENDS else None
    if found := _before_value(block, before, owner):
        return found
    if field := _whole_label(text, owner, is_short=is_short):
        if _is_jump(block) or (field != "about" and not block.is_heading and " " in text and text[-1] == "."):
            return None
        return _Announcement(field, block if field == "website" and block.links else None)
    if block.is_button or _is_transparent(text):
        return None
    if len(block.parts) > 1 and len(labelled := _labelled_parts(block)) > 1:
        return _Announcement(*labelled[0], more=labelled[1:])
    if before is not None and (field := _known(before)):
        return _Announcement(field, _beside(block, len(before) + 1))
    if 0 < len(block.lead) <= LONGEST_LABEL and len(block.lead) < len(text) and (field := _known(block.lead)):
        return _Announcement(field, _beside(block, len(block.lead)))
    if unsure := _unsure(block, before if with_colons else None, owner):
        return unsure
    return _unknown(block, before, is_short=is_short, with_colons=with_colons)


def _whole_label(text: str, owner: Set[str], *, is_short: bool) -> str | None:
    """The field of the label that a line is; one that names the owner may be long. A mark behind a label answers it."""
    if is_marked(text):
        return None
    if is_short:
        return _known(text) or _by_pattern(text, owner)
    return _by_pattern(text, owner, is_named=True) if len(text) <= _LONGEST_HEADING else None


def _unknown(block: Block, before: str | None, *, is_short: bool, with_colons: bool) -> _Announcement | None:
    """A line that may be a label nobody knows, with what stands beside it where the page is written with colons."""
    text = block.text
    if with_colons and before is not None and block.lead.rstrip(" :") == before:
        return _Announcement(None, value) if (value := _beside(block, len(before) + 1)) else None
    is_line = is_short and block.opens and before in (None, text[:-1]) and text[-1] not in _ENDS and not block.links
    return _UNKNOWN if block.is_heading or is_line else None


def _before_value(block: Block, before: str | None, owner: Set[str]) -> _Announcement | None:
    """The known label, or the several ones, that stand before colons with values behind them."""
    if before is None:
        return _in_remark(block, owner) if _is_remark(block.text) else None
    if block.text.count(":") > 1 and len(several := _run_in(block, owner)) > 1:
        return _Announcement(*several[0], more=several[1:])
    field = (_known(before) or _by_pattern(before, owner)) if len(before) + 1 < len(block.text) else None
    return _Announcement(field, _beside(block, len(before) + 1)) if field else None


def _unsure(block: Block, before: str | None, owner: Set[str]) -> _Announcement | None:
    """The label that a line before a colon, or a heading, is by a telling word; "about" also names the owner."""
    if before is not None and (field := _by_word(before)) and field != "about":
        return _Announcement(field, _beside(block, len(before) + 1), is_sure=False)
    is_heading = block.is_heading and len(block.text) <= LONGEST_LABEL and not block.text.endswith("?")
    field = _by_word(block.text) if is_heading else None
    if field is None or (field == "about" and (owner | _OWNERS).isdisjoint(_words_in(block.text))):
        return None
    return _Announcement(field, is_sure=False)


@lru_cache(maxsize=_CACHED)
def _line(text: str) -> _Line:
    """What a line is by itself: seen once, for a site's lines come on every page."""
    end = text.find(":", 0, LONGEST_LABEL + 1)
    before = text[:end] if end > 0 else None
    is_known_before = before is not None and _known(before) is not None
    is_value = before is None and not (text.endswith("?") or _is_remark(text) or _opens_as_label(text))
    return _Line(before, is_known_before, is_value)


def _is_remark(text: str) -> bool:
    """Whether a line may have labels with their values behind its first sentence."""
    return LONGEST_LABEL < len(text) <= _LONGEST_REMARK and ": " in text


def _opens_as_label(text: str) -> bool:
    """Whether a line can be a label or begin with one: most are seen to be none by their first word."""
    first = _FIRST.match(text)
    return first is not None and first[0].lower() in _telling_words()


@cache
def _telling_words() -> frozenset[str]:
    """The first words of all labels, patterns and buttons."""
    return _first_words() | _openers() | {line.partition(" ")[0] for line in _transparent()}


def _in_remark(block: Block, owner: Set[str]) -> _Announcement | None:
    """The labels with their values behind a sentence: "Calls are free. Sliding scale: yes. Languages: English."."""
    found = _run_in(block, owner)
    is_brief = bool(found) and all(field in _BRIEF for field, _ in found)
    return _Announcement(*found[0], more=found[1:]) if is_brief else None


def _labelled_parts(block: Block) -> tuple[tuple[str, Block], ...]:
    """The elements of a line that begin with labels of their own: "Office Salem, OR", "Telephone 503-555-0142"."""
    found: list[tuple[str, Block]] = []
    for part in block.parts:
        words = part.split()
        for count in range(min(_MOST_LABEL_WORDS, len(words) - 1), 0, -1):
            if field := _known(" ".join(words[:count])):
                links = tuple(node for node in block.links if plain_line(node.text()) in part)
                found.append((field, Block(" ".join(words[count:]).strip(" :–—-"), links=links)))
                break
    return tuple(found)


def _run_in(block: Block, owner: Set[str]) -> tuple[tuple[str, Block], ...]:
    """The labels before colons that run on in one line: "Fee: $90. Languages: English"."""
    text = block.text
    labels = [
        (found, field)
        for found in _RUN_ON_LABEL.finditer(text)
        if (field := _known(found[1]) or _by_pattern(found[1], owner))
    ]
    if not labels:
        return ()
    ends = [*(found.start() for found, _ in labels[1:]), len(text)]
    values = [
        (field, text[found.end() : end].strip(" .;|·•,")) for (found, field), end in zip(labels, ends, strict=True)
    ]
    return tuple(
        (field, Block(value, links=tuple(node for node in block.links if plain_line(node.text()) in value)))
        for field, value in values
        if value
    )


def _beside(block: Block, start: int) -> Block | None:
    """What stands behind a label on its line."""
    value = block.text[start:].strip(" :–—-")
    parts = block.parts[1:] if len(block.parts) > 2 else ()
    return msgspec.structs.replace(block, text=value, lead="", parts=parts) if value else None


def _under(index: int, blocks: list[Block], announced: list[_Announcement | None], field: str | None) -> Iterator[int]:
    """The places of the blocks that a label of a field announces.

    Where all values of a field are known, an element of its own behind them that has no such value is none of them.
    """
    for place in range(index + 1, min(blocks[index].end, len(blocks), index + 1 + _MOST_BLOCKS)):
        block, found = blocks[place], announced[place]
        if block.is_button or _is_transparent(block.text) or (_is_jump(block) and is_label(block.text)):
            if found and found.field:
                return
            continue
        if block.is_heading or (found and found.field and not _is_answer(found, block, field)):
            return
        if (
            field in _SURE
            and block.opens
            and place > index + 1
            and not _is_any_known(blocks[place : min(block.end, place + _MOST_BLOCKS)])
        ):
            return
        yield place


def _is_any_known(blocks: list[Block]) -> bool:
    return any(map(is_known, items(blocks, in_sentences=False)))


def _buttons_under(index: int, blocks: list[Block]) -> list[Block]:
    """The buttons under the label of a list that has nothing else: some sites show its values so."""
    block, end = blocks[index], min(blocks[index].end, index + 1 + _MOST_BLOCKS)
    shown = list(takewhile(lambda one: one.is_button and not one.is_heading, blocks[index + 1 : end]))
    return shown if any(is_known(one.text) for one in shown) and not block.is_button else []


def _is_answer(announced: _Announcement, block: Block, field: str | None) -> bool:
    """Whether a line is no label but an answer: "Sliding scale available", or "Video" under a label of telehealth."""
    if announced.beside:
        return False
    if field in ANSWERED and announced.field in (_IGNORED, field) and yes_or_no(field, block.text) is not None:
        return True
    return announced.field in ANSWERED and answers(block.text)


def _is_transparent(text: str) -> bool:
    """Whether a line is a button or its like that parts nothing."""
    return len(text) <= _LONGEST_BUTTON and text.lower().strip(" .…»›") in _transparent()


@cache
def _transparent() -> frozenset[str]:
    return frozenset(_data()["transparent"])


def _is_jump(block: Block) -> bool:
    """Whether a line only leads to another part of its page: a table of contents names labels and is none."""
    if not block.links or block.is_heading or block.is_button:
        return False
    return all((node.attrs.get("href") or "").startswith("#") for node in block.links)


def _is_either(field: str | None, label: str) -> bool:
    """Whether a label announces a field only above its values, and else nothing of interest."""
    return field in _either() and _key(label.partition(":")[0]) in _either()[field]


def _is_meant(field: str | None, shown: list[Block]) -> bool:
    """Whether what stands under a label that may announce a field, or nothing of interest, is of that field."""
    return _answers(field, shown) if field in ANSWERED else bool(shown) and field_of_items(shown) == field


def _answers(field: str, shown: list[Block]) -> bool:
    """Whether the first line under a label answers its question."""
    if not shown or yes_or_no(field, shown[0].text) is None or topic_of(shown[0].text) not in (None, field):
        return False
    return (_by_word(shown[0].text) or field) in ANSWERED


def _words_in(text: str) -> set[str]:
    """The folded words of a text; Ada's is Ada and s."""
    return set(_WORD.findall(fold(text)))


def _known(text: str) -> str | None:
    """The field of a label, by its whole line. Most lines are none by their first word, which costs least to see."""
    first = _FIRST.match(text)
    return _known_line(text) if first and first[0].lower() in _first_words() else None


@lru_cache(maxsize=_CACHED)
def _known_line(text: str) -> str | None:
    remark = text.partition("(")[2]  # 50 min; an area code is none
    bare = without_brackets(text) if any(map(str.isalpha, remark)) else text
    return _labels().get(_key(text)) or _labels().get(_key(bare))


def _by_pattern(text: str, owner: Set[str], *, is_named: bool = False) -> str | None:
    """The field of a question, or of a line that announces the owner; `is_named`: by name only."""
    first = _FIRST.match(text)
    if not text.endswith("?") and not (first and first[0].lower() in _openers()):
        return None
    field = _asked(text)
    if field in (None, _IGNORED, "sliding_scale"):
        return field
    meant = owner if field == "about" or is_named else owner | _ADDRESSED
    return None if meant.isdisjoint(_words_in(text)) else field


@lru_cache(maxsize=_CACHED)
def _asked(text: str) -> str | None:
    key, kind = _key(text), "patterns" if text.endswith("?") else "lines"
    return next((name for name, pattern in _patterns(kind) if pattern.fullmatch(key)), None)


@lru_cache(maxsize=_CACHED)
def _by_word(text: str) -> str | None:
    words = _key(text).split()
    if _words().keys().isdisjoint(words):
        return None
    return next(name for word, name in _words().items() if word in words)


def _key(text: str) -> str:
    small = text.lower().replace("&", " and ").replace("’", "'").replace("'", "").replace("(s)", "s")
    return " ".join(re.sub(r"[^\w\s-]", " ", small).split())


@cache
def _first_words() -> frozenset[str]:
    return frozenset(first[0] for label in _labels() if (first := _FIRST.match(label)))


@cache
def _either() -> dict[str, list[str]]:
    """Field -> the labels that announce it only above its values."""
    return dict(_data()["either"])


@cache
def _openers() -> frozenset[str]:
    """The first words of the patterns that are no question."""
    return frozenset(_data()["openers"])


@cache
def _labels() -> dict[str, str]:
    return {_key(label): name for name, labels in _data()["labels"].items() for label in labels}


@cache
def _patterns(kind: str) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile("|".join(found))) for name, found in _data()[kind].items()]


@cache
def _words() -> dict[str, str]:
    return {word: name for name, words in _data()["words"].items() for word in words}


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "labels.yaml"))
