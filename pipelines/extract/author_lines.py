"""One line that may name an author without a dash: the name, the title and the place in it."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from pipelines.data import read_yaml
from pipelines.extract.attribution import title_and_place, title_named
from pipelines.extract.blocks import DASHES
from pipelines.extract.letters import credentials_in
from pipelines.extract.names import names_role, split_name
from pipelines.extract.places import STATES, Place, place_in, split_place

_CACHED = 16_384  # lines: titles and places come again on every page
_LONGEST = 200
_LONGEST_NAME, _MOST_WORDS = 80, 8
_MARKS = re.compile(r"\s*[·•|‧∙⋅◦▪●;]\s*|\s+[^\w\s,.'’\"“”&+@#$%?!()\[\]–—-]{1,2}\s+")
_DASHES = re.compile(r"\s+[–—-]+\s+|\s*—\s*")
_BRACKETS = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\.?")
_NAME_END = re.compile(r"\s*[,(\[·•|‧∙⋅]|\s[–—-]+\s|\s*—\s*")
_LICENSE = re.compile(  # "(PSY 12345)", ", License #12345"
    r"[\s,]*(?:\((?:[Ll]ic\w*\.?\s*)?#?\s*[A-Z]{0,6}[\s.#-]*\d{3,}\)|(?:[Ll]ic(?:ense)?\.?\s*)?#\s*[\w.-]+)$"
)
_CITY_AND_STATE = re.compile(
    r"(?:(?:[Ii]n|[Ll]ocated in|[Bb]ased in)\s+)?(?:(?P<city>[^\W\d][^,\d]{0,39}?)(?:,\s*|\s+(?=[A-Z]{2}\b)))?"
    r"(?P<state>[A-Z]{2}|[A-Z][a-z]+(?: (?:of )?[A-Z][a-z]+){0,2})\.?(?:,?\s*(?P<zip>\d{5})(?:-\d{4})?)?"
)
_ELSEWHERE = re.compile(
    r"\s*(?:[&+/(]|\b(?:and|or)\b)\s*(?:in.person|online|remote|telehealth|teletherapy|video|virtual)\b.*",
    re.IGNORECASE,
)
_OTHER_OFFICES = re.compile(r"(?<=,\s[A-Z]{2})\s*(?:[|;·•&/]|\band\b)\s*(?=[A-Z][\w.' -]+,\s*[A-Z]{2}\b)")
_OTHERS = re.compile(r",\s+(?:and|&)\s")  # "Ada Quill, Psychologist, and Bo Marsh"
_OPENING = re.compile(r"^\W*(?=[^\W_])")  # pins and other marks before a place


class Reading(Struct, frozen=True):
    """What one line says: a title and what stands before it, a place, or neither."""

    name: str = ""
    title: str | None = None
    place: Place | None = None

    @property
    def tells_something(self) -> bool:
        """Whether there is a title or a place."""
        return self.title is not None or self.place is not None


def reading_of(text: str) -> Reading:
    """The title and the place that a line shows, and the name before the title."""
    return _reading(text) if len(text) <= _LONGEST else _NOTHING


def is_byline(text: str) -> bool:
    """Whether a line says that the author beside it is an article's: "Medically reviewed by"."""
    return f"{bare(text).lower().replace(':', ' ').replace(',', ' ')} ".startswith(_bylines())


def may_be_name(text: str, *, is_sure: bool = False) -> bool:
    """Whether a line can be somebody's name. `is_sure`: it is a heading or a link, and may be of one word."""
    words = text.split()
    if not 0 < len(words) <= _MOST_WORDS or len(text) > _LONGEST_NAME or any(map(str.isdigit, text)):
        return False
    if text[-1] in "!?:…" or is_label(text) or _MARKS.search(text) or not (text[0].isalnum() or text[0] in "\"'“‘„«("):
        return False
    if _is_word_of("not_openings", words[0], text) or _opens_phrase(words) or _OTHERS.search(text):
        return False
    parts = split_name(text)
    if parts is None or credentials_in(text):
        return False
    is_person = parts.kind == "person"
    if is_person and (names_role(parts.name) or any(_is_word_of("not_names", word, text) for word in words)):
        return False
    if is_person and not _words("between_names").isdisjoint(words):
        return False
    named = parts.name.split()
    return is_sure or (
        (len(named) > 1 or parts.prefix is not None)
        and all(word[0].isupper() or not word[0].isalpha() for word in (named[0], named[-1]))
    )


