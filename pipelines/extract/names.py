"""A name as shown, taken apart: prefix, person, practice, credentials, pronouns."""

import re
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct, field

from pipelines.data import read_yaml
from pipelines.extract.casing import mend_person, mend_phrase
from pipelines.extract.places import STATES
from records.extract import Kind


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
_AT = re.compile(r"(?:(?i:practi[cs](?:es|ing)|works|working|sees clients)\s+)?(?:at|with)\s+([A-Z].{2,58}[^.!?])")
_SEVERAL = re.compile(r"(?:^|\s)(?:&|and)\s")
_TWO_WORDS = re.compile(r"[\w'’-]+\s(?:&|and)\s[\w'’-]+")
_SUFFIX = re.compile(r"(?:II|III|IV|[JS]r\.?)", re.IGNORECASE)
_LIKE_CREDENTIAL = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z.]{1,7}(?:-[A-Z]{1,4})?")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$")  # Jr. and A. keep theirs
_IN_TRAINING = re.compile(r"\bin\s+training\b", re.IGNORECASE)
_NAME_WORD = re.compile(r"""["“'(]?[^\W\d_][\w.'’-]*["”')]?|&""")


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
    text, pronouns = without_pronouns(text)
    text = _SUPERVISOR.sub("", text)
    text = _OWN_PLACE.sub(lambda place: "" if place[1] in STATES else place[0], text)
    found = _Found()
    text = _open_brackets(_without_opener(_QUOTED_FIRST.sub("", text, count=1)), found)
    _sort_pieces([one for one in _pieces(text) if one[1].casefold() != (city or "").casefold()], found)
    if len(found.people) > 1 and " " not in found.people[0]:
        del found.people[0]  # "Fresh Start" Coaching, Ada Quill
    if not found.people and not found.practices:
        found.people = found.others[:1]
    practice = _mend_practice(found.practices[0]) if found.practices else None
    prefix, person = _without_prefix(found.people[0]) if found.people else (None, practice or "")
    if not any(letter.isalpha() for letter in person) or person[0] in "=@+-":
        return None
    kind: Kind = "person_and_organization" if practice else "person"
    return NameParts(
        name=mend_person(_FULL_STOP.sub("", person), _words("particles")) if found.people else person,
        kind=kind if found.people else "organization",
        organization=practice if found.people else None,
        prefix=prefix,
        credentials=tuple(dict.fromkeys(found.credentials)),
        pronouns=pronouns,
    )


def openers() -> list[str]:
    """Words that stand before a name at the top of a page, as patterns."""
    return list(_data()["openers"])


def same_name(one: str, other: str) -> bool:
    """Whether two name lines name the same person or practice."""
    if one == other:
        return True
    parts = split_name(one), split_name(other)
    return bool(parts[0] and parts[1] and parts[0].name.casefold() == parts[1].name.casefold())


def pronouns_in(text: str) -> str | None:
    """The pronouns that a text is, as shown without brackets; None when it is something else."""
    shown = text.strip("()[] ,.")
    return shown if any(mark in shown for mark in "/,") and _only_pronouns().fullmatch(shown) else None


def is_nobody(shown: str) -> bool:
    """Whether a name is that of a record which a site keeps to test itself."""
    return _nobody().match(shown) is not None


def names_role(name: str) -> bool:
    """Whether a name says what somebody is: "Therapist Wanted"."""
    return not _words("roles").isdisjoint(name.lower().split())


def is_article(name: str) -> bool:
    """Whether what looks like a practice's name is the heading of an article."""
    return name.partition(" ")[0].lower() in _words("articles") or name[0].isdigit()


def keeps_list(name: str) -> bool:
    """Whether a name is that of an association or a list, which stands on the page of each of its members."""
    return not _words("keepers").isdisjoint(name.lower().split())


@lru_cache(maxsize=1_024)
def is_organization(text: str) -> bool:
    """Whether a name is a practice's, by its words."""
    words = re.findall(r"[\w-]+", text.lower())
    return (
        not _words("organization").isdisjoint(words)
        or not _words("phrase").isdisjoint(words[1:-1])
        or (len(words) > 1 and words[0] in _words("opening"))
    )


