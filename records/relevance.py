"""Figures of relevance: what a version's answers are worth, on the invented set and by probes."""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Literal

from msgspec import Struct, field

Half = Literal["tuning", "test"]
"""Judged queries that the ranking was tuned to, and those it never was."""


class QueryFigures(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One judged query. Of equal hits, which take turns from day to day, each stands at each of their places in part.

    `ndcg` is over the first ten, `recall` over the first twenty (0 to 1; None where nobody may be found); `forbidden`
    are the forbidden ids that may stand among the first three; `found` are those found where nobody may be.
    """

    key: str
    q: str
    kind: str = ""
    half: Half = "tuning"
    ndcg: float | None = None
    recall: float | None = None
    forbidden: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    known_failure: bool = False

    @property
    def violations(self) -> list[tuple[str, str]]:
        """(query, id) for everybody who was found and must not be."""
        return [(self.q, id_) for id_ in (*self.forbidden, *self.found)]


class SetFigures(Struct, frozen=True, kw_only=True):
    """The invented set. `ndcg` and `recall` are means over all queries, known failures too.

    `data` is the digest of the set, `digest` that of everything the figures depend on.
    """

    data: str
    digest: str
    ndcg: float
    recall: float
    queries: list[QueryFigures]

    @property
    def violations(self) -> list[tuple[str, str]]:
        """(query, id) for everybody who was found and must not be, but for known failures."""
        return [pair for query in self.queries if not query.known_failure for pair in query.violations]


class GroupFigures(Struct, frozen=True, kw_only=True):
    """Some of the judged queries: means, and how often somebody was found who must not be."""

    half: Half
    kind: str
    queries: int
    ndcg: float | None
    recall: float | None
    violations: int


def grouped(queries: Sequence[QueryFigures]) -> list[GroupFigures]:
    """The figures of each half, each kind by itself and all of them together."""
    found: list[GroupFigures] = []
    for half in dict.fromkeys(query.half for query in queries):
        of_half = [query for query in queries if query.half == half]
        kinds = dict.fromkeys(query.kind for query in of_half)
        found += [_group(half, kind, [query for query in of_half if query.kind == kind]) for kind in kinds]
        found.append(_group(half, "all", of_half))
    return found


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is known, to four places; None where nothing is."""
    known = [value for value in values if value is not None]
    return round(fmean(known), 4) if known else None


def _group(half: Half, kind: str, queries: list[QueryFigures]) -> GroupFigures:
    return GroupFigures(
        half=half,
        kind=kind,
        queries=len(queries),
        ndcg=mean(query.ndcg for query in queries),
        recall=mean(query.recall for query in queries),
        violations=sum(len(query.violations) for query in queries),
    )


class RelevanceReport(Struct, frozen=True, kw_only=True):
    """The invented set, answered by the engine and by plain BM25: figures by half and kind, and every query."""

    engine: str
    ours: list[GroupFigures]
    plain: list[GroupFigures]
    queries: list[QueryFigures]


class ApproachProbe(Struct, frozen=True, kw_only=True):
    """The answer to an approach's name. `found` is how many match, `unclaimed` those of the first ten without a claim.

    `unfound`: nobody was found, though these are in the index and describe it. `kept` is the share (0 to 1) of the live
    version's first ten, as far as they are in the candidate, who answer there as well as before; None without a live
    version to compare with.
    """

    approach: str
    found: int
    unclaimed: list[str] = field(default_factory=list)
    unfound: list[str] = field(default_factory=list)
    kept: float | None = None


class ProbeFigures(Struct, frozen=True, kw_only=True):
    """Probes of a candidate: approaches by name, and `nonsense` that found somebody, of `asked` questions."""

    approaches: list[ApproachProbe] = field(default_factory=list)
    asked: int = 0
    nonsense: list[str] = field(default_factory=list)

    @property
    def overlaps(self) -> list[float]:
        """The shares that could be compared."""
        return [probe.kept for probe in self.approaches if probe.kept is not None]


class RelevanceFigures(Struct, frozen=True, kw_only=True):
    """What the checks of relevance look at; `before` are the live version's figures on the same set, where known."""

    now: SetFigures
    before: SetFigures | None = None
    probes: ProbeFigures = ProbeFigures()