def _opens_phrase(words: Sequence[str]) -> bool:
    """Whether words go on small behind an article: "A question for Ada Quill"."""
    return words[0] in ("A", "An") and len(words) > 1 and words[1].islower()


def may_be_person(text: str, *, is_sure: bool = False) -> bool:
    """Whether a line can be the name of a person with a given and a family name."""
    name = split_name(text) if may_be_name(text, is_sure=is_sure) else None
    return name is not None and name.kind == "person" and " " in name.name


def opens_with_person(text: str, *, is_sure: bool = False) -> bool:
    """Whether a line is, or begins with, what can be a person's name, or a question to one: "Ada Quill (Guide)"."""
    if len(text) > _LONGEST:
        return False
    return may_be_person(_NAME_END.split(bare(text), maxsplit=1)[0], is_sure=is_sure) or addressed(text) is not None


def addressed(text: str) -> str | None:
    """Whom a question calls by name at its end, with credentials: "How do you work, Ada Quill, LCSW?"."""
    if not text.endswith("?") or len(text) > _LONGEST:
        return None
    segments = text.rstrip("? ").split(", ")
    last = next((at for at in range(len(segments) - 1, -1, -1) if not credentials_in(segments[at])), 0)
    is_name = last > 0 and segments[last][:1].isupper() and may_be_name(segments[last])
    return ", ".join(segments[last:]) if is_name else None


def opens_with_author(text: str) -> bool:
    """Whether a text begins with a person and what that one is: "Ada Quill, LCSW, explains ..."."""
    name, *others = [segment.strip() for segment in text[:_LONGEST].split(",", 2)]
    return len(others) > 1 and may_be_person(name) and bool(credentials_in(others[0]) or title_named(others[0]))


def is_label(text: str) -> bool:
    """Whether a line is the head of a column or the label of an author's part."""
    return text.strip(" :").lower() in _words("labels")


def bare(text: str) -> str:
    """A line without the dash or the label before it: "Name: Ada Quill"."""
    text = text.strip()
    dash = next((mark for mark in DASHES if text.startswith(mark)), "")
    label, colon, value = text.partition(":")
    if colon and value and value[0] != ":" and is_label(label):
        return value.strip()
    return text.removeprefix(dash or "- ").strip()


def whole_place(text: str) -> Place | None:
    """The place that is the whole of a line: "Salem, OR 97301", "Salem, Oregon", "OR"; a state must be named."""
    line = _ELSEWHERE.sub("", _OPENING.sub("", text, count=1)).replace("D.C.", "DC")
    line = _OTHER_OFFICES.split(line, maxsplit=1)[0]
    segments = [segment.strip() for segment in _MARKS.sub(",", line).split(",")]
    while len(segments) > 1 and (not any(map(str.isalpha, segments[-1])) and len(segments[-1]) > 5):
        segments.pop()  # a phone
    while len(segments) > 1 and _is_beside_place(segments[-1].strip(" .").lower()):
        segments.pop()
    found = _CITY_AND_STATE.fullmatch(", ".join(segments))
    state = _state(found["state"]) if found else None
    if found is None or state is None:
        return None
    return split_place(f"{(found['city'] or '').strip()}, {state} {found['zip'] or ''}".strip())


def _is_beside_place(segment: str) -> bool:
    """Whether a part of a place's line says another way to meet, or the country: "online in Oregon"."""
    return segment in _words("beside_places") or segment.partition(" ")[0] in _words("elsewhere")


def credentialed(text: str) -> Reading | None:
    """A person's name with credentials, and perhaps a place behind: "Ada Quill, LCSW · Salem, OR"."""
    line = bare(text)
    bracketed = _BRACKETS.fullmatch(line)
    place = whole_place(bracketed[2]) if bracketed else None
    line = bracketed[1] if bracketed and place else line
    name, *others = [segment.strip() for segment in _DASHES.sub(",", _MARKS.sub(",", line)).split(",")]
    count = next((at for at, segment in enumerate(others) if not credentials_in(segment)), len(others))
    if count < len(others):
        place = whole_place(", ".join(others[count:]))
    is_whole = count > 0 and (count == len(others) or place is not None)
    # "New Bedford, MA" is a place, "Guest: Ada Quill, MA" no name.
    if ":" in name or not is_whole or whole_place(line) or len(line) > _LONGEST or not may_be_person(name):
        return None
    return Reading(name=", ".join([name, *others[:count]]), place=place)


