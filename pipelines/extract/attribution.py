"""The line under a statement: `— NAME, TITLE in CITY, ST`, in all the shapes that directories show."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from pipelines.extract.names import split_name
from pipelines.extract.places import Place, is_glued, split_place
from records import Attribution

SURE, PLACELESS, UNKNOWN_TITLE, BARE = 0.95, 0.9, 0.4, 0.2

_DASH = re.compile(r"^\s*(?:[—–]|--)\s*(?=\S)")
_LONGEST = 400  # a title further behind the dash belongs to a sentence
_UNKNOWN = re.compile(
    r"^(?P<name>[^,]{2,80}(?:,[^,]{1,40}){0,3}?),\s*(?P<title>[^,]{2,80}?)\s+in\s+(?P<place>[^,]*,.*)$"
)
_UNKNOWN_BARE = re.compile(r"^(?P<name>[^,.;:!?]{2,60}),\s*(?P<title>[A-Z][^,.;:!?]{2,60})$")


def parse_attribution(line: str) -> Attribution | None:
    """Takes an attribution line apart; None when the line is none.

    Read from the right: the last known title that is followed by " in PLACE" or by the end, or, in flattened
    text, the first one behind whose place the next statement is glued (`rest`). The raw line is kept beside.
    An unknown title leaves a confidence below 0.5.
    """
    text = line.replace("\xa0", " ").strip()
    dash = _DASH.match(text)
    if dash is None:
        return None
    body = text[dash.end() :]
    found = _with_known_title(body) or _with_unknown_title(body)
    if found is None:
        return None
    name_part, title, place, confidence = found
    parts = split_name(name_part)
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
        credentials=parts.credentials,
        prefix=parts.prefix,
        kind=parts.kind,
        rest=rest,
        raw=text[: len(text) - len(rest)].strip() if rest else text,
        confidence=confidence,
    )


def title_named(text: str) -> str | None:
    """The title of the closed list that is spelled so, whatever the case; None when there is none."""
    return _titles().get(_key(text))


_Found = tuple[str, str, Place | None, float]


def _with_known_title(body: str) -> _Found | None:
    readings = list(_readings(body))
    whole = [reading for reading in readings if not (reading[2] and reading[2].rest)]
    glued = [reading for reading in readings if reading[2] and reading[2].rest]
    # A title inside the next statement can only come after the one whose place that statement is glued to.
    if glued and (not whole or body.find(glued[0][0]) + len(glued[0][0]) < len(whole[-1][0])):
        first = glued[0]
        if not whole or len(first[0]) < len(whole[-1][0]):
            return first
    return whole[-1] if whole else None


def _readings(body: str) -> Iterator[_Found]:
    """Every way to read a known title in the line, from left to right."""
    for match in _title_pattern().finditer(body[:_LONGEST]):
        title, after = title_named(match[1]) or match[1], body[match.end() :]
        name = body[: match.start()].strip()
        if not after.strip(" ."):
            yield name, title, None, PLACELESS
        elif re.match(r"\s+in\b", after):
            place = split_place(re.sub(r"^\s+in\s*", "", after, count=1))
            if place:
                yield name, title, place, SURE if place.city or place.state else PLACELESS
        elif is_glued(after) and not after[0].islower():
            yield name, title, Place(rest=after), PLACELESS


def _with_unknown_title(body: str) -> _Found | None:
    if (found := _UNKNOWN.match(body)) and (place := split_place(found["place"])) and not place.rest:
        return found["name"], found["title"], place, UNKNOWN_TITLE
    if found := _UNKNOWN_BARE.match(body):
        return found["name"], found["title"], None, BARE
    return None


def _key(text: str) -> str:
    return " ".join(text.lower().replace(" and ", " & ").split())


@cache
def _titles() -> dict[str, str]:
    data = yaml.safe_load(files(__package__).joinpath("titles.yaml").read_text(encoding="utf-8"))
    # Where two spellings differ in "&" only, the one that was seen on pages stands.
    return {_key(title): title for title in [*data["plausible"], *data["seen"]]}


@cache
def _title_pattern() -> re.Pattern[str]:
    titles = sorted(_titles().values(), key=len, reverse=True)
    either = [
        re.escape(title).replace(r"\ \&\ ", r"\ (?:&|and)\ ").replace(r"\ and\ ", r"\ (?:&|and)\ ") for title in titles
    ]
    spaced = [title.replace(r"\ ", r"\s+") for title in either]
    return re.compile(rf",\s*((?i:{'|'.join(spaced)}))(?![a-z])")
