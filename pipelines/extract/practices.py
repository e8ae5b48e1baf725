"""Names of practices, known by their words."""

import re
from functools import cache, lru_cache

from pipelines.extract.name_words import known_words

_MOST_WORDS = 7
_AT = re.compile(r"(?:(?i:practi[cs](?:es|ing)|works|working|sees clients)\s+)?(?:at|with)\s+([A-Z].{2,58}[^.!?])")


@lru_cache(maxsize=1_024)
def is_organization(text: str) -> bool:
    """Whether a name is a practice's, by its words."""
    words = re.findall(r"[\w-]+", text.lower())
    return (
        not known_words("organization").isdisjoint(words)
        or not known_words("phrase").isdisjoint(words[1:-1])
        or (len(words) > 1 and words[0] in known_words("opening"))
    )


def named_at(line: str) -> str | None:
    """The name behind "at" or "practices at", where a line is nothing else."""
    found = _AT.fullmatch(line)
    return found[1] if found else None


def is_practice(line: str) -> bool:
    """Whether a line that stands by itself is a practice's name: it ends like one and is more than what it offers."""
    last = line.rpartition(" ")[2].strip("&,.").lower()
    return last in _last_words() and len(line.split()) <= _MOST_WORDS and not (is_service(line) or is_past(line))


@cache
def _last_words() -> frozenset[str]:
    """The words that practices' names end with."""
    return known_words("organization") | {word.lower() for word in known_words("legal")}


def is_past(line: str) -> bool:
    """Whether a line tells what somebody did or does somewhere, or names a school: "Licensed in Oregon"."""
    words = re.findall(r"[\w'-]+", line.lower().replace("’", "'"))
    if len(words) > 1 and words[0] in known_words("done") and words[1] in known_words("small"):
        return True
    return not known_words("keepers").isdisjoint(words) and known_words("organization").isdisjoint(words)


def is_service(line: str) -> bool:
    """Whether a line names what practices offer, or is no name: one word, small words, words that all of them use."""
    words = [word for shown in line.split() if (word := shown.strip("&,."))]
    if len(words) < 2 or not all(word[0].isupper() or word in known_words("small") for word in words):
        return True
    small = {word.lower().replace("’", "'").replace("'", "") for word in words}
    return small <= (known_words("services") | known_words("organization"))