@lru_cache(maxsize=_CACHED)
def _reading(text: str) -> Reading:
    line = bare(text).replace("()", "").rstrip(" ,;|·•–—-").removesuffix(" in")
    if found := _titled(_MARKS.sub(", ", line)) or _after_dash(line):
        return found
    if bracketed := _BRACKETS.fullmatch(line):
        before, inside = bracketed[1].strip(" ,"), _MARKS.sub(", ", bracketed[2]).strip(" ,;")
        if (found := _titled(inside)) and not found.name:
            return replace(found, name=before)
        if (place := whole_place(inside)) and (found := _titled(before)):
            return replace(found, place=place)
    return _titled(_DASHES.sub(", ", line)) or Reading(place=whole_place(line) or _address(line))


_NOTHING = Reading()


def _address(line: str) -> Place | None:
    """The place at the end of a line that begins with a house number."""
    found = place_in(line) if line[:1].isdigit() else None
    if found is None:
        return None
    city, state, zip_code = found
    return whole_place(f"{f'{city}, ' if city else ''}{state} {zip_code or ''}".strip())


def _titled(line: str) -> Reading | None:
    """A line with a title behind which stands nothing but a place or credentials."""
    segments = [segment.strip() for segment in _LICENSE.sub("", line).split(",")]
    for index in range(len(segments) - 1, -1, -1):
        whole = ", ".join(segments[index:])
        name = ", ".join(segments[:index])
        is_said = bool(name) and segments[index][:1].islower()  # "says Ada Quill, psychologist"
        if found := title_and_place(whole):
            title, place = found
            place = place if place and (place.city or place.state) else None
            return None if is_said and place is None else Reading(name, title, place)
        shown, letters = _title_and_letters(segments[index])
        if shown is None:
            continue
        behind = segments[index + 1 :]
        while behind and (more := credentials_in(behind[0])) and not (len(behind) == 1 and behind[0] in STATES):
            letters, behind = [*letters, *more], behind[1:]
        place = whole_place(", ".join(behind)) if behind else None
        if place is None and (behind or is_said):
            continue
        return Reading(", ".join([name, *letters]) if name else "", shown, place)
    return None


def _title_and_letters(segment: str) -> tuple[str | None, list[str]]:
    """A title, perhaps with its letters in brackets: "Licensed Clinical Social Worker (LCSW)"."""
    if title := title_named(segment) or title_named(segment.partition(" at ")[0]):
        return title, []
    bracketed = _BRACKETS.fullmatch(segment)
    letters = credentials_in(bracketed[2]) if bracketed else []
    return (title_named(bracketed[1]), letters) if bracketed and letters else (None, [])


def _after_dash(line: str) -> Reading | None:
    """A line whose title stands behind a dash, the leftmost that has a title and nothing else behind it."""
    for found in _DASHES.finditer(line):
        name, behind = line[: found.start()].strip(" ,"), _MARKS.sub(", ", line[found.end() :])
        titled = _titled(behind) or _titled(_DASHES.sub(", ", behind))
        if titled and not titled.name and name:
            return replace(titled, name=name)
    return None


def _is_word_of(table: str, word: str, text: str) -> bool:
    """Whether a word is one of a table, and no initials (ME Quill)."""
    bare = word.strip(",.()")
    is_initials = bare.isupper() and len(bare) < 4 and not text.isupper()
    return not is_initials and bare.lower() in _words(table)


@lru_cache(maxsize=_CACHED)
def _state(shown: str) -> str | None:
    """The code of a state by its code or name."""
    return shown if shown in STATES else _codes().get(shown.lower())


@cache
def _codes() -> dict[str, str]:
    return {name.lower(): code for code, name in STATES.items()}


@cache
def _bylines() -> tuple[str, ...]:
    return tuple(f"{opening} " for opening in _words("bylines"))


@cache
def _words(table: str) -> frozenset[str]:
    data = read_yaml(__package__, "author_lines.yaml")
    return frozenset(map(str, data[table]))
