"""The place of an attribution: `CITY, ST`, with everything that people put into the city."""

import re
from functools import cache, lru_cache
from typing import Any

import us
from msgspec import Struct

from pipelines.data import read_yaml
from pipelines.extract.casing import mend_phrase


class Place(Struct, frozen=True, kw_only=True):
    """What a place line says, and the text glued behind it."""

    city: str | None = None
    state: str | None = None
    zip: str | None = None
    rest: str = ""


Shown = tuple[str | None, str | None, str | None]
"""City, state and ZIP as shown."""


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "places.yaml"))


_AMERICAN = [*us.states.STATES, us.states.DC, *us.states.TERRITORIES]
# Code -> name, with all that the American post serves and Canada's provinces.
STATES: dict[str, str] = {state.abbr: state.name for state in _AMERICAN} | _data()["beyond"] | _data()["provinces"]

_END = re.compile(r"[\s.]*$")
_STATE = re.compile(r"(\s*)([A-Z]{2})(?:,? (\d{5})(?:-\d{4})?)?")
_CITY_AND_CODE = re.compile(r"(?P<city>.+?)\s+(?P<state>[A-Z]{2})(?:\s+(?P<zip>\d{5})(?:-\d{4})?)?[\s.]*")
_TOWN = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}")
_ASIDE = re.compile(r"\s+(?:\([^()]{1,40}\)|(?:[|&+–—-]|and|or)\s[^.!?]{1,40})[\s.]*")  # (she/her); - Online
_ABROAD = re.compile(r"\s+[A-Z][\w.'’-]+(?:\s[\w.'’-]+){0,3}[\s.]*")
_JOINT = re.compile(r"\s*(?:[/|&·•]|\band\b)\s+(?:in )?")
_SMALL_CODE = re.compile(r"(?<=, )[A-Z][a-z]\b(?=(?:\s+\d{5}(?:-\d{4})?)?$)")  # Golden, Co
_SERVED = re.compile(r"^(?:proudly )?serving\s+(?=\S)", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z]{2}\b")
_HOUSE = re.compile(r"(?:.*,)?[^,]*\d[^,]*,\s*")
_ANOTHER = re.compile(r"(?:[A-Z][\w.'’-]*\s?){1,3},\s?([A-Z]{2})(?=[\s.]*$|\S)")
_ZIP = re.compile(r"(?:^|[\s,]+)(\d{5})(?:-\d{4})?$")
_GLUED = re.compile(r"[\w\"'“‘«(\[#$*•¿¡]")
# An address from its city on: the end of the line, or what stands before brackets and dashes.
_ADDRESS_END = re.compile(
    r"(?:^|[,;]\s*)(?P<city>[^,;\d]{2,40})?,\s*(?P<state>[A-Z]{2}|[A-Z][a-z]+(?: (?:of )?[A-Z][a-z]+){0,2})\b\.?"
    r"(?:,?\s*(?P<zip>\d{5})(?:-\d{4})?)?(?:,?\s*(?:USA?|United States))?\s*(?:$|[(|–—-])"
)
_SENTENCE = re.compile(r"(?<=[a-z]{3})\.\s")  # Ada Quill. Salem, OR; but St. Charles, MO
_LONGEST_ADDRESS = 200
_NOTHING = frozenset({"undefined", "null", "none", "n/a", "tba", "tbd", "-", "–"})
_CACHED = 16_384  # places of sites: pages share them
_FARTHEST = 120  # a state further behind " in " belongs to a sentence
_LONGEST_CITY = 40
_LONGEST_ENDING = 60
_MOST_WORDS = 5


