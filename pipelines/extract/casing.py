"""Mending the case of names and cities that were typed all in capitals or all small; nothing else is touched."""

import re

_VOWELS = frozenset("aeiouyáéíóúàèìòùäëïöüâêîôûãõåøæœ")
_SUFFIX = re.compile(r"(?:II|III|IV|VI{0,3})\.?")
_PARTS = re.compile(r"(?<=[-'’./(\"“])")
_ELIDED = re.compile(r"[DL]['’]\w{3}")  # COEUR D'ALENE
_MC = re.compile(r"\bMc([a-z])(?=[a-z]{2})")


def mend_person(name: str, particles: frozenset[str]) -> str:
    """ADA MCQUILL -> Ada McQuill, ada de quill -> Ada de Quill; initials (TJ) and inner capitals stay.

    `particles` are the small words inside names.
    """
    whole = name.isupper() or name.islower()
    words = name.split(" ")
    last = len(words) - 1
    return " ".join(
        (word.lower() if whole else word)
        if word.lower() in particles and 0 < index < last
        else _person_word(word, whole=whole, is_last=whole and 0 < index == last)
        for index, word in enumerate(words)
    )


def mend_phrase(phrase: str, small: frozenset[str], acronyms: frozenset[str]) -> str:
    """MARIETTA -> Marietta, Long Island city -> Long Island City, KING OF PRUSSIA -> King of Prussia.

    `small` words stay small inside the phrase; `acronyms`, and what cannot be spoken (DBT), stay in capitals.
    """
    shouted = phrase.isupper()
    words = phrase.split(" ")
    return " ".join(
        word[0].lower() + _capitalized(word)[1:]
        if index and shouted and _ELIDED.match(word)
        else _phrase_word(word, acronyms, shouted=shouted)
        if not index or word.lower() not in small
        else (word.lower() if shouted else word)
        for index, word in enumerate(words)
    )


def _person_word(word: str, *, whole: bool, is_last: bool) -> str:
    letters = [letter.lower() for letter in word if letter.isalpha()]
    if len(letters) < 2 or _SUFFIX.fullmatch(word.upper() if whole else word):
        return word.upper() if whole else word
    if word.islower() or (is_last and word.isupper() and "." not in word[:-1]):
        return _capitalized(word)
    spoken = not _VOWELS.isdisjoint(letters) and letters[-1] != "j" and "." not in word[:-1]
    return _capitalized(word) if word.isupper() and spoken and (whole or len(letters) > 2) else word


def _phrase_word(word: str, acronyms: frozenset[str], *, shouted: bool) -> str:
    if word.islower():
        return _capitalized(word)
    is_abbreviated = len(word) == 2 or word.endswith(".")  # ST PAUL, FT. WORTH
    spoken = is_abbreviated or not _VOWELS.isdisjoint(word.lower())
    return _capitalized(word) if shouted and spoken and word.strip(",.") not in acronyms else word


def _capitalized(word: str) -> str:
    parts = _PARTS.split(word)
    # What follows an apostrophe is a name of its own (O'Quill) unless it is short (women's).
    mended = "".join(
        part.lower()
        if index and parts[index - 1][-1] in "'’" and len(part) < 3
        else part[:1].upper() + part[1:].lower()
        for index, part in enumerate(parts)
    )
    return _MC.sub(lambda found: f"Mc{found[1].upper()}", mended)
