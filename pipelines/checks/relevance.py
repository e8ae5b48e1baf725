"""The checks of relevance: `relevance-set` on the invented people, `probes` on the candidate itself."""

from functools import cache
from statistics import fmean

from msgspec import Struct

from pipelines.checks.facts import Facts
from pipelines.checks.limits import Amount, Limits, Share
from pipelines.checks.result import CheckResult, Outcome
from pipelines.data import read_kind
from records.relevance import QueryFigures, RelevanceFigures, SetFigures

_SHOWN = 5  # queries or ids in a reason


class SetLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """See relevance.yaml."""

    ndcg: Share
    loss: Share
    right: Share
    query_loss: Share


class ProbeLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """See relevance.yaml."""

    kept: Share
    kept_worst: Share
    fall: Amount


class RelevanceLimits(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of relevance.yaml."""

    relevance_set: SetLimits
    probes: ProbeLimits


@cache
def relevance_limits() -> RelevanceLimits:
    """The limits as shipped."""
    return read_kind(__package__, "relevance.yaml", RelevanceLimits)


def relevance_set(facts: Facts, _: Limits) -> list[CheckResult]:
    """The average, the queries one by one, and whom they must not find."""
    if facts.relevance is None:
        return [_result("relevance-set", None, "not applicable", None, None, "it was not measured")]
    now, before = facts.relevance.now, facts.relevance.before
    if not now.queries:
        return [_result("relevance-set", None, "not applicable", None, None, "there are no judged queries")]
    return [_average(now, before), _queries(now, before), _forbidden(now, before)]


def probes(facts: Facts, _: Limits) -> list[CheckResult]:
    """Whether approaches find those who claim them, nonsense nobody, and the live version's first ten again."""
    figures = facts.relevance
    if figures is None:
        return [_result("probes", None, "not applicable", None, None, "they were not measured")]
    return [_claims(figures), _nonsense(figures), *_kept(figures)]


def _average(now: SetFigures, before: SetFigures | None) -> CheckResult:
    rule = relevance_limits().relevance_set
    limit = max(rule.ndcg, round(before.ndcg - rule.loss, 4)) if before else rule.ndcg
    compared = f", {before.ndcg:.3f} with the live version" if before else ""
    reason = f"nDCG@10 is {now.ndcg:.3f} on the invented set{compared}; at least {limit:.3f} is asked"
    return _result("relevance-set", "nDCG@10", _outcome(now.ndcg >= limit), now.ndcg, limit, reason)


def _queries(now: SetFigures, before: SetFigures | None) -> CheckResult:
    known = {query.key: query for query in before.queries} if before else {}
    golden = [query for query in now.queries if not query.known_failure]
    ruined = [query for query in golden if _is_ruined(query, known.get(query.key))]
    reason = f"{len(golden) - len(ruined)} of {len(golden)} judged queries are answered as they should be"
    if ruined:
        named = _some([_said(query, known.get(query.key)) for query in ruined])
        reason = f"{len(ruined)} of {len(golden)} judged queries are ruined: {named}"
    return _result("relevance-set", "queries", _outcome(not ruined), len(ruined), 0, reason)


def _forbidden(now: SetFigures, before: SetFigures | None) -> CheckResult:
    limit = len(before.violations) if before else 0
    figure = len(now.violations)
    reason = f"{figure} forbidden answers among the first three"
    if figure:
        reason += ": " + _some([f"'{q}' finds {id_}" for q, id_ in now.violations])
    return _result("relevance-set", "forbidden", _outcome(figure <= limit), figure, limit, reason)


def _is_right(query: QueryFigures) -> bool:
    return not query.violations and (query.ndcg is None or query.ndcg >= relevance_limits().relevance_set.right)


def _is_ruined(query: QueryFigures, before: QueryFigures | None) -> bool:
    """Whether a query is wrong now and was right before, as far as that is known, or has lost much."""
    if before is None:
        return not _is_right(query)
    lost = (before.ndcg or 0) - (query.ndcg or 0)
    return _is_right(before) and (not _is_right(query) or lost > relevance_limits().relevance_set.query_loss)


def _said(query: QueryFigures, before: QueryFigures | None) -> str:
    if query.violations:
        return f"'{query.q}' ({query.key}) finds {', '.join(id_ for _, id_ in query.violations)}"
    was = f", {before.ndcg:.2f} before" if before and before.ndcg is not None else ""
    return f"'{query.q}' ({query.key}) has nDCG {query.ndcg or 0:.2f}{was}"


def _claims(figures: RelevanceFigures) -> CheckResult:
    asked = figures.probes.approaches
    if not asked:
        return _result("probes", "claims", "not applicable", None, None, "no approach is described by anybody")
    bad = [f"{probe.approach} finds {id_} without a claim" for probe in asked for id_ in probe.unclaimed]
    bad += [f"{probe.approach} does not find {id_}, who describes it" for probe in asked for id_ in probe.unfound]
    reason = f"the first ten of {len(asked)} approaches claim them"
    return _result("probes", "claims", _outcome(not bad), len(bad), 0, _some(bad) if bad else reason)


def _nonsense(figures: RelevanceFigures) -> CheckResult:
    found, asked = figures.probes.nonsense, figures.probes.asked
    if not asked:
        return _result("probes", "nonsense", "not applicable", None, None, "there are no nonsense queries")
    reason = f"{asked} nonsense queries find nobody"
    if found:
        reason = "nonsense finds somebody: " + _some([f"'{q}'" for q in found])
    return _result("probes", "nonsense", _outcome(not found), len(found), 0, reason)


def _kept(figures: RelevanceFigures) -> list[CheckResult]:
    rule = relevance_limits().probes
    compared = [probe for probe in figures.probes.approaches if probe.kept is not None]
    if not compared:
        reason = "there is no live version whose answers could be compared"
        return [_result("probes", "overlap", "not applicable", None, None, reason)]
    shares = figures.probes.overlaps
    mean, worst = round(fmean(shares), 4), min(shares)
    poorest = min(compared, key=lambda probe: probe.kept or 0)
    asked = f"of the live version's first ten for {len(compared)} approaches"
    return [
        _result(
            "probes",
            "overlap",
            _outcome(mean >= rule.kept),
            mean,
            rule.kept,
            f"{mean:.0%} {asked} answer as well as before",
        ),
        _result(
            "probes",
            "overlap-worst",
            _outcome(worst >= rule.kept_worst),
            worst,
            rule.kept_worst,
            f"{worst:.0%} do for {poorest.approach}, the worst of these approaches",
        ),
    ]


def _outcome(is_good: bool) -> Outcome:
    return "passed" if is_good else "failed"


def _some(items: list[str]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(items[:_SHOWN]) + more


def _result(
    check: str, subject: str | None, outcome: Outcome, figure: float | None, limit: float | None, reason: str
) -> CheckResult:
    return CheckResult(check=check, subject=subject, outcome=outcome, figure=figure, limit=limit, reason=reason)
