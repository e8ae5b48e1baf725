"""Whose page a profile is: the line that names its owner, and what stands in it and below it."""

import re
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from index_config.folding import folded_words
from index_config.taxonomy import load_taxonomy
from pipelines.extract.approach_address import is_below_people
from pipelines.extract.attribution import title_and_place, title_named
from pipelines.extract.blocks import Block
from pipelines.extract.described import is_site, words_of
from pipelines.extract.items import is_of_sessions, is_other_price, without_icons
from pipelines.extract.labels import is_label
from pipelines.extract.letters import credentials_in, holds_prefix
from pipelines.extract.names import NameParts, names_role, openers, split_name
from pipelines.extract.owned import announces_others
from pipelines.extract.places import STATES, Shown, places_in, state_in
from pipelines.extract.practices import is_past, is_practice, is_service, named_at
from pipelines.extract.pronouns import pronouns_in, without_pronouns
from pipelines.extract.record import record_of
from pipelines.extract.title_lines import title_line
from pipelines.vocabulary import topic_of

_LONGEST = 120
_FARTHEST = 150  # blocks from the top; where no heading of the first level names anybody
_MOST_PARTS = 6  # of a <title>
_BELOW = 10  # blocks
_TOGETHER = 3  # lines from one place to the next
_SHORT = 60  # letters of a practice's name
_STREET = re.compile(r"\d+[A-Z]? [A-Z0-9]")
_NOTHING = Block("")
_CACHED = 16_384  # lines of sites: pages share them
_PIECES = re.compile(r"\s*[·•|–—]\s*|\s+-\s+|\s*/\s+")
_PRACTICE = re.compile(r"(.+?),?\s+(?:at|with|@)\s+(.+)")
_AMOUNT = re.compile(r"[$€£]\s?\d{2,3}(?:\.\d\d)?(?:\s?(?:[-–—]|to)\s?[$€£]?\s?\d{2,3}(?:\.\d\d)?)?")
_BRACKETS = re.compile(r"\(([^()]+)\)")
_TITLE_PARTS = re.compile(r"\s*[|·•–—:»]\s*|\s+-\s+|,\s")


class Headline(Struct, frozen=True):
    """The line that names a page's owner: where it stands among the blocks, as shown, and taken apart.

    `end` is the place behind the last block that can be about the owner, where that is known.
    """

    place: int
    shown: str
    parts: NameParts
    end: int | None = None


def headline_of(url: str, title: str, blocks: list[Block]) -> Headline | None:
    """The line that names the owner; None where none does. `title` is the page's <title>.

    Best is a heading of the first level, or a line near the top that the <title> repeats, that the address spells; then
    a heading of any level that it spells; then one of the first that shares a word with it, or a person whom the
    <title> names; then the first heading of the first level. Before a practice that the address does not name goes the
    only record of a page.
    """
    slug = words_of(" ".join(urlsplit(url)[2:4]))  # path and query
    named = [part.casefold() for part in _TITLE_PARTS.split(title)[:_MOST_PARTS] if part]
    titled = (split_name(part) for part in named if holds_prefix(part))
    named += [parts.name.casefold() for parts in titled if parts and parts.prefix]
    found: list[tuple[tuple[bool, ...], Headline]] = []
    for place in _candidates(blocks, named):
        block = blocks[place]
        text = _named_part(block)
        if is_label(text) or announces_others(text):
            continue
        parts = split_name(_opener().sub("", text))
        is_brand = parts is not None and not block.is_title and is_site(parts.name, url)
        if parts and not is_brand and not (parts.kind == "person" and names_role(parts.name)):
            words = words_of(parts.name)
            is_named, is_meant = parts.name.casefold() in named, not words.isdisjoint(slug)
            rank = (
                bool(words) and words <= slug and (block.is_title or is_named),
                is_meant and (block.is_title or is_named),
                is_named and (block.is_title or parts.kind != "organization"),
                block.is_title,
                is_named,
            )
            found.append((rank, Headline(place, text, parts)))
    likely = max((one for one in found if any(one[0])), key=itemgetter(0), default=None)
    is_person = likely is not None and likely[1].parts.kind != "organization"
    if likely and is_person and likely[0][0]:
        return likely[1]
    if addressed := _addressed(blocks, url):
        return addressed
    if likely and is_person:
        return likely[1]
    if likely and any(likely[0][:2]):
        return likely[1]
    return _recorded(blocks) or (likely[1] if likely else None)


def _named_part(block: Block) -> str:
    """The text of a line that may name the owner; of one that is a name and a title beside each other the name."""
    parts = block.parts
    return parts[0] if len(parts) > 1 and title_named(parts[1]) else block.text


