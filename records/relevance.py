"""Figures of relevance: what a version's answers are worth, on the invented set and by probes."""

from msgspec import Struct, field


class QueryFigures(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One judged query. Of equal hits, which take turns from day to day, each stands at each of their places in part.

    `ndcg` is over the first ten, `recall` over the first twenty (0 to 1; None where nobody may be found); `forbidden`
    are the forbidden ids that may stand among the first three; `found` are those found where nobody may be.
    """

    key: str
    q: str
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
    """The invented set. `ndcg` and `recall` are means over the queries that are no known failures.

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
