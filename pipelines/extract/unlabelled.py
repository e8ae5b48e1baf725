"""What a profile says without a label: phone and website behind links, short lines about telehealth, paragraphs."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import islice, takewhile
from typing import Any

from msgspec import structs
from selectolax.lexbor import LexborNode

from index_config.taxonomy import load_taxonomy
from pipelines.data import read_yaml
from pipelines.extract.about import is_remark, without_more
from pipelines.extract.attribution import title_named
from pipelines.extract.blocks import Block
from pipelines.extract.described import own_site
from pipelines.extract.items import FIRST_ICON, without_icons
from pipelines.extract.labels import asks, is_label, label_of
from pipelines.extract.lines import plain_line
from pipelines.extract.places import Shown, place_in, places_in, state_in
from pipelines.extract.practices import is_practice, named_at
from pipelines.extract.pronouns import pronouns_in
from pipelines.extract.visits import is_visit, picture_of
from pipelines.vocabulary import ANSWERED, is_marked, topic_of, usual_name

_PHONE = re.compile(r"(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*\d{3}[\s.-]\d{4}(?:\s*(?:x|ext)\.?\s*\d+)?")
_ADDRESS = re.compile(r"\S+\.[a-zA-Z]{2,}\S*")  # of a web page
_PRACTICE_OPENERS = (
    "Practices at",
    "Practicing at",
    "Works at",
    "Sees clients at",
    "Sees patients at",
    "Part of",
    "I practice at",
)
_NAME_WORD = r"(?:[A-Z][\w'’&.-]*|and|of|for|the|&)"
_PRACTICE_AT = re.compile(
    rf"[\w ]+ (?:at|of) ({_NAME_WORD}(?: {_NAME_WORD}){{0,6}}(?:, (?:LLC|PLLC|Inc|PC))?)\.?",
)
_WORDS_TOO = frozenset({"OR", "IN", "ME", "OK", "HI", "OH"})  # "call OR text"
_WEB = ("www.", "http://", "https://")
_PIECES = re.compile(r"\s*[·•|]\s*|\s{2,}|\s[–—-]\s")
_ENDS = re.compile(r"(?<=[a-z0-9)])[.;]\s+")
_COMMAS = re.compile(r",\s*|\s+and\s+")
_ANOTHERS = re.compile(r"\b(?:by|from|in|on)\s+$", re.IGNORECASE)
_FOR_HELP = re.compile(r"\s+for\b.*\b(?:resources|support|help|hotlines?|crisis)\b", re.IGNORECASE)
_ONWARD = re.compile(r"\?.*=https?(?::|%3a)", re.IGNORECASE)  # an address of the site that sends on to another
_LONGEST_LINE = 80
_LONGEST_PIECES = 160  # of a line of several pieces
_SHORTEST_PROSE = 120
_TOGETHER = 3  # blocks from one place to the next: a street, or a name of the office, may stand between
_FEW = 3  # lines with a phone or a place that are looked at
_FEWEST_BLANKS = 3  # of a sentence
_I = re.compile(r"\bI(?:['’]|\s+[a-z])")
_SENTENCE = re.compile(r"[.!?…][\"”')]*$")


def from_the_rest(blocks: list[Block], places: Sequence[int], taken: frozenset[int], url: str) -> dict[str, Any]:
    """What the owner's blocks, which stand in these `places`, tell without a label, the first of each field.

    Of the places that they tell those that stand together count. A state alone is one beside a phone.
    """
    found: dict[str, Any] = {}
    last = 0
    beside: tuple[int, ...] = ()
    for place in places:
        block = blocks[place]
        for name, value in _told(block, is_free=place not in taken, url=url).items():
            if name in ANSWERED and _is_unanswered(value, place, blocks):
                continue  # a label whose value is missing
            if value and name == "places" and ("places" not in found or place - last <= _TOGETHER):
                found[name] = [*found.get(name, []), *value]
            elif value and name not in found:
                found[name] = value
                beside = _around(place, blocks) if name == "phone" else beside
            if value and name == "places":
                last = place
    states = (blocks[at].text for at in beside if at in places and at not in taken and not blocks[at].is_button)
    if "places" not in found and (state := next(filter(None, map(_state_alone, states)), None)):
        found["places"] = [state]
    return found


def _around(place: int, blocks: list[Block]) -> tuple[int, ...]:
    """The places before and behind a line, and behind the link that follows it: the website behind a phone."""
    is_linked = place + 1 < len(blocks) and blocks[place + 1].links
    return (place - 1, place + 1, place + 2) if is_linked else (place - 1, place + 1)


def _state_alone(line: str) -> Shown | None:
    """The place that a line is which holds nothing but a state; a code that is a word too is none."""
    return None if line in _WORDS_TOO else state_in(line)


def practice_in(blocks: list[Block], places: Collection[int], taken: frozenset[int]) -> str | None:
    """The name of a practice that is a line by itself, close to the first lines with a phone or a place."""
    for place in places:
        if blocks[place].text.startswith(_PRACTICE_OPENERS) and (found := _PRACTICE_AT.fullmatch(blocks[place].text)):
            return found[1]
    near = islice((place for place in places if _is_contact(blocks[place].text)), _FEW)
    for place in (other for at in near for other in (at - 1, at - 2, at + 1)):
        if place not in places or place in taken:
            continue
        block, shown = blocks[place], without_icons(blocks[place].text)
        line = named_at(shown) or shown
        if block.links or block.is_button or len(line) > _LONGEST_LINE or not is_practice(line):
            continue
        if not (
            is_label(line) or place_in(line) or title_named(line.partition(",")[0]) or load_taxonomy().resolve(line)
        ):
            return line
    return None


def _is_unanswered(line: str, place: int, blocks: list[Block]) -> bool:
    """Whether a line of the block at a place is a label of something that is asked, and nothing answers it."""
    label = line.rstrip(" –—-")
    return asks(label) and (label[-1] == ":" or (line == blocks[place].text and _is_row(blocks, place)))


def _is_row(blocks: list[Block], place: int) -> bool:
    """Whether a pair of lines stands right before a line, or behind it: label and value."""
    pairs = (first for first in (place - 2, place + 1) if 0 <= first < len(blocks) - 1)
    return any(blocks[first].opens and blocks[first].end == first + 2 for first in pairs)


def _is_contact(text: str) -> bool:
    """Whether a short line holds a phone, or ends like an address."""
    if not 0 < len(text) <= _LONGEST_LINE:
        return False
    return ("," in text and place_in(text) is not None) or (text[-1].isdigit() and _PHONE.search(text) is not None)


def website_in(blocks: Iterable[Block], url: str) -> str | None:
    """Where the first link of these blocks leads to that is neither the directory's own nor a network's."""
    addresses = (node.attrs.get("href") or "" for block in blocks for node in block.links)
    targets = [address for address in addresses if _leads_away(address)]
    onward = next((address for address in targets if _ONWARD.search(address)), None)
    return onward or own_site(targets, url)


def phone_in(text: str) -> str | None:
    """The phone that a line is, or one of its pieces, alone or behind a label."""
    for piece in _PIECES.split(text):
        number = _PHONE.search(piece)
        if number and _is_announced(piece.replace(number[0], "").strip(" :.()/")):
            return number[0]
    return None


def prose(blocks: list[Block], start: int, taken: frozenset[int]) -> str | None:
    """The first run of paragraphs under no label from the block `start` on, one of which is longer than a line.

    Where nothing is so long, the first in which somebody says "I".
    """
    place, short = start, None
    while place < len(blocks):
        if place in taken or not _is_paragraph(blocks[place]):
            place += 1
            continue
        run = list(takewhile(lambda at: at not in taken and _is_paragraph(blocks[at]), range(place, len(blocks))))
        told = run[1:] if _is_introduced([blocks[at] for at in run]) else run
        texts = list(dict.fromkeys(without_more(blocks[at]) for at in told))  # some pages show all of it twice
        if any(len(text) >= _SHORTEST_PROSE for text in texts):
            return "\n\n".join(texts)
        if short is None and any(map(_says_i, texts)):
            short = "\n\n".join(texts)
        place = run[-1] + 1
    return short


def _says_i(text: str) -> bool:
    return _I.search(text) is not None and text[-1] != "?"


def _is_introduced(paragraphs: list[Block]) -> bool:
    """Whether the first paragraph, and no other, is set apart by style: in it the site speaks of what follows."""
    styled = [block.lead == block.text for block in paragraphs]
    return len(styled) > 1 and styled[0] and not any(styled[1:])


def _told(block: Block, *, is_free: bool, url: str) -> dict[str, Any]:
    text = block.text
    if not 0 < len(text) <= _LONGEST_LINE and not (len(text) <= _LONGEST_PIECES and _PIECES.search(text)):
        return {}
    if text[0] >= FIRST_ICON:
        text = without_icons(text)
    told: dict[str, Any] = {}
    if block.links:
        told = _linked(block, text, url)
    elif is_free or not block.is_heading:
        shown = (
            (text,)
            if is_marked(text)
            else block.parts or (_ENDS.split(text) if ". " in text or "; " in text else (text,))
        )
        told = {topic: line for line in shown if (topic := topic_of(line))}
    if is_free and "," in text and not block.links and _are_languages(_COMMAS.split(text)):
        told["languages"] = _COMMAS.split(text)
    if is_free and any(map(str.isdigit, text)) and (number := phone_in(text)):
        told["phone"] = number
    if is_free and text.startswith(_WEB) and not block.links and " " not in text:
        told["website"] = own_site([text], url)
    if is_free and "/" in text and (pronouns := pronouns_in(text)):
        told["pronouns"] = pronouns
    places = places_in(text) if is_free and "," in text and not block.links else []
    city, _, zip_code = places[0] if places else (None, None, None)
    if places and (zip_code or text.startswith(city or ",")) and not (city and title_named(city)):
        told["places"] = places
    return told


def _are_languages(names: list[str]) -> bool:
    """Whether all names are those of languages, and not all of them states: CA may be Catalan."""
    return all(usual_name("languages", one) for one in names) and not all(map(state_in, names))


def _linked(block: Block, text: str, url: str) -> dict[str, Any]:
    """What the links of a line lead to: a website, a phone."""
    told: dict[str, Any] = {}
    visits = [node for node in block.links if is_visit(_words_of(node))]
    if _ADDRESS.fullmatch(text):
        visits = list(block.links)
    elif not visits and "." in text:
        shown = ((node, plain_line(node.text())) for node in block.links)
        visits = [node for node, link in shown if _ADDRESS.fullmatch(link) and not _is_anothers(text, link)]
    if visits:
        told["website"] = website_in([structs.replace(block, links=tuple(visits))], url)
    numbers = [href for node in block.links if (href := (node.attrs.get("href") or "")).startswith("tel:")]
    if numbers:
        told["phone"] = text if _PHONE.search(text) else numbers[0][len("tel:") :]
    return told


def _is_anothers(line: str, address: str) -> bool:
    """Whether the words around an address say that it is somebody else's: "As seen in news.example"."""
    before, _, behind = line.partition(address)
    return _ANOTHERS.search(before) is not None or _FOR_HELP.match(behind) is not None


def _words_of(node: LexborNode) -> str:
    """What a link, or its picture, says, without arrows, and without brackets such as "(opens in a new tab)"."""
    return (plain_line(node.text()) or picture_of(node) or "").partition(" (")[0].strip(" →»›↗")


def _is_announced(rest: str) -> bool:
    """Whether what stands on a line beside a phone is nothing, or a label of phones or places."""
    return not rest or rest.lower() in _phone_marks() or label_of(Block(rest)) in ("phone", "places")


def _is_paragraph(block: Block) -> bool:
    """Whether a block is running text: a sentence, of some length, and no remark of the site."""
    text = without_more(block)
    if block.is_heading or block.is_button or text.count(" ") < _FEWEST_BLANKS:
        return False
    return _SENTENCE.search(text) is not None and not is_remark(text)


def _leads_away(address: str) -> bool:
    return address.lower().startswith(("http://", "https://", "//")) or _ONWARD.search(address) is not None


@cache
def _phone_marks() -> frozenset[str]:
    return frozenset(read_yaml(__package__, "labels.yaml")["phone_marks"])