def split_place(text: str) -> Place | None:
    """The place at the start of `text` (what follows " in "); None when it does not look like one.

    It ends at the first comma behind which stands a state of the fixed set, or nothing, and then the line's end or
    a text glued to it without a blank. At the line's end a state may also be written out or small, and a country
    stand behind it or in its place.
    """
    for comma in re.finditer(",", text[:_FARTHEST]):
        city, after = text[: comma.start()], text[comma.end() :]
        state = _STATE.match(after)
        if state and state[2] in STATES:
            rest = after[state.end() :]
            # Only "in ,CA" at the end of a line is a state without its blank: "in ,AS a child" begins a statement.
            if is_end(rest) or _ASIDE.fullmatch(rest) or (is_glued(rest) and state[1]):
                return _place(city, state[2], state[3], rest if is_glued(rest) else "")
        if is_end(after) or (is_glued(after) and not _is_place(after)):
            return _place(city, None, None, after if is_glued(after) else "")
        if len(after) > _LONGEST_ENDING:
            continue
        if ending := _ending().fullmatch(after):
            return _place(city, code_of(ending["state"]), ending["zip"], "")
        if city[:1].isupper() and _ABROAD.fullmatch(after):
            return _place(city, None, None, "")
    return _without_comma(text) if "," not in text and len(text) <= _LONGEST_CITY else None


@lru_cache(maxsize=_CACHED)
def place_in(text: str) -> Shown | None:
    """The (city, state, zip) at the end of an address line, as shown; None when there is no state in it."""
    match = _ADDRESS_END.search(text) if len(text) <= _LONGEST_ADDRESS else None
    if text.isupper() and (match is None or match["state"] not in STATES) and text != text.title():
        return place_in(text.title())  # PORTLAND, OREGON
    if match is None or match["state"] not in _states() or _are_states(match["city"], match["state"]):
        return None
    city, before = _SENTENCE.split(match["city"] or "")[-1].strip(), text[: match.start()].rpartition(",")[2].strip()
    told, joined, behind = city.rpartition(" in ")
    if joined and not _practised().search(told):
        return None  # "I grew up in Salem, OR"
    city = _SERVED.sub("", behind)
    if _words("free_text").issuperset(city.lower().split()):
        city = ""  # Online, CO
    if city == STATES.get(match["state"]) and before and not any(char.isdigit() for char in before):
        city = before  # Louisville, Kentucky, KY
    return mend_city(city) or None, match["state"], match["zip"]


def places_in(text: str) -> list[Shown]:
    """The places of a line that holds several, as in "Golden, CO and Arvada, CO", or something else behind one."""
    for found in _JOINT.finditer(text):
        if first := place_in(text[: found.start()]):
            return [first, *places_in(text[found.end() :])]
    place = place_in(text)
    return [place] if place else []


def places_below(text: str) -> list[Shown]:
    """The places of a line below a label of places: there a state may be small, and stand without a comma."""
    known = places_in(text) or [place for place in (state_in(text), city_and_code(text)) if place][:1]
    if known:
        return known
    street, comma, last = text.rpartition(",")
    if comma and any(map(str.isdigit, street)) and (place := city_and_code(last.strip())):
        return [place]
    if text.islower():
        return places_below(text.title())
    cased = _SMALL_CODE.sub(lambda code: code[0].upper(), text)
    return places_in(cased) if cased != text else []


def city_and_code(text: str) -> Shown | None:
    """A line that is a city and its state's code without a comma: "Teaneck NJ 07666"."""
    found = _CITY_AND_CODE.fullmatch(text) if len(text) <= _LONGEST_CITY else None
    if found is None or found["state"] not in STATES or not _TOWN.fullmatch(found["city"]):
        return None
    return mend_city(found["city"]), found["state"], found["zip"]


@cache
def _practised() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['practised'])})", re.IGNORECASE)


def _are_states(city: str | None, state: str) -> bool:
    """Whether two states stand in a list: Oregon, Washington."""
    return city in _states() and len(state) > 2 and state not in (city, STATES["DC"])


def state_in(text: str) -> Shown | None:
    """A line that is a state's name or code alone."""
    state = text.strip(" ,.")
    return (None, state, None) if state in _states() and state not in _data()["beyond"] else None  # AA is a group too


def names_states(text: str) -> bool:
    """Whether a line holds the name of a state, or the code of one in capitals."""
    return any(name in text for name in STATES.values()) or any(code in STATES for code in _CODE.findall(text))


@lru_cache(maxsize=_CACHED)
def mended(place: Shown) -> Shown:
    """A place whose city is freed of the state and ZIP that people write into it; what says nothing is absent."""
    city, state, zip_code = (None if part and part.lower() in _NOTHING else part for part in place)
    found = split_place(f"{city}, {state or ''}") if city and (state is None or state in STATES) else None
    return (found.city, state, zip_code or found.zip) if found and not found.rest else (city, state, zip_code)