def named_at(line: str) -> str | None:
    """The name behind "at" or "practices at", where a line is nothing else."""
    found = _AT.fullmatch(line)
    return found[1] if found else None


def is_practice(line: str) -> bool:
    """Whether a line that stands by itself is a practice's name: it ends like one and is more than what it offers."""
    last = line.rpartition(" ")[2].strip("&,.").lower()
    return last in _last_words() and len(line.split()) <= _MOST_WORDS + 1 and not is_service(line)


@cache
def _last_words() -> frozenset[str]:
    """The words that practices' names end with."""
    return _words("organization") | {word.lower() for word in _words("legal")}


def is_service(line: str) -> bool:
    """Whether a line names what practices offer, or is no name: one word, small words, words that all of them use."""
    words = [word for shown in line.split() if (word := shown.strip("&,."))]
    if len(words) < 2 or not all(word[0].isupper() or word in _words("small") for word in words):
        return True
    small = {word.lower().replace("’", "'").replace("'", "") for word in words}
    return small <= (_words("services") | _words("organization"))


def credentials_in(text: str, *, guess: bool = False) -> list[str]:
    """The letters after a name, as shown; empty when any word is something else.

    `guess` also takes letters that are on no list but look like it.
    """
    credentials: list[str] = []
    for word in re.split(r"[\s,;/&]+", _IN_TRAINING.sub("in-training", text)):
        if _bare(word) in _letters("not_yet"):
            credentials[-1:] = [f"{one} {word}" for one in credentials[-1:]]
        elif _is_credential(word) or (guess and _LIKE_CREDENTIAL.fullmatch(word)):
            credentials.append(word)
        elif word and word.lower() not in _words("beside_credentials"):
            return []
    return credentials


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
                or (_TWO_WORDS.fullmatch(piece) and not _words("phrase").isdisjoint(first.lower().split()[1:-1]))
            )
        ):
            return index
    return 0


def _parted(mark: str, piece: str) -> list[tuple[str, str]]:
    """LMFT of Blue Door Counseling -> LMFT, Blue Door Counseling."""
    both = _LETTERS_OF_PRACTICE.fullmatch(piece)
    if both and _is_credential(both[1]) and is_organization(both[2]):
        return [(mark, both[1]), ("@", both[2])]
    return [(mark, piece)]


def _sort_pieces(pieces: list[tuple[str, str]], found: _Found) -> None:
    """Puts every piece of the line where it belongs."""
    shouted = all(piece.isupper() for _, piece in pieces)
    for mark, piece in pieces:
        bare, letters = _without_letters(piece)
        if found.others and _bare(piece) in STATES:
            continue  # the end of a phrase with a place of its own
        if mark == "," and found.people and _SUFFIX.fullmatch(piece):
            found.people[-1] += f" {piece}"
        elif _is_legal_form(piece):
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
    elif found.people and not found.credentials and _bare(form) not in _letters("professional"):
        found.practices.append(found.people.pop() + shown)


def _is_practice(piece: str, letters: list[str], *, first: bool) -> bool:
    """A practice's name, by its words or its legal form; behind a person, what says where or what one is, is none."""
    last = piece.split()[-1]
    if not is_organization(piece):
        return _is_legal_form(last) and not letters and _bare(last) not in _letters("professional")
    words = piece.lower().split()
    return first or ("in" not in words and _words("roles").isdisjoint(words))


def _is_person(piece: str) -> bool:
    """Whether a piece can be a person's name: a few words, none of which says what somebody is or does."""
    words = piece.split()
    return (
        0 < len(words) <= _MOST_WORDS
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and _words("roles").isdisjoint(word.strip(".,").lower() for word in words)
        and not is_organization(piece)
    )


def _mend_practice(name: str) -> str:
    return mend_phrase(name, _words("small"), _words("acronyms")) if name.isupper() or name.islower() else name


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
    return name if len(words) > 1 and words[0] not in _words("small") and _is_person(name) else piece


