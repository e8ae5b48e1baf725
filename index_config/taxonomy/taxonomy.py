"""Loading the taxonomy, and finding an approach by any of its names."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Literal

from msgspec import Struct, field, structs
from rapidfuzz import fuzz, process

from index_config.data import ROOT, read_yaml, wrong
from index_config.folding import folded_words
from index_config.taxonomy.rules import RULES_FILE, Wording, rules
from records import Approach, Phrase

Ambiguity = Literal["capitals", "context"]
Kind = Literal["approach", "issue"]

_FILES: dict[Kind, str] = {"approach": "taxonomy/approaches.yaml", "issue": "taxonomy/issues.yaml"}
WORDINGS_FILE = "taxonomy/wordings.yaml"
PASSAGES_FILE = "taxonomy/passages.yaml"
_ALL_FILES = (*_FILES.values(), WORDINGS_FILE, PASSAGES_FILE, RULES_FILE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_LIKELY = 60  # of 100; below it a name is not what somebody mistyped
_LONGEST = 100  # characters compared
_MOST_RESOLVED = 1 << 16


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of approaches.yaml or issues.yaml, whose key is its id."""

    name: Wording
    synonyms: list[Wording] = field(default_factory=list)
    abbreviations: list[Wording] = field(default_factory=list)
    ambiguous: dict[str, Ambiguity] = field(default_factory=dict)
    phrases: dict[Wording, float] = field(default_factory=dict)
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


class Taxonomy(Struct, frozen=True):
    """All known approaches and issues by id.

    `ambiguous` says which names mean something else too, and what running text must show before they count
    ("capitals", or "context" beside them); `keys` maps every name, folded, to an id, `boxes` the labels that
    mean it only where boxes are ticked ("Child", "Couples"); `digest` changes with any edit of the data.
    """

    approaches: dict[str, Approach]
    ambiguous: dict[str, Ambiguity]
    keys: dict[str, str]
    boxes: dict[str, str]
    digest: str
    resolved: dict[str, str | None] = field(default_factory=dict)  # what was looked up: boxes offer the same names

    def resolve(self, value: str) -> str | None:
        """The id of the approach with this id, alias, name, synonym or abbreviation; None when there is none.

        Case, accents, punctuation and brackets do not matter.
        """
        found = self.resolved.get(value, "")
        if found == "":
            spellings = [without_brackets(value), *_BRACKETS.findall(value), value]
            found = next((self.keys[key] for key in map(_key, spellings) if key in self.keys), None)
            if len(self.resolved) < _MOST_RESOLVED:
                self.resolved[value] = found
        return found

    def box(self, label: str) -> str | None:
        """The id of what a box with this label stands for, a page of a directory being one; None for an unknown one."""
        return self.resolve(label) or self.boxes.get(_key(without_brackets(label)))

    def in_brackets(self, label: str) -> list[str]:
        """The ids of what a label names in brackets beside itself: "Mindfulness-Based (MBCT)" stands for both."""
        inner = [_key(part) for part in _BRACKETS.findall(label) if part.upper() not in self.ambiguous]
        return [self.keys[key] for key in inner if key in self.keys]

    def nearest(self, value: str, n: int = 3) -> list[str]:
        """The names of at most `n` approaches that look most like the value, best first; empty when none does."""
        wanted = _key(value)[:_LONGEST]
        close = process.extract(wanted, list(self.keys), scorer=fuzz.WRatio, limit=None, score_cutoff=_LIKELY)
        close.sort(key=lambda one: -(one[1] + fuzz.ratio(wanted, one[0])))  # alone, WRatio likes long names
        return list(dict.fromkeys(self.approaches[self.keys[key]].name for key, _, _ in close))[:n]


def without_brackets(name: str) -> str:
    """The name without what stands in brackets: "Internal Family Systems (IFS)"."""
    return _BRACKETS.sub(" ", name).strip()


def slug(name: str) -> str:
    """The id of a name: folded, without brackets and punctuation, words joined by hyphens."""
    return "-".join(folded_words(without_brackets(name)))


@cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy as shipped."""
    read = {kind: read_yaml(file, dict[str, Entry]) for kind, file in _FILES.items()}
    entries = {id_: entry for of_kind in read.values() for id_, entry in of_kind.items()}
    return Taxonomy(
        approaches={id_: _approach(kind, id_, entry) for kind in read for id_, entry in read[kind].items()},
        ambiguous={name: demand for entry in entries.values() for name, demand in entry.ambiguous.items()},
        keys={_key(name): id_ for id_, entry in entries.items() for name in _names(id_, entry)},
        boxes={_key(label): id_ for id_, entry in entries.items() for label in entry.boxes},
        digest=sha256(b"".join((ROOT / name).read_bytes() for name in _ALL_FILES)).hexdigest()[:16],
    )


@cache
def wordings() -> dict[str, dict[str, float]]:
    """Everyday wording by the id of what it means, with its weights; the taxonomy's own phrases are among it."""
    read = read_yaml(WORDINGS_FILE, dict[str, dict[float, list[Wording]]])
    known = load_taxonomy().approaches
    if unknown := sorted(read.keys() - known.keys()):
        raise wrong(ROOT / WORDINGS_FILE, f"{unknown[0]} is no approach or issue")
    return {
        id_: {phrase.text: phrase.weight for phrase in approach.phrases}
        | {text: weight for weight, texts in read.get(id_, {}).items() for text in texts}
        for id_, approach in known.items()
    }


def spellings(name: str) -> list[str]:
    """A name in all the ways it is written, itself first: "Behavior Therapy", "Behaviour Therapist"."""
    ways = [name]
    for pattern, other in _other_spellings():
        ways += [pattern.sub(other, way) for way in ways if pattern.search(way)]
    return list(dict.fromkeys(ways))


@cache
def _other_spellings() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern, re.IGNORECASE), other) for pattern, other in rules().spellings.items()]


def _approach(kind: Kind, id_: str, entry: Entry) -> Approach:
    values = structs.asdict(entry)
    del values["ambiguous"], values["boxes"]
    values["phrases"] = [Phrase(text=text, weight=weight) for text, weight in entry.phrases.items()]
    return Approach(id=id_, kind=kind, **values)


def _names(id_: str, entry: Entry) -> Iterator[str]:
    yield id_
    yield entry.name
    yield from entry.aliases
    for name in (without_brackets(entry.name), *entry.synonyms):
        yield from spellings(name)
    yield from entry.abbreviations


def _key(value: str) -> str:
    """What is left of a name when its spelling does not matter: folded words, "&" as "and"."""
    return " ".join(folded_words(value.replace("&", " and ")))
