"""Names, as they are and as people write them into a form."""

import re
import unicodedata
from random import Random

from therapyindex.sample.data import load

FORMS = {
    "initial": 1,
    "initials": 1,
    "nickname": 2,
    "accent": 2,
    "inner_capital": 1,
    "leading_initial": 1,
    "middle_initial": 1,
    "hyphen": 2,
}
"""Unusual forms of a name; cards out of 60."""

WRAPPERS = {
    "capitals": 1,
    "lower": 1,
    "organization": 3,
    "practice_in_brackets": 1,
    "practice_before": 1,
    "practice_behind": 1,
    "tagline": 1,
    "advertising": 1,
    "credentials": 4,
    "dotted_credentials": 1,
    "prefix": 3,
    "glued_prefix": 1,
}
"""What people put around their name; cards out of 60."""

_WRITTEN = {
    "practice_in_brackets": "{name} ({practice})",
    "practice_before": "{practice}/ {name}",
    "practice_behind": "{name} -{practice}",
    "tagline": "{name} – {tagline}",
    "advertising": "{advertising} {name}",
    "credentials": "{name}, {credentials}",
    "dotted_credentials": "{name}, {dotted}, PLLC",
    "prefix": "Dr. {name}, {credentials}",
    "glued_prefix": "Dr.{name}",
}
_LETTERS = "ABCDEFGHJKLMNPRSTW"


def person_name(chance: Random, form: str) -> tuple[str, str]:
    """A person's name of that form, and the given name alone."""
    words = load("words")
    given: str = chance.choice(words["accented" if form == "accent" else "given"])
    last = surname(chance)
    letter = chance.choice(_LETTERS)
    match form:
        case "initial":
            return f"{given[0]} {last}", given
        case "initials":
            return f"{given[0]}{letter} {last}-{surname(chance)}", given
        case "nickname":
            return f"{given} ({chance.choice(words['nicknames'])}) {last}", given
        case "inner_capital":
            return f"{given} {chance.choice(words['inner'])}{last}", given
        case "leading_initial":
            return f"{letter}. {given} {last}", given
        case "middle_initial":
            return f"{given} {letter}. {last}", given
        case "hyphen":
            return f"{given} {last}-{surname(chance)}", given
    return f"{given} {last}", given


def surname(chance: Random) -> str:
    """An invented surname."""
    words = load("words")
    return f"{chance.choice(words['surname_starts'])}{chance.choice(words['surname_ends'])}"


def practice_name(chance: Random, wrapper: str) -> str:
    """A practice; how its name ends depends on where it is written."""
    words = load("words")["practice"]
    first, second, kind = (chance.choice(words[part]) for part in ("first", "second", "kind"))
    match wrapper:
        case "practice_before":
            return f"{first} {second}"
        case "practice_in_brackets":
            return f"{first} {second} {kind} LLC"
        case "practice_behind":
            return f"{first} {second} {kind}, LLC"
    return f"{first} {second} {kind}"


def written_name(
    name: str, wrapper: str, *, practice: str | None, credentials: list[str], place: str, chance: Random
) -> str:
    """The name as its owner wrote it; `place` is "City, ST" or "" and serves taglines."""
    words = load("words")
    if wrapper in ("capitals", "lower"):
        return name.upper() if wrapper == "capitals" else name.lower()
    tagline = chance.choice(words["taglines"])
    return _WRITTEN.get(wrapper, "{name}").format(
        name=name,
        practice=practice,
        tagline=f"{tagline} in {place}." if place else tagline,
        advertising=chance.choice(words["advertising"]),
        credentials=", ".join(credentials),
        dotted=", ".join(map(dotted, credentials)),
    )


def dotted(credential: str) -> str:
    """PhD as Ph.D."""
    return re.sub(r"([A-Z][a-z]*)", r"\1.", credential)


def slug(text: str) -> str:
    """Plain lower case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