def _addressed(blocks: list[Block], url: str) -> Headline | None:
    """The first heading near the top whose name is of several words, all of them in the last step of the address.

    Below the folder of people, where no heading is so, any line but that of a place where a heading says who works in.
    """
    slug = set(folded_words(unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])))
    top = list(enumerate(blocks[:_FARTHEST]))
    lines = [pair for pair in top if not pair[1].is_heading] if is_below_people(url) else []
    for place, block in [*(pair for pair in top if pair[1].is_heading), *lines]:
        text = _named_part(block)
        if block.links or len(text) > _LONGEST or slug.isdisjoint(folded_words(text)):
            continue
        parts = split_name(_opener().sub("", text))
        words = set(folded_words(parts.name)) if parts else set()
        if parts and len(words) > 1 and words <= slug and not is_label(text):
            return None if _has_people_in(parts.name, blocks) else Headline(place, text, parts)
    return None


def _has_people_in(place: str, blocks: list[Block]) -> bool:
    """Whether a heading near the top speaks of those in a place: "Therapists in San Diego"."""
    heads = (block.text for block in blocks[:_FARTHEST] if block.is_heading)
    return any(f" in {place}".casefold() in head.casefold() for head in heads)


def _recorded(blocks: list[Block]) -> Headline | None:
    """The name of the only record on a page that names nobody in its heads."""
    record = record_of(blocks)
    if record is None:
        return None
    return Headline(record.place, blocks[record.place].text, record.parts, record.end)


def _candidates(blocks: list[Block], named: list[str]) -> list[int]:
    """The places of the headings of the first level, and of the lines near the top that hold a part of the title."""
    top = [block.text.casefold() for block in blocks[:_FARTHEST]]
    whole = "\n".join(top)
    repeated = {place for part in named if part in whole for place, line in enumerate(top) if part in line}
    likely = sorted(repeated.union(place for place, block in enumerate(blocks) if block.is_title))
    return [place for place in likely if len(blocks[place].text) <= _LONGEST]


def from_headline(line: Headline, blocks: list[Block], taken: frozenset[int]) -> dict[str, Any]:
    """What the headline adds to the name, and the title, practice, pronouns and place on the lines below it.

    An amount alone among them is the fee, where it stands in one element with the name.
    """
    parts = line.parts
    found: dict[str, Any] = {
        "prefix": parts.prefix,
        "credentials": list(parts.credentials),
        "pronouns": parts.pronouns,
        "organization": parts.organization,
        "title": next(filter(None, map(title_named, _beside_name(line.shown))), None),
    }
    last = line.place  # the last line with a place of theirs
    for at in _beside(line, blocks):
        block = blocks[at]
        is_own = at == line.place  # the title, and what else stands beside the name
        if at in taken or block.is_button or block.links or not 0 < len(block.text) <= _LONGEST:
            continue
        above, below = (blocks[near] if 0 <= near < len(blocks) else _NOTHING for near in (at - 1, at + 1))
        is_beside = at < blocks[line.place].end or _is_pair(above, at)
        is_last = blocks[line.place].end == at + 1 and title_named(above.text) is not None  # of a head: name, title, it
        is_beside = is_own or is_last or (is_beside and not (block.is_heading or block.opens))
        is_beside = is_beside or (named_at(block.text) is not None and title_named(above.text) is not None)
        for shown in block.parts[is_own:] if len(block.parts) > 1 else (block.text,):
            text = without_icons(shown)
            told = dict(_told(text))
            if _AMOUNT.fullmatch(text) and _is_fee(at, line.place, blocks):
                told["fees"] = text
            if is_beside and not any(told.values()) and (practice := _practice(text, above, below)):
                told["organization"] = practice
            above = Block(text, opens=True) if is_own else above
            for name, value in told.items():
                if value and not found.get(name):
                    found[name] = value
                elif value and name == "places" and at - last <= _TOGETHER:
                    found[name] = _with_more(found[name], value)
            last = at if told.get("places") and found["places"][-1] in told["places"] else last
    return found


def _beside_name(shown: str) -> list[str]:
    """What stands in brackets in a headline, and its pieces behind the first."""
    return [*_BRACKETS.findall(shown), *_TITLE_PARTS.split(shown)[1:]]


def _with_more(places: list[Shown], others: list[Shown]) -> list[Shown]:
    cities = {place[0] for place in places}
    return [*places, *(place for place in others if place[0] not in cities)]


