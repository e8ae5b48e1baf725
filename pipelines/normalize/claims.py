"""Claims: which approaches somebody ticked, describes or was credentialed in, each with its evidence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from math import prod
from typing import Any

from index_config.analysis import tokens
from index_config.taxonomy import Taxonomy, slug
from index_config.taxonomy.matcher import Mention, mentions, phrases
from pipelines.data import read_yaml
from pipelines.mention import Claimed
from pipelines.vocabulary import says_nothing
from records import ClaimField
from records.therapist import Claim

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?\n](?:\s|$)")
_SEVERAL = re.compile(r"\s*[,/;|]\s*")
_REACH = 40  # characters looked at on either side of a name


def ticked(shown: Iterable[str], field: ClaimField, taxonomy: Taxonomy) -> Iterator[Claimed]:
    """The names of a list as claims; of issues only those that are approaches after all. Unknown names stay.

    In a list of therapies a name may lack that word: "Schema". So does an abbreviation that is no capitals: "Art".
    """
    for name in (one for item in shown for one in _names(item, taxonomy)):
        whole = taxonomy.resolve(f"{name} therapy") if field == "approaches" else None
        is_word = name.upper() in taxonomy.ambiguous and not name.isupper()
        found = (whole if is_word else None) or taxonomy.resolve(name) or whole or taxonomy.box(name) or slug(name)
        for one in dict.fromkeys([found, *taxonomy.in_brackets(name)]):
            if one and kind_of(one, field, taxonomy) == "approach":
                yield _whole(one, "ticked", field, name)


def listed_issues(shown: Iterable[str], field: ClaimField, taxonomy: Taxonomy) -> Iterator[str]:
    """The ids of the names of a list that are issues."""
    for name in (one for item in shown for one in _names(item, taxonomy)):
        found = taxonomy.box(name) or slug(name)
        if found and kind_of(found, field, taxonomy) == "issue":
            yield found


def _names(item: str, taxonomy: Taxonomy) -> list[str]:
    """The names of one item of a list: itself, or several known ones ("CBT/DBT"); none where it says there is none."""
    if says_nothing(item):
        return []
    names = _SEVERAL.split(item)
    is_one = len(names) == 1 or taxonomy.box(item) or not all(map(taxonomy.box, names))
    return [item] if is_one else names


def kind_of(approach_id: str, field: ClaimField, taxonomy: Taxonomy) -> str:
    """What an id is: as the taxonomy has it, else as the list it stands in says."""
    known = taxonomy.approaches.get(approach_id)
    return known.kind if known else "issue" if field == "issues" else "approach"


def credentialed(credentials: Iterable[str]) -> Iterator[Claimed]:
    """The approaches in which letters behind a name say that somebody was examined."""
    for letters in credentials:
        if found := _letters().get(letters.replace(".", "").upper()):
            yield _whole(found, "credentialed", "credentials", letters)


def certified(training: Iterable[str], taxonomy: Taxonomy) -> Iterator[Claimed]:
    """The approaches in which the lines of a list of trainings say that somebody was examined: "EMDR Certified"."""
    for line in training:
        named = [one for one in mentions(line) if _counts(one, taxonomy)]
        held = {one.approach_id for one in named if _is_certified(line, one) or _is_level(line)}
        held |= {found for found, pattern in _said().items() if pattern.match(f"I am {line}")}
        for approach_id in sorted(held) if len(held) == 1 else ():
            yield _whole(approach_id, "credentialed", "credentials", line)


def told(text: str, field: ClaimField, taxonomy: Taxonomy) -> Iterator[Claimed]:
    """The approaches that somebody's own words name, call certified, or describe in enough words of their own.

    What is denied is no claim. Of each approach and claim the first evidence counts.
    """
    words = tokens(text)
    named = {m.approach_id: m for m in reversed(mentions(text, words)) if _counts(m, taxonomy)}
    for mention in sorted(named.values(), key=lambda one: one.start):
        yield _spoken(mention, "described", field)
        if _is_certified(text, mention):
            yield _spoken(mention, "credentialed", field)
    for approach_id, pattern in _said().items():
        if said := pattern.search(text):
            itself = Mention(approach_id, said.start(1), said.end(1), said[1], negated=False)
            yield _spoken(itself, "credentialed", field)
    wording: defaultdict[str, dict[str, Mention]] = defaultdict(dict)
    for phrase in phrases(text, words):
        if phrase.approach_id not in named and _counts(phrase, taxonomy):
            wording[phrase.approach_id].setdefault(phrase.text.casefold(), phrase)
    for found in wording.values():
        if _is_enough([phrase.weight for phrase in found.values()]):
            yield _spoken(max(found.values(), key=lambda phrase: phrase.weight), "described", field)


def _counts(mention: Mention, taxonomy: Taxonomy) -> bool:
    return not mention.negated and taxonomy.approaches[mention.approach_id].kind == "approach"


def _is_certified(text: str, mention: Mention) -> bool:
    """Whether a word for an examination stands close to the name, and none in its sentence puts that off."""
    before = _SENTENCE_END.split(text[max(0, mention.start - _REACH) : mention.start].lower())[-1]
    behind = _SENTENCE_END.split(text[mention.end : mention.end + _REACH].lower())[0]
    words, words_behind, near = _WORD.findall(before), _WORD.findall(behind), _rules()["near"]
    is_said = not set(_rules()["certified"]).isdisjoint([*words[-near:], *words_behind[:near]])
    whose = next((word for word in reversed(words) if word not in _rules()["certified"]), None)
    if whose in _rules()["of_others"]:
        return False
    return is_said and set(_rules()["not_yet"]).isdisjoint([*words, *words_behind])


def _is_level(line: str) -> bool:
    """Whether a line names a level of training that nobody reaches without the one before."""
    return re.search(rf"\b(?:{'|'.join(_rules()['levels'])})\b", line, re.IGNORECASE) is not None


def _is_enough(weights: list[float]) -> bool:
    rule = _rules()["wording"]
    sure = 1 - prod(1 - weight for weight in weights)
    return len(weights) >= int(rule["phrases"]) and sure >= float(rule["sureness"])


def _spoken(mention: Mention, claim: Claim, field: ClaimField) -> Claimed:
    return Claimed(
        approach_id=mention.approach_id,
        claim=claim,
        field=field,
        text=mention.text,
        start=mention.start,
        end=mention.end,
    )


def _whole(approach_id: str, claim: Claim, field: ClaimField, text: str) -> Claimed:
    return Claimed(approach_id=approach_id, claim=claim, field=field, text=text, start=0, end=len(text))


@cache
def _letters() -> dict[str, str]:
    return {letters: found for found, held in _rules()["credentials"].items() for letters in held}


@cache
def _said() -> dict[str, re.Pattern[str]]:
    """Approach -> how somebody says of themselves, and denies not, that they are credentialed in it."""
    return {
        found: re.compile(rf"\bI(?: am|['’]m)(?: also| now)?(?: an?)? ({'|'.join(said)})\b", re.IGNORECASE)
        for found, said in _rules()["said"].items()
    }


@cache
def _rules() -> dict[str, Any]:
    return dict(read_yaml(__package__, "claims.yaml"))
