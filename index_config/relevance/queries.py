"""The judged queries: which of the invented people answer a question, and how well."""

from collections.abc import Collection
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from index_config.data import load_yaml, wrong

_HERE = Path(__file__).parent
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
    "nonsense",
]


class Judged(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of queries.yaml: `relevant` maps ids to grades (3 best), `forbidden` must not stand among the first.

    `nothing`: nobody may be found. `known_failure`: today's engine does not manage it; counted apart.
    """

    q: str
    kind: Kind
    relevant: dict[str, int] = field(default_factory=dict)
    forbidden: list[str] = field(default_factory=list)
    nothing: bool = False
    known_failure: bool = False


def judged_queries(people: Collection[str], folder: Path = _HERE) -> dict[str, Judged]:
    """All of them by key; `people` are the known ids. Raises TherapyIndexError for a file that contradicts itself."""
    path = folder / "queries.yaml"
    queries = load_yaml(path, dict[str, Judged])
    for key, query in queries.items():
        if problem := _problem(query, people):
            raise wrong(path, f"{key}: {problem}")
    return queries


@cache
def relevance_digest() -> str:
    """The sha256 (hex) of the whole set: figures of different sets cannot be compared."""
    return sha256(b"".join(path.read_bytes() for path in sorted(_HERE.rglob("*.yaml")))).hexdigest()


def _problem(query: Judged, people: Collection[str]) -> str | None:
    if unknown := sorted({*query.relevant, *query.forbidden} - set(people)):
        return f"nobody is called {', '.join(unknown)}"
    if both := sorted(set(query.relevant).intersection(query.forbidden)):
        return f"{', '.join(both)} cannot be relevant and forbidden"
    if grades := sorted(set(query.relevant.values()).difference(_GRADES)):
        return f"a grade is 1, 2 or 3, not {grades[0]}"
    if query.nothing == bool(query.relevant):
        return "either somebody is relevant or `nothing: true`"
    return None
