"""What stands around a name: a prefix before it, credentials and legal forms behind it."""

import re
from functools import cache

from pipelines.extract.name_words import bare_word, known_letters, known_words, name_data

_LIKE_CREDENTIAL = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z.]{1,7}(?:-[A-Z]{1,4})?")
_PARTED = re.compile(r"\b(Ph|Psy|Ed)\.\s+([DSM]\b)")  # Ph. D.
_ANY_CASE = 4  # letters: so many are no word and no name
_IN_TRAINING = re.compile(r"\bin\s+training\b", re.IGNORECASE)


def credentials_in(text: str, *, guess: bool = False) -> list[str]:
    """The letters after a name, as shown; empty when any word is something else.

    `guess` also takes letters that are on no list but look like it.
    """
    credentials: list[str] = []
    for word in re.split(r"[\s,;/&]+", _PARTED.sub(r"\1\2", _IN_TRAINING.sub("in-training", text))):
        if bare_word(word) in known_letters("not_yet"):
            credentials[-1:] = [f"{one} {word}" for one in credentials[-1:]]
        elif is_credential(word) or (guess and _LIKE_CREDENTIAL.fullmatch(word)):
            credentials.append(word)
        elif word and word.lower() not in known_words("beside_credentials"):
            return []
    return credentials


def without_letters(piece: str) -> tuple[str, list[str]]:
    """A piece without the credentials and legal forms that stand behind it without a comma."""
    words = piece.split()
    fewest = 2 + len(words) - len(without_prefix(piece)[1].split())
    letters: list[str] = []
    while len(words) > fewest and (is_credential(words[-1]) or is_legal_form(words[-1]) or _is_not_yet(words)):
        word = f"{words.pop(-2)} {words.pop()}" if _is_not_yet(words) else words.pop()
        letters += [] if is_legal_form(word) and not is_credential(word) else [word]
    return " ".join(words), letters[::-1]


def _is_not_yet(words: list[str]) -> bool:
    """Whether these words end with letters that somebody does not quite hold yet: Ada Quill LPC Associate."""
    return len(words) > 3 and bare_word(words[-1]) in known_letters("not_yet") and is_credential(words[-2])


def without_prefix(text: str) -> tuple[str | None, str]:
    """What stands before a name ("Dr."), and the name."""
    found = _prefix().match(text)
    if found is None:
        return None, text
    return " ".join(word.capitalize() for word in re.findall(r"\w+\.?", found[0])), text[found.end() :]


def holds_prefix(text: str) -> bool:
    """Whether something like a prefix stands in a text; most names have none."""
    return _prefix().search(text) is not None


def is_credential(word: str) -> bool:
    """Whether a word is letters that people write behind their names."""
    bare, mark, more = word.replace(".", "").strip(",;").partition("-")
    if not (mark and more.upper() in known_letters("not_yet")):
        bare += mark + more
    is_listed = bare in known_words("credentials") or bare in known_letters("credentials")
    return is_listed or bare.upper() in _any_case()


def mended_letters(credentials: list[str]) -> list[str]:
    """Each credential once, without dots and in its usual case: Ph.D. and PHD are PhD, lcsw is LCSW."""
    codes = (code.replace(".", "") for code in credentials)
    return list(dict.fromkeys(_any_case().get(code.upper(), code) for code in codes))


def is_legal_form(word: str) -> bool:
    """Whether a word is the legal form of a practice: LLC."""
    is_name = len(word) == 2 and word.istitle()  # Mia Pa, Ada Co
    return bare_word(word) in known_letters("legal") and not is_name


@cache
def _any_case() -> dict[str, str]:
    """Letters in capitals -> as they are usually written: of those that are letters in any case."""
    long = [letters for letters in name_data()["credentials"] if len(letters) >= _ANY_CASE and letters.isupper()]
    return {letters.upper(): letters for letters in [*long, *name_data()["degrees"]]}


@cache
def _prefix() -> re.Pattern[str]:
    one = f"(?:{'|'.join(name_data()['prefixes'])})"
    return re.compile(rf"(?:{one}(?:\.\s*|\s+)(?=\S))+", re.IGNORECASE)