def _is_fee(at: int, headline: int, blocks: list[Block]) -> bool:
    """Whether an amount that is a line stands in one element with the headline, and is no price of what is above it.

    A heading, or what alone stands in an element with it, is what it is the price of.
    """
    above = blocks[at - 1]
    if at >= blocks[headline].end or len(blocks[at].parts) > 1 or is_other_price(above.text):
        return False
    is_named = any(block.is_heading for block in blocks[headline + 1 : at]) or (above.opens and above.end == at + 1)
    return at - 1 == headline or not is_named or is_of_sessions(above.text) or any(_told(above.text).values())


def _is_pair(above: Block, at: int) -> bool:
    """Whether the line at a place and the one above it, a title, are all that an element holds."""
    return above.opens and above.end == at + 1 and _told(above.text).get("title") is not None


def _beside(line: Headline, blocks: list[Block]) -> list[int]:
    """The places of the lines below the headline, and of the one above it where that is a title.

    The headline's own is among them where it names more than the owner.
    """
    first = line.place + (line.shown == blocks[line.place].text)
    below = list(range(first, min(line.place + 1 + _BELOW, len(blocks))))
    is_titled = line.place > 0 and title_named(blocks[line.place - 1].text) is not None
    return [line.place - 1, *below] if is_titled else below


@lru_cache(maxsize=_CACHED)
def _told(text: str) -> dict[str, Any]:
    """What a line below a name tells: a title, with a practice or a place; credentials; pronouns; a place."""
    if line := title_and_place(text):
        return {"title": line[0], "places": _places((line[1].city, line[1].state, line[1].zip)) if line[1] else None}
    told: dict[str, Any] = {}
    text, pronouns = without_pronouns(text)
    if pronouns:
        return {"pronouns": pronouns, **_told(text)}
    pieces = [piece for piece in _PIECES.split(text) if piece]
    for piece in pieces:
        found = {name: value for name, value in _told(piece).items() if value} if piece != text else _told_alone(piece)
        if letters := told.get("credentials"):
            found["credentials"] = [*letters, *found.get("credentials", [])]
        told |= found
    if "title" in told and "organization" not in told:
        told["organization"] = next((piece for piece in pieces if _is_named_so(piece)), None)
    return told


def _practice(line: str, above: Block, below: Block) -> str | None:
    """A practice's name that is a line by itself, stands behind "practices at", or under a title.

    Under a title it stands in an element with this, or over a street as in the head of a letter.
    """
    if at := named_at(line):
        return at
    if not line[0].isalnum() or topic_of(line) or is_past(line):
        return None
    is_name = " " in line and len(line) <= _SHORT and line[-1] not in ".!?" and ":" not in line and not line.islower()
    if not is_name or is_label(line) or title_and_place(line.strip(" ·|,-")):
        return None
    name = split_name(line)
    if name and name.kind == "organization":
        return None if is_service(line) or load_taxonomy().resolve(line) else name.name
    heads_letter = not _is_street(line) and _is_street(below.text)
    is_under_title = (above.opens or heads_letter) and _told(above.text).get("title") is not None
    is_signed = " by " in line  # Verified by Example
    is_named = is_under_title and not is_signed
    return line if is_named and all(word[0].isupper() for word in line.split() if len(word) > 3) else None


def _told_alone(piece: str) -> dict[str, Any]:
    """The same of a line that is all of one piece."""
    if titled := title_line(piece):
        return {"title": titled.title, "credentials": titled.letters}
    if piece not in STATES and (letters := credentials_in(piece)):
        return {} if load_taxonomy().resolve(piece) else {"credentials": letters}  # EMDR
    if places := places_in(piece) or [place for place in (state_in(piece),) if place and piece not in STATES]:
        return {"places": places}
    if pronouns := pronouns_in(piece):
        return {"pronouns": pronouns}
    if (found := _PRACTICE.fullmatch(piece)) and (title := title_named(found[1])):
        return {"title": title, "organization": found[2].strip(" .")}
    return {}


def _is_named_so(piece: str) -> bool:
    """Whether a piece of a line is a practice's name by its words."""
    return is_practice(piece) and not (title_named(piece.partition(",")[0]) or load_taxonomy().resolve(piece))


def _is_street(text: str) -> bool:
    """Whether a line is a street with the number of a house."""
    return _STREET.match(text) is not None


@cache
def _opener() -> re.Pattern[str]:
    """What a site writes before a name: Meet Ada Quill."""
    return re.compile(rf"^(?:{'|'.join(openers())})[\s:,]+", re.IGNORECASE)


def _places(place: Shown) -> list[Shown]:
    return [place] if place[0] or place[1] else []
