"""The relevance of a candidate: the invented set with the configuration at hand, and probes on the candidate itself."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from flows.progress import Progress, silent
from flows.publishing.desk import Desk
from flows.publishing.invented import discard, inputs_digest, measure
from index_config.relevance import invented_people, judged_queries, relevance_digest
from index_config.taxonomy import load_taxonomy
from pipelines.checks.relevance import relevance_limits
from records.errors import EngineUnavailable, NothingPublished
from records.relevance import ApproachProbe, ProbeFigures, RelevanceFigures, SetFigures
from search import IndexWriter, SearchEngine, open_engine
from search.relevance import finds, first_ten, kept_share, most_claimed, probed
from search.settings import SearchSettings
from store.runs import Run
from store.versions import list_versions

DETAIL = "relevance"
"""The part of a version's detail that holds its figures on the invented set."""

_PROBES = 10  # approaches
_OF_LIVE = 5  # of them, those that most people claim in the live version: what is lost is not in the run
_DESCRIBERS = 20  # of an approach, looked for where it finds nobody


def relevance_figures(desk: Desk, candidate: str, run: Run, progress: Progress = silent) -> RelevanceFigures:
    """The figures of a finished candidate, built from this run.

    The figures of the invented set are those that any earlier version has in its detail for the same code and data,
    else they are measured. Raises TherapyIndexError for a set that is damaged, EngineUnavailable.
    """
    search, writer, live = desk.search, desk.writer, desk.live
    progress("check relevance", 0, None)
    discard(search)
    rows = {row.version: row.detail for row in list_versions(desk.ledger, desk.engine)}
    known = (_figures(detail) for detail in rows.values())
    digest = inputs_digest()
    now = next((one for one in known if one and one.digest == digest), None) or measure(search)
    before = _figures(rows.get(live or "", {}))
    return RelevanceFigures(
        now=now,
        before=before if before and before.data == relevance_digest() else None,
        probes=_probes(search, writer, candidate, live, run),
    )


def _figures(detail: dict[str, Any]) -> SetFigures | None:
    try:
        return msgspec.convert(detail[DETAIL], SetFigures) if DETAIL in detail else None
    except msgspec.ValidationError:  # of another version of ours
        return None


def _probes(search: SearchSettings, writer: IndexWriter, candidate: str, live: str | None, run: Run) -> ProbeFigures:
    described = _described(run)
    before = _live_answers(search, live, described)
    engine = open_engine(search, version=candidate)
    try:
        wanted = list(dict.fromkeys([*before, *described]))[:_PROBES]
        nonsense = [query.q for query in judged_queries(invented_people()).values() if query.anywhere]
        return ProbeFigures(
            approaches=[
                _probe(engine, writer, candidate, one, described.get(one, []), before.get(one, {})) for one in wanted
            ],
            asked=len(nonsense),
            nonsense=[q for q in nonsense if finds(engine, q)],
        )
    finally:
        engine.close()


def _probe(
    engine: SearchEngine,
    writer: IndexWriter,
    candidate: str,
    approach_id: str,
    describers: Collection[str],
    before: dict[str, float],
) -> ApproachProbe:
    probe = probed(engine, approach_id)
    unfound = [] if probe.found else sorted(writer.read(candidate, "therapists", describers))
    still = set(writer.read(candidate, "therapists", before))
    known = {id_: score for id_, score in before.items() if id_ in still}
    kept = kept_share(engine, approach_id, known, relevance_limits().probes.fall) if known else None
    return msgspec.structs.replace(probe, unfound=unfound, kept=kept)


def _described(run: Run) -> dict[str, list[str]]:
    """The approaches that most people of the run describe, most first, each with some of these people."""
    people: Counter[str] = Counter()
    some: defaultdict[str, list[str]] = defaultdict(list)
    for therapist_id, approaches in run.described():
        people.update(approaches)
        for one in approaches:
            if len(some[one]) < _DESCRIBERS:
                some[one].append(therapist_id)
    most = sorted(_known(people), key=lambda one: (-people[one], one))[:_PROBES]
    return {one: some[one] for one in most}


def _live_answers(search: SearchSettings, live: str | None, described: Iterable[str]) -> dict[str, dict[str, float]]:
    """What the live version answers: to the approaches most claimed there, and to those that the run describes."""
    if live is None:
        return {}
    engine = open_engine(search, version=live)
    try:
        claimed = _known(most_claimed(engine))[:_OF_LIVE]
        asked = dict.fromkeys([*claimed, *described])
        return {one: first_ten(engine, one) for one in list(asked)[:_PROBES]}
    except (EngineUnavailable, NothingPublished):  # a live version that is damaged is no reason to keep it
        return {}
    finally:
        engine.close()


def _known(ids: Iterable[str]) -> list[str]:
    """Those that are approaches of the taxonomy: others are found by their words only."""
    approaches = load_taxonomy().approaches
    return [one for one in ids if one in approaches and approaches[one].kind == "approach"]
