"""From records to the documents of the indexes; their fields are listed in mappings/*.yaml."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec

from index_config.ages import age_groups
from index_config.analysis import composed, plain_words
from index_config.folding import fold
from index_config.places import state_name
from index_config.taxonomy import Taxonomy
from records import Approach, Location, Meaning, Statement, Therapist
from records.therapist import CLAIMS_BY_STRENGTH

Document = dict[str, Any]

_MANY_BOXES = 20
_fold = lru_cache(maxsize=1 << 14)(fold)  # of cities, titles, insurers: few, and of many people


def therapist_document(
    therapist: Therapist, statements: list[Statement], taxonomy: Taxonomy, meaning: Meaning | None = None
) -> Document:
    """The document of a therapist. `statements` are the current ones, of this therapist.

    Without a `meaning` the words mean what is claimed to be described, and what the statements are about.
    """
    meaning = meaning or _claimed(therapist, statements)
    told = set(meaning.told)
    record = _record(therapist)
    record.pop("about")
    record.pop("statements")
    return {
        "id": therapist.id,
        "name": composed(therapist.name),
        "organization": _text(therapist.organization),
        "title_text": _text(therapist.title, *therapist.credentials),
        "about": _text(therapist.about),
        "own_words": [composed(statement.text) for statement in statements],
        "approach_names": _approach_names(therapist, taxonomy),
        "place_text": [_place_text(location) for location in therapist.locations],
        "name_words": list(dict.fromkeys(plain_words(f"{therapist.name} {therapist.organization or ''}"))),
        "approach": [claim.id for claim in therapist.approaches],
        "spoken": list(dict.fromkeys(one.approach_id for one in statements if one.approach_id in told)),
        "told": meaning.told,
        "hinted": meaning.hinted,
        "written_in": _folded(meaning.written_in),
        **{name: [a.id for a in therapist.approaches if name in a.claims] for name in CLAIMS_BY_STRENGTH},
        "issues": therapist.issues,
        "chosen": _chosen(therapist, meaning),
        "state": _unique(location.state for location in therapist.locations),
        "city": _folded(location.city for location in therapist.locations),
        "title": _folded([therapist.title]),
        "license": _folded([therapist.license]),
        "insurance": _folded(therapist.insurance),
        "language": _folded(therapist.languages),
        "age": _ages(therapist.ages),
        "kind": therapist.kind,
        "status": therapist.status,
        "source": therapist.sources,
        "name_sort": fold(therapist.name),
        "telehealth": therapist.telehealth,
        "fee_min": therapist.fee_min,
        "fee_max": therapist.fee_max,
        "location": [
            {"lat": location.lat, "lon": location.lon}
            for location in therapist.locations
            if location.lat is not None and location.lon is not None
        ],
        "last_seen": record["last_seen"],
        "completeness": completeness(therapist, statements),
        "record": record,
        "words": _words(therapist, statements),
        "meaning": {"told": meaning.told, "hinted": meaning.hinted, "written_in": meaning.written_in},
    }


def _chosen(therapist: Therapist, meaning: Meaning) -> list[str]:
    """What somebody ticked who chose: many boxes without a word about anything say nothing."""
    ticked = [claim.id for claim in therapist.approaches if "ticked" in claim.claims]
    boxes = [*ticked, *therapist.issues]
    return boxes if len(boxes) <= _MANY_BOXES or meaning.told else []


def _claimed(therapist: Therapist, statements: list[Statement]) -> Meaning:
    described = [claim.id for claim in therapist.approaches if claim.claim == "described"]
    subjects = (statement.approach_id for statement in statements)
    return Meaning(therapist_id=therapist.id, told=list(dict.fromkeys([*described, *subjects])))


def statement_document(statement: Statement, therapist: Therapist) -> Document:
    """The document of a statement, with what its author is filtered by."""
    record = _record(statement)
    return {
        "id": statement.id,
        "therapist_id": statement.therapist_id,
        "approach": statement.approach_id,
        "source": statement.source,
        "state": _unique(location.state for location in therapist.locations),
        "title": _folded([therapist.title]),
        "license": _folded([therapist.license]),
        "text": composed(statement.text),
        "last_seen": record["last_seen"],
        "record": record,
    }


def approach_document(approach: Approach) -> Document:
    """The document of an approach or issue."""
    return {
        "id": approach.id,
        "kind": approach.kind,
        "known": approach.known,
        "name_sort": fold(approach.name),
        "names": [composed(name) for name in (approach.name, *approach.synonyms, *approach.abbreviations)],
        "phrases": [composed(phrase.text) for phrase in approach.phrases],
        "definition": _text(approach.definition),
        "record": _record(approach),
    }


def completeness(therapist: Therapist, statements: list[Statement]) -> float:
    """The share (0 to 1) of the things people look for in a profile that this one has."""
    looked_for = (
        therapist.title,
        therapist.locations,
        therapist.about or statements,
        therapist.approaches,
        therapist.issues,
        therapist.telehealth is not None,
        therapist.fee_min is not None or therapist.sliding_scale is not None,
        therapist.insurance,
        therapist.languages,
        therapist.ages,
        therapist.phone or therapist.website,
    )
    return round(sum(map(bool, looked_for)) / len(looked_for), 3)


def _approach_names(therapist: Therapist, taxonomy: Taxonomy) -> list[str]:
    names: list[str] = []
    for claim in therapist.approaches:
        approach = taxonomy.approaches.get(claim.id)
        names.append(approach.name if approach else claim.id.replace("-", " "))
    known = (taxonomy.approaches.get(issue) for issue in therapist.issues)
    names += [one.name if one else id_.replace("-", " ") for one, id_ in zip(known, therapist.issues, strict=True)]
    return names


def _place_text(location: Location) -> str:
    name = state_name(location.state) if location.state else None
    return composed(" ".join(part for part in (location.city, location.state, name, location.zip) if part))


def _ages(labels: list[str]) -> list[str]:
    return _folded([*(group for label in labels for group in age_groups(label)), *labels])


def _words(therapist: Therapist, statements: list[Statement]) -> list[dict[str, Any]]:
    claims = {approach.id: approach.claim for approach in therapist.approaches}
    words: list[dict[str, Any]] = [
        {
            "field": "statement",
            "approach": statement.approach_id,
            "claim": claims.get(statement.approach_id),
            "text": statement.text,
            "source_url": statement.source_url,
            "last_seen": msgspec.to_builtins(statement.last_seen),
        }
        for statement in statements
    ]
    if therapist.about:
        words.append(
            {
                "field": "about",
                "approach": None,
                "claim": None,
                "text": therapist.about,
                "source_url": next(iter(therapist.profile_urls), None),
                "last_seen": msgspec.to_builtins(therapist.last_seen),
            }
        )
    return words


def _record(record: Therapist | Statement | Approach) -> dict[str, Any]:
    """The record as JSON would hold it: plain values, times in ISO 8601."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


def _text(*parts: str | None) -> str | None:
    return composed(" ".join(part for part in parts if part)) or None


def _folded(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys([folded for value in values if value and (folded := _fold(value))]))


def _unique(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
