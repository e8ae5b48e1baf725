"""The judged queries: which of the invented people answer a question, and how well."""

from collections.abc import Collection
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct, field, structs

from index_config.data import load_yaml, wrong
from records.relevance import Half

_HERE = Path(__file__).parent
_FAILURES = "known_failures.yaml"
_GRADES = (1, 2, 3)

Kind = Literal[
    "name",
    "abbreviation",
    "synonym",
    "place",
    "issue",
    "lay",
    "misspelling",
    "negation",
    "sense",
    "person",
    "long",
    "spanish",
    "language",
    "nonsense",
]


class Judged(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of tuning.yaml or test.yaml: `relevant` maps ids to grades (3 best), `forbidden` must not stand first.

    `nothing`: nobody may be found, and with `anywhere` in no other index either. `half` is the file it stands in;
    `known_failure`: today's engine does not manage it (known_failures.yaml).
    """

    q: str
    kind: Kind
    relevant: dict[str, int] = field(default_factory=dict)
    forbidden: list[str] = field(default_factory=list)
    nothing: bool = False
    anywhere: bool = False
    half: Half = "tuning"
    known_failure: bool = False


def judged_queries(people: Collection[str], folder: Path = _HERE) -> dict[str, Judged]:
    """All of them by key; `people` are the known ids. Raises TherapyIndexError for a file that contradicts itself."""
    found: dict[str, Judged] = {}
    known = load_yaml(folder / _FAILURES, dict[str, str])
    for half in get_args(Half):
        path = folder / f"{half}.yaml"
        for key, query in load_yaml(path, dict[str, Judged]).items():
            if problem := _problem(key, query, people, found):
                raise wrong(path, f"{key}: {problem}")
            found[key] = structs.replace(query, half=half, known_failure=key in known)
    if unknown := sorted(set(known) - set(found)):
        raise wrong(folder / _FAILURES, f"there is no query {unknown[0]}")
    return found


@cache
def relevance_digest() -> str:
    """The sha256 (hex) of the whole set: figures of different sets cannot be compared."""
    return sha256(b"".join(path.read_bytes() for path in sorted(_HERE.rglob("*.yaml")))).hexdigest()


def _problem(key: str, query: Judged, people: Collection[str], others: Collection[str]) -> str | None:
    if key in others:
        return "stands in the other half already"
    if unknown := sorted({*query.relevant, *query.forbidden} - set(people)):
        return f"nobody is called {', '.join(unknown)}"
    if both := sorted(set(query.relevant).intersection(query.forbidden)):
        return f"{', '.join(both)} cannot be relevant and forbidden"
    if grades := sorted(set(query.relevant.values()).difference(_GRADES)):
        return f"a grade is 1, 2 or 3, not {grades[0]}"
    if query.nothing == bool(query.relevant):
        return "either somebody is relevant or `nothing: true`"
    if query.anywhere and not query.nothing:
        return "`anywhere` belongs to `nothing: true`"
    return None