def is_glued(rest: str) -> bool:
    """Whether a text stands right behind another without a blank: the next statement of flattened pages."""
    return _GLUED.match(rest) is not None


def mend_city(city: str) -> str:
    """MARIETTA -> Marietta, Long Island city -> Long Island City; nothing but the case is touched."""
    acronyms = _words("acronyms") if " " in city else _words("acronyms") | _words("acronyms_alone")
    return mend_phrase(city, _words("small"), acronyms)


def _is_place(text: str) -> bool:
    """Whether the place goes on behind a comma without a blank: "Portland,Oregon, OR"."""
    found = _ANOTHER.match(text)
    return found is not None and found[1] in STATES


def is_end(rest: str) -> bool:
    """Whether nothing more stands on the line."""
    return _END.match(rest) is not None


def _without_comma(text: str) -> Place | None:
    """A place of one part: a city, a state, or a city and the code of its state."""
    if found := _ZIP.fullmatch(text.strip()):
        return Place(zip=found[1])
    if not text[:1].isupper():
        return None
    alone = text.strip(" .")
    if alone not in _words("cities_too") and (state := code_of(alone)):
        return Place(state=state)
    found = _CITY_AND_CODE.fullmatch(text)
    if found and found["state"] in STATES:
        return _place(found["city"], found["state"], found["zip"], "")
    return _place(text, None, None, "")


def _place(shown: str, state: str | None, zip_code: str | None, rest: str) -> Place:
    city, inside = _without_zip(_near().sub("", shown.strip()))
    for name in (state, STATES[state], *_data()["spellings"].get(state, [])) if state else ():
        city = _without_state(city, name)
    city, deeper = _without_zip(city)
    first, _, second = _HOUSE.sub("", city).partition(", ")
    city = f"{first}, {second}" if second and second != first else first
    return Place(
        city=None if _is_free_text(city) else mend_city(city) or None,
        state=state,
        zip=zip_code or inside or deeper,
        rest=rest,
    )


def _without_zip(city: str) -> tuple[str, str | None]:
    city = city.strip(" ,.")
    found = _ZIP.search(city)
    return (city[: found.start()].strip(" ,."), found[1]) if found else (city, None)


def _without_state(city: str, name: str) -> str:
    """Teaneck NJ -> Teaneck, New York, New York -> New York; a state alone is the city's own name, or a region's."""
    found = re.search(rf"(,\s*|\s+){re.escape(name)}$", city, re.IGNORECASE)
    if found is None or ("," not in found[1] and city[: found.start()].lower() in _words("regions")):
        return city
    return city[: found.start()].strip(" ,.") or city


def _is_free_text(city: str) -> bool:
    if city.lower() in _NOTHING:
        return True
    words = re.findall(r"[\w'’-]+", city.lower())
    long = len(words) > _MOST_WORDS or len(city) > _LONGEST_CITY
    return long or any(letter.isdigit() for letter in city) or not _words("free_text").isdisjoint(words)


def code_of(state: str | None) -> str | None:
    """The code of a state's name or code in any case; None when there is no such state."""
    return _codes().get((state or "").lower())


@cache
def _codes() -> dict[str, str]:
    return {spelling.lower(): code for code, name in STATES.items() for spelling in (code, name)}


@cache
def _states() -> frozenset[str]:
    return frozenset([*STATES, *STATES.values()])


@cache
def _ending() -> re.Pattern[str]:
    """What may stand behind the last comma of a line: a state in any spelling, ZIP, country, word for nothing."""
    state = f"(?P<state>{'|'.join(map(re.escape, _codes()))})"
    country = f"(?:{'|'.join(map(re.escape, [*_data()['countries'], *_NOTHING]))})"
    zip_code = r"(?:,?\s+(?P<zip>\d{5})(?:-\d{4})?)?"
    return re.compile(rf"\s+(?:{state}{zip_code}(?:,?\s+{country})?|{country})[\s.]*", re.IGNORECASE)


@cache
def _near() -> re.Pattern[str]:
    """Words before a city that say it is not quite there."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, _data()['near']))})\s+", re.IGNORECASE)


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(_data()[table])
