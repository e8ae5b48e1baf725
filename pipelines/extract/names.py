"""A name as shown, taken apart: prefix, person, practice, credentials, pronouns."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from msgspec import Struct, field

from records.extract import Kind


class NameParts(Struct, frozen=True, kw_only=True):
    """What a name line holds. `name` is the person's where there is one, else the practice's."""

    name: str
    kind: Kind = "person"
    organization: str | None = None
    prefix: str | None = None
    credentials: list[str] = field(default_factory=list)
    pronouns: str | None = None


class _Chunk(Struct):
    """A part of the line between dashes and slashes: its head, and what its commas and brackets add."""

    head: str
    credentials: list[str]
    legal: str | None = None
    organization: str | None = None

    @property
    def is_practice(self) -> bool:
        return is_organization(self.head)


_QUOTED = re.compile(r"""^["“”„«][^"“”»]*["“”»]\s*[,;:–—-]?\s*""")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_DASH = re.compile(r"\s+[–—|-]+\s*|\s*[–—|]\s+")
_SLASH = re.compile(r"\s*/\s*")
_SUFFIX = re.compile(r"(?:II|III|IV|Jr\.?|Sr\.?)")
_LONGEST = 300


@lru_cache(maxsize=65_536)
def split_name(shown: str) -> NameParts | None:
    """Takes a name line apart; None when no name is left.

    The case is mended only in names all in capitals or all small, and in single long words in capitals.
    """
    text = " ".join(shown[:_LONGEST].split())
    text, inside, pronouns = _open_brackets(_without_praise(_QUOTED.sub("", text, count=1)))
    with_slash = [part for part in _SLASH.split(text) if part.strip(" ,.;")]
    chunks = [_chunk(part) for piece in with_slash for part in _DASH.split(piece) if part.strip(" ,.;–—-")]
    if not chunks:
        return None
    person, practice = _person_and_practice(chunks, slashed=len(with_slash) > 1)
    organization = next((one.organization for one in [*chunks, inside] if one.organization), None)
    credentials = list(dict.fromkeys(code for one in [*chunks, inside] for code in one.credentials))
    if practice is not None:
        organization = f"{practice.head}, {practice.legal}" if practice.legal else practice.head
    if person is None:
        return NameParts(name=organization or chunks[0].head, kind="organization", credentials=credentials)
    prefix, name = _without_prefix(person.head)
    if not any(letter.isalpha() for letter in name):
        return None
    return NameParts(
        name=mend_case(name),
        kind="person_and_organization" if organization else "person",
        organization=organization,
        prefix=prefix,
        credentials=credentials,
        pronouns=pronouns,
    )


def is_organization(text: str) -> bool:
    """Whether a name is a practice's, by its words."""
    return bool(_organization_word().search(text)) or text.lower().startswith("the ")


def credentials_in(text: str) -> list[str]:
    """The letters after a name, as shown; empty when any word is something else."""
    found = [word for word in re.split(r"[\s,/&]+", text) if word]
    return found if found and all(_bare(word) in _letters("credentials") for word in found) else []


def mend_case(text: str) -> str:
    """ADA MCQUILL -> Ada McQuill, ada quill -> Ada Quill; accents and inner capitals stay."""
    whole = text.isupper() or text.islower()
    return " ".join(_mended(word, whole=whole) for word in text.split(" "))


def _mended(word: str, *, whole: bool) -> str:
    letters = [letter for letter in word if letter.isalpha()]
    shouted = len(letters) > 3 and word.isupper()
    if not (whole or shouted) or _SUFFIX.fullmatch(word) or len(letters) < 2:
        return word.upper() if whole and len(letters) == 1 else word
    parts = [part[:1].upper() + part[1:].lower() for part in re.split(r"(?<=[-'’.(])", word)]
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", "".join(parts))


def _open_brackets(text: str) -> tuple[str, _Chunk, str | None]:
    """The text without what stands in brackets beside the name; a nickname inside it stays."""
    found, pronouns = _Chunk("", []), None
    for match in reversed(list(_BRACKETS.finditer(text))):
        inside = match[1].strip()
        if words := set(re.findall(r"[a-z]+", inside.lower())):
            if words <= set(_data()["pronouns"]):
                pronouns = inside
            elif letters := credentials_in(inside):
                found.credentials = letters + found.credentials
            elif is_organization(inside) or _legal(inside.split()[-1]):
                found.organization = inside
            elif match.end() < len(text.rstrip(" ,")) or len(inside.split()) == 1:
                continue
            elif len(inside.split()) > 1:
                found.organization = found.organization or inside
        text = text[: match.start()] + text[match.end() :]
    return text.strip(), found, pronouns


def _chunk(text: str) -> _Chunk:
    head, *tail = [part.strip(" ;–—-") for part in text.strip(" ,;–—-").split(",")]
    found = _Chunk(head.strip(" ,"), [])
    for part in tail:
        words = part.split()
        if letters := credentials_in(" ".join(word for word in words if not _legal(word))):
            found.credentials += letters
        elif words and all(_legal(word) for word in words):
            found.legal = part
        elif _SUFFIX.fullmatch(part):
            found.head += f" {part}"
        elif is_organization(part):
            found.organization = part
    words = found.head.split()
    while len(words) > 2 and (_bare(words[-1]) in _letters("credentials")) and words[-1].strip(".").upper() != "MA":
        found.credentials.insert(0, words.pop())
    found.head = " ".join(words).rstrip(".") if found.head.endswith("..") else " ".join(words)
    return found


def _person_and_practice(chunks: list[_Chunk], *, slashed: bool) -> tuple[_Chunk | None, _Chunk | None]:
    practice = next((one for one in chunks if one.is_practice), None)
    people = [one for one in chunks if not one.is_practice]
    if slashed and practice is None and len(people) == 2 and not people[0].credentials:
        return people[1], people[0]  # the practice stands before the slash
    return (people[0] if people else None), practice


def _without_praise(text: str) -> str:
    return _praise().sub("", text, count=1) or text


def _without_prefix(text: str) -> tuple[str | None, str]:
    found = _prefix().match(text)
    return (found[1].rstrip(".") + ("." if "." in found[0] else ""), text[found.end() :]) if found else (None, text)


def _legal(word: str) -> bool:
    return _bare(word) in _letters("legal")


def _bare(word: str) -> str:
    return word.replace(".", "").strip(",;").upper()


@cache
def _data() -> dict[str, Any]:
    return dict(yaml.safe_load(files(__package__).joinpath("names.yaml").read_text(encoding="utf-8")))


@cache
def _letters(table: str) -> frozenset[str]:
    return frozenset(_bare(word) for word in _data()[table])


@cache
def _organization_word() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_data()["organization"], key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _praise() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_data()["praise"], key=len, reverse=True))
    return re.compile(rf"^(?:(?:{words})[\s,:]+)+(?=\S+\s+\S)", re.IGNORECASE)


@cache
def _prefix() -> re.Pattern[str]:
    words = "|".join(sorted(_data()["prefixes"], key=len, reverse=True))
    return re.compile(rf"^({words})(?:\.\s*|\s+)(?=\S)", re.IGNORECASE)
