"""Relevance, measured: judged queries on the invented set, probes on any version."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import log2
from statistics import fmean
from typing import TypeAlias

from index_config.relevance import Judged
from index_config.taxonomy import load_taxonomy
from index_config.taxonomy.taxonomy import without_brackets
from records import Hit, Query
from records.relevance import ApproachProbe, QueryFigures, SetFigures, mean
from search.engine import SearchEngine
from search.ranking import number_of

_NDCG_AT = 10
_RECALL_AT = 20
_FORBIDDEN_AT = 3
LOOKED_AT = 100  # hits looked at: the most that one page holds

Found: TypeAlias = list[tuple[str, float]]
"""Who was found, best first, each with a score; equal scores are a tie."""


def measured(engine: SearchEngine, queries: Mapping[str, Judged], *, data: str, digest: str) -> SetFigures:
    """The figures of the engine on judged queries; `data` and `digest` are passed through."""
    judged = {id_ for query in queries.values() for id_ in (*query.relevant, *query.forbidden)}
    known = {number_of(id_): id_ for id_ in judged}

    nonsense = {query.q for query in queries.values() if query.nothing}

    def ask(q: str) -> Found:
        if q in nonsense:  # whoever is found there is to be named
            return [(hit.id, hit.score) for hit in engine.search(Query(q=q, limit=_FORBIDDEN_AT)).hits]
        found = engine.ranked(Query(q=q), LOOKED_AT)
        return [(known.get(number, f"number {number}"), score) for number, score in found]

    return judged_by(ask, queries, data=data, digest=digest)


def judged_by(ask: Callable[[str], Found], queries: Mapping[str, Judged], *, data: str, digest: str) -> SetFigures:
    """The figures of anything that answers questions."""
    figures = [_judged(ask(query.q), key, query) for key, query in queries.items()]
    return SetFigures(
        data=data,
        digest=digest,
        ndcg=mean(one.ndcg for one in figures) or 0.0,
        recall=mean(one.recall for one in figures) or 0.0,
        queries=figures,
    )


def probed(engine: SearchEngine, approach_id: str) -> ApproachProbe:
    """What the name of a known approach finds; of the first ten nobody without a claim should stand before who has one.

    Whoever only hints at it by everyday wording comes behind.
    """
    hits, found = _named(engine, approach_id, _NDCG_AT)
    claims = [approach_id in {claim["id"] for claim in hit.therapist["approaches"]} for hit in hits]
    last = max((place for place, claimed in enumerate(claims) if claimed), default=len(hits))
    unclaimed = [hit.id for hit, claimed in zip(hits[:last], claims, strict=False) if not claimed]
    return ApproachProbe(approach=approach_id, found=found, unclaimed=unclaimed)


def first_ten(engine: SearchEngine, approach_id: str) -> dict[str, float]:
    """The first ten whom the name of a known approach finds, with their scores."""
    return {hit.id: hit.score for hit in _named(engine, approach_id, _NDCG_AT)[0]}


def kept_share(engine: SearchEngine, approach_id: str, before: Mapping[str, float], fall: float) -> float:
    """The share of those with these scores `before` who answer as well now: none lost `fall` points or more.

    Whoever only made room for others who are better or equal counts as kept: newcomers are no fault.
    """
    hits, found = _named(engine, approach_id, LOOKED_AT)
    now = {hit.id: hit.score for hit in hits}
    unseen = hits[-1].score if found > len(hits) else float("-inf")  # at most this is whoever was not among them
    return sum(now.get(id_, unseen) > score - fall for id_, score in before.items()) / len(before)


def most_claimed(engine: SearchEngine) -> list[str]:
    """The ids of the approaches that most people of the version claim, most first."""
    counts = engine.search(Query(q="therapist", limit=1)).facets.get("approach", [])
    return [value.value for value in sorted(counts, key=lambda value: (-value.count, value.value))]


def finds(engine: SearchEngine, q: str) -> bool:
    """Whether a question finds anybody."""
    return engine.search(Query(q=q, limit=1)).total.value > 0


def _named(engine: SearchEngine, approach_id: str, limit: int) -> tuple[list[Hit], int]:
    name = without_brackets(load_taxonomy().approaches[approach_id].name)
    answer = engine.search(Query(q=name, limit=limit))
    return answer.hits, answer.total.value


def _judged(hits: Found, key: str, query: Judged) -> QueryFigures:
    if query.nothing:
        found = [id_ for id_, _ in hits[:_FORBIDDEN_AT]]
        return QueryFigures(
            key=key, q=query.q, kind=query.kind, half=query.half, found=found, known_failure=query.known_failure
        )
    ties = list(_ties(hits))
    gains = {id_: 2**grade - 1 for id_, grade in query.relevant.items()}
    best = sum(gain / log2(rank + 2) for rank, gain in enumerate(sorted(gains.values(), reverse=True)[:_NDCG_AT]))
    ndcg = sum(gain / log2(rank + 2) for rank, gain in enumerate(_expected(ties, gains, _NDCG_AT))) / best
    recall = sum(_expected(ties, dict.fromkeys(gains, 1), _RECALL_AT)) / len(gains)
    return QueryFigures(
        key=key,
        q=query.q,
        kind=query.kind,
        half=query.half,
        ndcg=round(ndcg, 4),
        recall=round(recall, 4),
        forbidden=sorted(set(_reaching(ties, _FORBIDDEN_AT)).intersection(query.forbidden)),
        known_failure=query.known_failure,
    )


def _ties(hits: Found) -> Iterator[list[str]]:
    """The ids in order, those with equal scores together: among themselves they take turns from day to day."""
    group: list[str] = []
    before: float | None = None
    for id_, score in hits:
        if group and score != before:
            yield group
            group = []
        group.append(id_)
        before = score
    if group:
        yield group


def _expected(ties: Iterable[list[str]], gains: Mapping[str, int], places: int) -> list[float]:
    """What is to be expected at each of the first places: equal hits share their places (McSherry and Najork 2008)."""
    expected = [fmean(gains.get(id_, 0) for id_ in group) for group in ties for _ in group]
    return expected[:places]


def _reaching(ties: Iterable[list[str]], places: int) -> list[str]:
    """Everybody who may stand on one of the first places."""
    reaching: list[str] = []
    for group in ties:
        if len(reaching) >= places:
            break
        reaching += group
    return reaching
