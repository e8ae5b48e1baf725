"""A name as shown, taken apart: prefix, person, practice, credentials, pronouns."""

import re
from functools import cache, lru_cache

from msgspec import Struct, field

from pipelines.extract.casing import mend_person, mend_phrase
from pipelines.extract.letters import credentials_in, is_credential, is_legal_form, without_letters, without_prefix
from pipelines.extract.name_words import bare_word, known_letters, known_words, name_data
from pipelines.extract.places import STATES
from pipelines.extract.practices import is_organization
from pipelines.extract.pronouns import without_pronouns
from records.extract import Kind

_LONGEST, _MOST_WORDS = 300, 6
_LICENSE_NUMBER = re.compile(r"\s*(?:\blicense\s+)?#\s?\w+", re.IGNORECASE)
_OWN_PLACE = re.compile(r"\s+in\s+[^,|()–—]{2,40},\s*([A-Z]{2})\b\.?")
_SUPERVISOR = re.compile(
    r"[\s,;–—-]+(?:(?:and\s+)?supervised by|under (?:the )?(?:clinical )?supervision (?:of|by)|supervisor:)\s.*",
    re.IGNORECASE,
)
_QUOTED_FIRST = re.compile(r"""^["“”„«][^"“”»]*["“”»]\s*[,;:–—-]?\s*(?=\S+\s+\S)""")
_QUOTED = re.compile(r"""["“”„«].*["“”»]""")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_SIGNS = re.compile(r"[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff™®©]")  # arrows, stars, pictures, marks of trade
_SEPARATOR = re.compile(r"\s*([,|/•·~*]|[:;]\s|\s[–—-]+\s?|(?<=[^\W\d])[–—-]\s|[–—])\s*")
_PERSON_OF_PRACTICE = re.compile(r"(.+?\s.+?)\s+(?:of|at|with|from|@|d/?b/?a)\s+(.+)")
_LETTERS_OF_PRACTICE = re.compile(r"(\S+)\s+(?:of|at|with|from|@)\s+(.+)")
_SEVERAL = re.compile(r"(?:^|\s)(?:&|and)\s")
_TWO_WORDS = re.compile(r"[\w'’-]+\s(?:&|and)\s[\w'’-]+")
_SUFFIX = re.compile(r"(?:II|III|IV|[JS]r\.?)", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$")  # Jr. and A. keep theirs
_NAME_WORD = re.compile(r"""["“'(]?[^\W\d_][\w.'’-]*["”')]?|&""")


class NameParts(Struct, frozen=True, kw_only=True):
    """What a name line holds. `name` is the person's where there is one, else the practice's."""

    name: str
    kind: Kind = "person"
    organization: str | None = None
    prefix: str | None = None
    credentials: tuple[str, ...] = ()
    pronouns: str | None = None


class _Found(Struct):
    """What the pieces of a line came to so far."""

    people: list[str] = field(default_factory=list)
    practices: list[str] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@lru_cache(maxsize=65_536)
def split_name(shown: str, city: str | None = None) -> NameParts | None:
    """Takes a name line apart; None when no name is left. `city`, the place of the line, is nobody's name.

    The case is mended in what is all in capitals or all small. The name of a test record is none.
    """
    text = " ".join(_SIGNS.sub(" ", shown[:_LONGEST]).split())
    if is_nobody(text):
        return None
    if "#" in text:
        text = _LICENSE_NUMBER.sub("", text)
    text, pronouns = without_pronouns(_badge().sub(r"\1", text))
    text = _SUPERVISOR.sub("", text)
    text = _OWN_PLACE.sub(lambda place: "" if place[1] in STATES else place[0], text)
    found = _Found()
    text = _open_brackets(_without_opener(_QUOTED_FIRST.sub("", text, count=1)), found)
    _sort_pieces([one for one in _pieces(text) if one[1].casefold() != (city or "").casefold()], found)
    if len(found.people) > 1 and " " not in found.people[0]:
        first = found.people.pop(0)  # "Fresh Start" Coaching, Ada Quill; Quill, Ada
        found.people[0] += f" {first}" if " " not in found.people[0] and text.startswith(f"{first},") else ""
    if not found.people and not found.practices:
        found.people = found.others[:1]
    practice = _mend_practice(found.practices[0]) if found.practices else None
    prefix, person = without_prefix(found.people[0]) if found.people else (None, practice or "")
    if not any(letter.isalpha() for letter in person) or person[0] in "=@+-":
        return None
    kind: Kind = "person_and_organization" if practice else "person"
    return NameParts(
        name=mend_person(_FULL_STOP.sub("", person), known_words("particles")) if found.people else person,
        kind=kind if found.people else "organization",
        organization=practice if found.people else None,
        prefix=prefix,
        credentials=tuple(dict.fromkeys(found.credentials)),
        pronouns=pronouns,
    )


def openers() -> list[str]:
    """Words that stand before a name at the top of a page, as patterns."""
    return list(name_data()["openers"])


def same_name(one: str, other: str) -> bool:
    """Whether two name lines name the same person or practice."""
    if one == other:
        return True
    parts = split_name(one), split_name(other)
    return bool(parts[0] and parts[1] and parts[0].name.casefold() == parts[1].name.casefold())


def is_nobody(shown: str) -> bool:
    """Whether a name is that of a record which a site keeps to test itself."""
    return _nobody().match(shown) is not None


def names_role(name: str) -> bool:
    """Whether a name says what somebody is: "Therapist Wanted"."""
    return not known_words("roles").isdisjoint(name.lower().split())


def is_article(name: str) -> bool:
    """Whether what looks like a practice's name is the heading of an article."""
    return name.partition(" ")[0].lower() in known_words("articles") or name[0].isdigit()


def keeps_list(name: str) -> bool:
    """Whether a name is that of an association or a list, which stands on the page of each of its members."""
    return not known_words("keepers").isdisjoint(name.lower().split())


def _pieces(text: str) -> list[tuple[str, str]]:
    """(separator before it, piece) in order; the first has no separator."""
    parts = ["", *_SEPARATOR.split(text)]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    pieces = [(mark.strip(), part.strip(" ;")) for mark, part in pairs if part.strip(" .;–—-")]
    if not pieces:
        return []
    if last := _end_of_list(pieces):
        pieces[: last + 1] = [("", ", ".join(piece for _, piece in pieces[: last + 1]))]
    both = _PERSON_OF_PRACTICE.fullmatch(pieces[0][1])
    if both and _is_person(both[1]) and is_organization(both[2]):
        pieces[:1] = [("", both[1]), ("@", both[2])]
    return [("", _without_praise(pieces[0][1])), *(part for piece in pieces[1:] for part in _parted(*piece))]


def _end_of_list(pieces: list[tuple[str, str]]) -> int:
    """Where a list of words ends that is one name: Quill, Marsh & Associates; Center for Hope, Healing & Growth.

    0 when the line does not begin with one.
    """
    first = pieces[0][1]
    for index, (mark, piece) in enumerate(pieces[1:], 1):
        if mark != "," or credentials_in(piece, guess=True):
            break
        joins = _SEVERAL.search(piece)
        if (
            joins
            and (
                joins.start() == 0  # and Oakes
                or " " not in first
                or (_TWO_WORDS.fullmatch(piece) and not known_words("phrase").isdisjoint(first.lower().split()[1:-1]))
            )
        ):
            return index
    return 0


def _parted(mark: str, piece: str) -> list[tuple[str, str]]:
    """LMFT of Blue Door Counseling -> LMFT, Blue Door Counseling."""
    both = _LETTERS_OF_PRACTICE.fullmatch(piece)
    if both and is_credential(both[1]) and is_organization(both[2]):
        return [(mark, both[1]), ("@", both[2])]
    return [(mark, piece)]


def _sort_pieces(pieces: list[tuple[str, str]], found: _Found) -> None:
    """Puts every piece of the line where it belongs."""
    shouted = all(piece.isupper() for _, piece in pieces)
    for mark, piece in pieces:
        bare, letters = without_letters(piece)
        if found.others and bare_word(piece) in STATES:
            continue  # the end of a phrase with a place of its own
        if mark == "," and found.people and _SUFFIX.fullmatch(piece):
            found.people[-1] += f" {piece}"
        elif is_legal_form(piece):
            _add_legal_form(f"{mark} {piece}", piece, found)
        elif _QUOTED.fullmatch(piece):
            found.others.append(piece)
        elif mark and (more := credentials_in(piece, guess=not shouted)):
            found.credentials += more
        elif _is_practice(bare if letters else piece, letters, first=not mark):
            found.practices.append(piece)
        elif _is_person(bare):
            if mark == "/" and found.people and not (found.practices or found.credentials):
                found.practices.append(found.people.pop())  # the practice stands before the slash
            found.people.append(bare)
            found.credentials += letters
        else:
            found.others.append(bare)


def _add_legal_form(shown: str, form: str, found: _Found) -> None:
    """A legal form belongs to the practice before it, or makes one of a name that no credentials call a person's."""
    if found.practices:
        found.practices[-1] += shown
    elif found.people and not found.credentials and bare_word(form) not in known_letters("professional"):
        found.practices.append(found.people.pop() + shown)


def _is_practice(piece: str, letters: list[str], *, first: bool) -> bool:
    """A practice's name, by its words or its legal form; behind a person, what says where or what one is, is none."""
    last = piece.split()[-1]
    if not is_organization(piece):
        return is_legal_form(last) and not letters and bare_word(last) not in known_letters("professional")
    words = piece.lower().split()
    return first or ("in" not in words and known_words("roles").isdisjoint(words))


def _is_person(piece: str) -> bool:
    """Whether a piece can be a person's name: a few words, none of which says what somebody is or does."""
    words = piece.split()
    return (
        0 < len(words) <= _MOST_WORDS
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and known_words("roles").isdisjoint(word.strip(".,").lower() for word in words)
        and not is_organization(piece)
    )


def _mend_practice(name: str) -> str:
    return (
        mend_phrase(name, known_words("small"), known_words("acronyms")) if name.isupper() or name.islower() else name
    )


def _without_opener(text: str) -> str:
    """Meet Ada Quill -> Ada Quill; Contact Point -> Contact Point."""
    name = _opener().sub("", text, count=1)
    first = _SEPARATOR.split(name, maxsplit=1)[0]
    return name if " " in first and _is_person(first) else text


def _without_praise(piece: str) -> str:
    """Leading Expert Ada Quill -> Ada Quill."""
    roles = list(_role().finditer(piece))
    name = piece[roles[-1].end() :] if roles else ""
    words = name.split()
    return name if len(words) > 1 and words[0] not in known_words("small") and _is_person(name) else piece


def _open_brackets(text: str, found: _Found) -> str:
    """The text without what stands in brackets beside the name; a nickname stays."""
    for match in reversed(list(_BRACKETS.finditer(text))):
        before, inside, behind = text[: match.start()], match[1].strip(), text[match.end() :].lstrip()
        words = inside.split()
        if not words or words[0].lower() in known_words("asides") or words[-1].lower() in known_words("roles"):
            pass
        elif letters := credentials_in(inside):
            found.credentials[:0] = letters
        elif is_organization(inside) or is_legal_form(words[-1]):
            found.practices.insert(0, inside)
        elif not known_words("roles").isdisjoint(inside.lower().split()):
            pass
        elif (len(words) == 1 and "/" not in inside) or (behind and behind[0] not in ",-–—|/"):
            continue
        elif is_organization(before):
            person, _, letters_behind = inside.partition(",")
            found.people.insert(0, person)
            found.credentials[:0] = credentials_in(letters_behind)
        elif inside.istitle() and "," not in inside and known_words("asides").isdisjoint(inside.lower().split()):
            found.practices.insert(0, inside)
        text = before + text[match.end() :]
    return text.strip()


@cache
def _nobody() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(name_data()['nobody'])})\b", re.IGNORECASE)


@cache
def _badge() -> re.Pattern[str]:
    return re.compile(rf"^(\S+\s.*?)\s+(?:{'|'.join(name_data()['badges'])})$", re.IGNORECASE)


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(openers())})[\s:,]+", re.IGNORECASE)


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(name_data()['roles'])})\b[\s:]+", re.IGNORECASE)
