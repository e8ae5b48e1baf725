"""The line under a statement: `— NAME, TITLE in CITY, ST`, in all the shapes that directories show."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from pipelines.data import read_yaml
from pipelines.extract.letters import credentials_in
from pipelines.extract.names import NameParts, is_nobody, split_name
from pipelines.extract.places import Place, code_of, is_end, is_glued, split_place, state_in
from records import Attribution

SURE, PLACELESS, UNKNOWN_TITLE, BARE = 0.95, 0.9, 0.4, 0.2

_DASH = re.compile(r"^\s*(?:[—–]|--)\s*(?=\S)")
_LONGEST = 400  # a title further behind the dash belongs to a sentence
_IN = re.compile(r",?\s+(?:in|near)\b\s*", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[,(|–—-]\s*(?=\S)")  # before a place that stands without an "in"
_COMMA, _LOOSE = ",", r"(?:,|\s[|–—-]+\s)"
_UNKNOWN = re.compile(
    r"^(?P<name>[^,]{2,80}(?:,[^,]{1,40}){0,3}?),\s*(?P<title>[A-Z][^,.;:!?]{1,80}?)\s+in\s+(?P<place>[^,]{0,60},.*)$"
)
_UNKNOWN_BARE = re.compile(r"^(?P<name>[^,.;:!?]{2,60}),\s*(?P<title>[A-Z][^,.;:!?]{2,60})$")
_MAY_BE_STAGED = re.compile(r"[–—(-]")
_MOST_TITLE_WORDS = 8


def parse_attribution(line: str) -> Attribution | None:
    """Takes an attribution line apart; None when the line is none.

    Read from the right: the last known title that is followed by " in PLACE" or by the end, or, in flattened
    text, the first one behind whose place the next statement is glued (`rest`). The raw line is kept beside.
    An unknown title, a client of the one with the title, or the name of a test record leaves a confidence below 0.5.
    """
    text = line.replace("\xa0", " ").strip()
    dash = _DASH.match(text)
    if dash is None:
        return None
    body = text[dash.end() :]
    known = _with_known_title(body) or _with_known_title(body, loose=True)
    found = known or _with_unknown_title(body) or _of_nobody(body)
    if found is None:
        return None
    name_part, title, place, confidence = found
    nobody = is_nobody(name_part)
    parts = NameParts(name=name_part) if nobody else split_name(name_part, place.city if place else None)
    if parts is None:
        return None
    rest = place.rest if place else ""
    return Attribution(
        name=parts.name,
        title=title,
        city=place.city if place else None,
        state=place.state if place else None,
        zip=place.zip if place else None,
        organization=parts.organization,
        credentials=list(parts.credentials),
        prefix=parts.prefix,
        kind=parts.kind,
        rest=rest,
        raw=text[: len(text) - len(rest)].strip() if rest else text,
        confidence=BARE if nobody or _someones().search(name_part.lower()) else confidence,
    )


def title_named(text: str) -> str | None:
    """The title of the closed list that is spelled so, whatever the case; None when there is none."""
    known = _titles().get(_key(text))
    if known or not _MAY_BE_STAGED.search(text[:_LONGEST]):
        return known
    stage = next((found for found in _stage().finditer(text[:_LONGEST]) if found.end() == len(text)), None)
    staged = _titles().get(_key(text[: stage.start()])) if stage else None
    return f"{staged}{stage[0]}" if stage and staged else None


@lru_cache(maxsize=16_384)
def title_and_place(text: str) -> tuple[str, Place | None] | None:
    """A line that is a title of the closed list and perhaps " in PLACE"; None for all other lines."""
    if not text.lstrip().lower().startswith(_first_words()):
        return None
    for name, title, place, _ in _readings(f",{text}"):
        return (title, place) if not name and not (place and place.rest) else None
    return None


_Found = tuple[str, str, Place | None, float]


def _with_known_title(body: str, *, loose: bool = False) -> _Found | None:
    """The last reading that ends with the line, or the first with a text glued behind it if that stands before.

    A title inside the next statement can only come after the one whose place that statement is glued to.
    """
    readings = [reading for reading in _readings(body, loose=loose) if _is_shown_title(body, reading)]
    whole = [reading for reading in readings if not (reading[2] and reading[2].rest)]
    glued = next((reading for reading in readings if reading[2] and reading[2].rest), None)
    if glued and (not whole or len(glued[0]) < len(whole[-1][0])):
        return glued
    return whole[-1] if whole else None


def _is_shown_title(body: str, found: _Found) -> bool:
    """Whether a title is written as one, or a state stands behind: sentences call people "Ada Quill, psychologist"."""
    name, _, place, _ = found
    shown = body.strip()[len(name) :].lstrip(", ")
    return not shown[:1].islower() or name.islower() or bool(place and place.state)


def _readings(body: str, *, loose: bool = False) -> Iterator[_Found]:
    """Every way to read a known title in the line, from left to right.

    `loose`: a rule may stand for the comma before it, and the place behind it without an "in".
    """
    small = body[:_LONGEST].lower()
    if len(small) != len(body[:_LONGEST]):
        small = body[:_LONGEST]  # a letter that takes two when it is small would move all that follows
    for match in _title_pattern(_LOOSE if loose else _COMMA).finditer(small):
        title, after = _titles()[_key(match[1])], body[match.end() :]
        if stage := _stage().match(after):
            title, after = f"{title}{stage[0]}", after[stage.end() :]
        name = body[: match.start()].strip()
        before_place = _IN.match(after)
        if is_end(after[before_place.end() :] if before_place else after):
            yield name, title, None, PLACELESS
        elif before_place:
            if place := split_place(after[before_place.end() :]):
                yield name, title, place, SURE if place.city or place.state else PLACELESS
        elif loose and (beside := _BESIDE.match(after)) and (place := _whole_place(after[beside.end() :])):
            yield name, title, place, SURE if place.state else PLACELESS
        elif is_glued(after) and (not after[0].islower() or _starts_statement(after)):
            yield name, title, Place(rest=after), PLACELESS


def _whole_place(text: str) -> Place | None:
    """A city and its state, or a state, at the line's end; None when it is anything else.

    MA and MD may also be what somebody holds: of such two letters nothing is said.
    """
    text = text.rstrip(" )")
    if state := state_in(text):
        return Place() if credentials_in(text) else Place(state=code_of(state[1]))
    place = split_place(text)
    is_whole = place and place.city and place.state and not place.rest and "," not in place.city
    return place if is_whole else None


def _with_unknown_title(body: str) -> _Found | None:
    found = _UNKNOWN.match(body)
    if found and len(found["title"].split()) <= _MOST_TITLE_WORDS:
        place = split_place(found["place"])
        if place and (place.state or not place.rest):
            return found["name"], found["title"], place, UNKNOWN_TITLE
    if found := _UNKNOWN_BARE.match(body):
        return found["name"], found["title"], None, BARE
    return None


def _of_nobody(body: str) -> _Found | None:
    """A test record's line, which is of no form: whoever wrote the words before it is unknown."""
    name, _, title = body.partition(",")
    return (name, title.strip(), None, BARE) if is_nobody(name) else None