def _without_letters(piece: str) -> tuple[str, list[str]]:
    """A piece without the credentials and legal forms that stand behind it without a comma."""
    words = piece.split()
    fewest = 2 + len(words) - len(_without_prefix(piece)[1].split())
    letters: list[str] = []
    while len(words) > fewest and (_is_credential(words[-1]) or _is_legal_form(words[-1]) or _is_not_yet(words)):
        word = f"{words.pop(-2)} {words.pop()}" if _is_not_yet(words) else words.pop()
        letters += [] if _is_legal_form(word) and not _is_credential(word) else [word]
    return " ".join(words), letters[::-1]


def _is_not_yet(words: list[str]) -> bool:
    """Whether these words end with letters that somebody does not quite hold yet: Ada Quill LPC Associate."""
    return len(words) > 3 and _bare(words[-1]) in _letters("not_yet") and _is_credential(words[-2])


def _open_brackets(text: str, found: _Found) -> str:
    """The text without what stands in brackets beside the name; a nickname stays."""
    for match in reversed(list(_BRACKETS.finditer(text))):
        before, inside, behind = text[: match.start()], match[1].strip(), text[match.end() :].lstrip()
        words = inside.split()
        if not words or words[0].lower() in _words("asides") or words[-1].lower() in _words("roles"):
            pass
        elif letters := credentials_in(inside):
            found.credentials[:0] = letters
        elif is_organization(inside) or _is_legal_form(words[-1]):
            found.practices.insert(0, inside)
        elif not _words("roles").isdisjoint(inside.lower().split()):
            pass
        elif len(words) == 1 or (behind and behind[0] not in ",-–—|/"):
            continue
        elif is_organization(before):
            person, _, letters_behind = inside.partition(",")
            found.people.insert(0, person)
            found.credentials[:0] = credentials_in(letters_behind)
        elif inside[0].isupper():
            found.practices.insert(0, inside)
        text = before + text[match.end() :]
    return text.strip()


def without_pronouns(text: str) -> tuple[str, str | None]:
    """A line without the pronouns in it, and these."""
    found = _pronouns().search(text) if any(mark in text for mark in "([/") else None
    if found is None:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,"), found[0].strip("()[] ,")


def _without_prefix(text: str) -> tuple[str | None, str]:
    found = _prefix().match(text)
    if found is None:
        return None, text
    return " ".join(word.capitalize() for word in re.findall(r"\w+\.?", found[0])), text[found.end() :]


def _is_credential(word: str) -> bool:
    bare, mark, more = word.replace(".", "").strip(",;").partition("-")
    if not (mark and more.upper() in _letters("not_yet")):
        bare += mark + more
    return bare in _words("credentials") or bare in _letters("credentials") or bare.upper() in _letters("degrees")


def _is_legal_form(word: str) -> bool:
    is_name = len(word) == 2 and word.istitle()  # Mia Pa, Ada Co
    return _bare(word) in _letters("legal") and not is_name


def _bare(word: str) -> str:
    return word.replace(".", "").strip(",; ").upper()


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(__package__, "names.yaml"))


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(_data()[table])


@cache
def _letters(table: str) -> frozenset[str]:
    return frozenset(word.upper() for word in _data()[table])


@cache
def _nobody() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(_data()['nobody'])})\b", re.IGNORECASE)


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(openers())})[\s:,]+", re.IGNORECASE)


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['roles'])})\b[\s:]+", re.IGNORECASE)


@cache
def _pronouns() -> re.Pattern[str]:
    one = f"(?:{'|'.join(_data()['pronouns'])})"
    bracketed = rf"[,\s]*[(\[]\s*{one}(?:\s*[/,]\s*{one})*\s*[)\]]"
    return re.compile(rf"{bracketed}|[,\s]+{one}(?:/{one})+(?=[\s,]|$)", re.IGNORECASE)


@cache
def _only_pronouns() -> re.Pattern[str]:
    one = f"(?:{'|'.join(_data()['pronouns'])})"
    return re.compile(rf"{one}(?:\s*[/,]\s*{one})+", re.IGNORECASE)


@cache
def _prefix() -> re.Pattern[str]:
    one = f"(?:{'|'.join(_data()['prefixes'])})"
    return re.compile(rf"(?:{one}(?:\.\s*|\s+)(?=\S))+", re.IGNORECASE)