def _starts_statement(text: str) -> bool:
    """Whether a text in small letters is a sentence's start, and no ending of the word before it."""
    first = text.split(maxsplit=1)
    return len(first) > 1 and first[0] in _starts()


def _key(text: str) -> str:
    return re.sub(r"[\s–—-]+", " ", text.lower())


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "titles.yaml"))


@cache
def _someones() -> re.Pattern[str]:
    """Somebody whom the name behind belongs to: "Jo, a client of Ada Quill"."""
    return re.compile(rf"\b(?:{'|'.join(_data()['someones'])})s?,? (?:of|to|with|for|seeing|referred by)\b")


@cache
def _starts() -> frozenset[str]:
    return frozenset(_data()["statement_starts"])


@cache
def _stage() -> re.Pattern[str]:
    """How far somebody is on the way to a title, behind a dash or in brackets."""
    words = "|".join(map(re.escape, _data()["stages"]))
    return re.compile(rf"\s*[–—-]\s*(?:{words})\b|\s*\((?:{words})\)", re.IGNORECASE)


@cache
def _titles() -> dict[str, str]:
    """Key -> title; each also with its "&" written out, or the other way round, as a title of its own."""
    listed = [*_data()["plausible"], *_data()["seen"]]
    swapped = [t.replace(" & ", " and ") if " & " in t else t.replace(" and ", " & ") for t in listed]
    return {_key(title): title for title in [*swapped, *listed]}


@cache
def _first_words() -> tuple[str, ...]:
    return tuple({title.lower().partition(" ")[0] for title in _titles().values()})


@cache
def _title_pattern(mark: str) -> re.Pattern[str]:
    """Any title behind a mark, the longest first, for a text in small letters; grouped by first word, for speed."""
    endings: dict[str, list[str]] = {}
    for title in sorted((title.lower() for title in _titles().values()), key=len, reverse=True):
        first, blank, others = title.partition(" ")
        endings.setdefault(first, []).append(_spaced(blank + others))
    groups = [f"{re.escape(first)}(?:{'|'.join(others)})" for first, others in endings.items()]
    return re.compile(rf"{mark}\s*(?:an?\s+)?({'|'.join(groups)})")


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ \-\ ", r"\s*[-–—]\s*").replace(r"\ ", r"\s+")
