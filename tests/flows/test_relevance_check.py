"""The relevance check of a publish: a slip of the taxonomy is refused, and so is a candidate that lost its claims."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import yaml
from elasticsearch import Elasticsearch

import index_config
from flows.publishing import relevance
from flows.publishing.candidate import INDEXES, documents
from flows.publishing.desk import Desk
from flows.publishing.history import next_name
from flows.publishing.invented import SCRATCH, apart, inputs_digest
from flows.publishing.relevance import DETAIL, relevance_figures
from flows.stages.import_page import import_page
from flows.stages.normalize import normalize
from flows.stages.publish import publish
from pipelines.checks import CheckResult
from pipelines.checks.checks import CHECKS
from pipelines.checks.facts import Facts
from pipelines.checks.limits import load_limits
from records import Query
from records.figures import RunFigures
from records.optouts import OptOuts
from records.relevance import QueryFigures, RelevanceFigures, SetFigures
from search import open_engine, open_writer
from search.settings import SearchSettings
from store.leases import Lease
from store.ledger import open_ledger
from store.runs import latest_run
from store.settings import StoreSettings
from store.versions import list_versions, set_version
from tests.repetitions import each
from tests.search.people import META
from tests.therapyindex.running import TWIN, URL, Therapyindex

Edit = Callable[[dict[str, Any]], None]
RELATIONAL = "relational-therapy"


class Publishing:
    """A data directory with a live version, and what a publish hands to the check."""

    def __init__(self, data: Path, settings: SearchSettings) -> None:
        self.store, self.settings = StoreSettings(data=data), settings
        import_page(self.store, TWIN, approach=RELATIONAL, url=URL, date=datetime(2026, 5, 30, tzinfo=UTC))
        normalize(self.store)
        self.version = publish(self.store, settings).version
        self.ledger, self.writer = open_ledger(self.store), open_writer(settings)
        run = latest_run(self.store)
        assert run
        self.run = run
        held = Lease(self.ledger, "none", "nobody")
        self.desk = Desk(ledger=self.ledger, store=self.store, search=settings, writer=self.writer, held=held)

    def candidate(self, change: Callable[[dict[str, Any]], None]) -> str:
        """A finished version, each of whose therapists' documents was changed."""
        now = datetime.now(UTC)
        version = next_name(self.desk, now)
        self.writer.build(version, META)
        for index in INDEXES:
            made = documents(self.run, index, OptOuts(), now)
            self.writer.bulk(version, index, changed(made, change) if index == "therapists" else made)
        self.writer.finish(version, {})
        return version

    def figures(self, candidate: str, live: str | None) -> RelevanceFigures:
        """The figures of a version."""
        return relevance_figures(msgspec.structs.replace(self.desk, live=live), candidate, self.run)

    @contextmanager
    def knowing(self, **changes: Any) -> Iterator[None]:
        """Other figures in the live version's detail, for a while."""
        (row,) = list_versions(self.ledger, self.settings.engine)
        other = {**row.detail, DETAIL: {**row.detail[DETAIL], **changes}}
        set_version(self.ledger, row.engine, row.version, detail=other)
        try:
            yield
        finally:
            set_version(self.ledger, row.engine, row.version, detail=row.detail)

    @property
    def command(self) -> Therapyindex:
        """The command line on it."""
        if self.settings.engine == "embedded":
            return Therapyindex(self.store.data)
        env = {
            "THERAPYINDEX_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": self.settings.elasticsearch_url,
            "THERAPYINDEX_ALIAS": self.settings.alias,
        }
        return Therapyindex(self.store.data, env)


@pytest.fixture(scope="module", params=each(["embedded", "elasticsearch"]))
def publishing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publishing]:
    """On each engine."""
    data = tmp_path_factory.mktemp(request.param) / "data"
    if request.param == "embedded":
        yield Publishing(data, SearchSettings(index=data / "index"))
        return
    url, alias = request.getfixturevalue("elasticsearch_url"), f"test-{uuid4().hex[:8]}"
    yield Publishing(data, SearchSettings(engine="elasticsearch", elasticsearch_url=url, alias=alias))
    with Elasticsearch(url) as client:
        for index in client.indices.get(index=f"{alias}-*"):
            client.indices.delete(index=index)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a live version on the embedded engine; to be copied."""
    data = tmp_path_factory.mktemp("published") / "data"
    return Publishing(data, SearchSettings(index=data / "index")).store.data


def copied(published: Path, tmp_path: Path) -> Therapyindex:
    shutil.copytree(published, tmp_path / "data")
    return Therapyindex(tmp_path / "data")


def changed(made: Iterable[dict[str, Any]], change: Callable[[dict[str, Any]], None]) -> Iterator[dict[str, Any]]:
    for document in made:
        change(document)
        yield document


def answers(settings: SearchSettings) -> str:
    """The version that answers."""
    engine = open_engine(settings)
    answer = engine.search(Query(q="relational home"))
    engine.close()
    assert answer.hits
    return answer.index.version


def with_slip(run: Therapyindex, tmp_path: Path, file: str, edit: Edit) -> Therapyindex:
    """The same command line with an edited taxonomy."""
    copy = tmp_path / "edited" / "index_config"
    shutil.copytree(Path(index_config.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    path = copy / "taxonomy" / f"{file}.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    edit(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    if file == "approaches":  # whoever takes an entry away takes its wordings and passages away
        issues = yaml.load((copy / "taxonomy" / "issues.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
        for name in ("wordings", "passages"):
            path = copy / "taxonomy" / f"{name}.yaml"
            known = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
            left = {id_: said for id_, said in known.items() if id_ in data or id_ in issues or id_ == "nothing"}
            path.write_text(yaml.safe_dump(left, allow_unicode=True), encoding="utf-8")
    return Therapyindex(run.data, {**run.env, "PYTHONPATH": str(copy.parent)})


# ---- the scratch version


def test_the_set_is_never_seen_and_what_a_killed_run_left_of_it_goes(publishing: Publishing) -> None:
    scratch = apart(publishing.settings)
    builder = open_writer(scratch)
    builder.build(SCRATCH, META)
    builder.close()  # unfinished, as a kill leaves it
    assert is_there(scratch)
    assert publishing.figures(publishing.version, None).now.queries  # known already, and cleaned up all the same
    assert not is_there(scratch)
    assert {info.version for info in publishing.writer.versions()} >= {publishing.version}
    assert SCRATCH not in {info.version for info in publishing.writer.versions()}


def is_there(scratch: SearchSettings) -> bool:
    if scratch.engine == "embedded":
        return (scratch.index / SCRATCH).exists()
    with Elasticsearch(scratch.elasticsearch_url) as client:
        return bool(client.indices.get(index=f"{scratch.alias}-*"))


# ---- figures that are known, and probes


def relevance_set(figures: RelevanceFigures) -> list[CheckResult]:
    return said("relevance-set", figures)


def probes(figures: RelevanceFigures) -> list[CheckResult]:
    return said("probes", figures)


def said(check: str, figures: RelevanceFigures | None) -> list[CheckResult]:
    """What a check says of these figures."""
    facts = Facts(now=datetime.now(UTC), figures=RunFigures(), relevance=figures)
    return [*CHECKS[check](facts, load_limits())]


def failed(results: Iterable[CheckResult]) -> list[str]:
    return [f"{result.check} {result.subject}" for result in results if result.outcome == "failed"]


def without_claims(document: dict[str, Any]) -> None:
    for field in ("approach", "described", "credentialed", "ticked", "chosen", "spoken", "told", "hinted"):
        document[field] = []
    document["record"]["approaches"] = []


def weaker(document: dict[str, Any]) -> None:
    document["ticked"], document["described"] = document["described"], []
    document["spoken"], document["told"] = [], []
    for claim in document["record"]["approaches"]:
        claim.update(claim="ticked", claims=["ticked"])


def seen_by_field_only(document: dict[str, Any]) -> None:
    document["record"]["approaches"] = []


def test_a_candidate_like_the_live_version_passes(publishing: Publishing) -> None:
    figures = publishing.figures(publishing.candidate(lambda document: None), publishing.version)
    assert failed([*relevance_set(figures), *probes(figures)]) == []
    (probe,) = figures.probes.approaches
    assert (probe.approach, probe.found, probe.kept) == (RELATIONAL, 14, 1.0)


@pytest.mark.parametrize(
    ("change", "subjects"),
    [
        (without_claims, ["probes claims", "probes overlap", "probes overlap-worst"]),
        (seen_by_field_only, ["probes claims"]),
        (weaker, ["probes overlap", "probes overlap-worst"]),
    ],
)
def test_a_candidate_that_lost_its_claims_is_caught(
    publishing: Publishing, change: Callable[[dict[str, Any]], None], subjects: list[str]
) -> None:
    figures = publishing.figures(publishing.candidate(change), publishing.version)
    assert failed(probes(figures)) == subjects


def test_a_first_candidate_without_claims_is_caught_by_what_the_run_describes(publishing: Publishing) -> None:
    figures = publishing.figures(publishing.candidate(without_claims), None)
    results = probes(figures)
    assert failed(results) == ["probes claims"]
    assert f"{RELATIONAL} does not find" in results[0].reason
    assert [result.outcome for result in results if result.subject == "overlap"] == ["not applicable"]


def test_nonsense_that_finds_somebody_is_caught(publishing: Publishing) -> None:
    def babbling(document: dict[str, Any]) -> None:
        document["about"] = "Qwxzv is my plomfrity."

    results = probes(publishing.figures(publishing.candidate(babbling), publishing.version))
    assert failed(results) == ["probes nonsense"]
    assert "'qwxzv plomfrity'" in results[1].reason


def test_figures_are_measured_once_for_the_same_code_and_data(
    publishing: Publishing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured_again(settings: SearchSettings) -> SetFigures:
        raise AssertionError("the figures are known")

    monkeypatch.setattr(relevance, "measure", measured_again)
    figures = publishing.figures(publishing.version, publishing.version)
    assert figures.before == figures.now
    assert figures.now.digest == inputs_digest()
    with publishing.knowing(digest="of other code"), pytest.raises(AssertionError, match="the figures are known"):
        publishing.figures(publishing.version, publishing.version)


def test_figures_on_another_set_are_not_compared(publishing: Publishing) -> None:
    for other in ({"data": "of another set"}, {"queries": "no list of any"}):
        with publishing.knowing(**other):
            figures = publishing.figures(publishing.version, publishing.version)
        assert figures.before is None
        assert failed(relevance_set(figures)) == []


# ---- what the checks say of figures


def test_a_query_that_lost_much_is_ruined_although_it_is_still_right(publishing: Publishing) -> None:
    figures = publishing.figures(publishing.version, publishing.version)
    best = next(one for one in figures.now.queries if one.ndcg == 1 and not one.violations)
    worse = [msgspec.structs.replace(one, ndcg=0.8) if one is best else one for one in figures.now.queries]
    now = msgspec.structs.replace(figures.now, queries=worse)
    results = relevance_set(msgspec.structs.replace(figures, now=now))
    assert failed(results) == ["relevance-set queries"]
    assert f"'{best.q}' ({best.key}) has nDCG 0.80, 1.00 before" in results[1].reason


def test_what_was_accepted_once_is_no_news() -> None:
    wrong = QueryFigures(key="ifs", q="ifs", ndcg=0.2, recall=1, forbidden=["hollis-vance"])
    right = [QueryFigures(key=str(n), q=str(n), ndcg=1, recall=1) for n in range(20)]
    now = SetFigures(data="", digest="", ndcg=0.96, recall=1, queries=[wrong, *right])
    assert failed(relevance_set(RelevanceFigures(now=now, before=now))) == []
    assert failed(relevance_set(RelevanceFigures(now=now))) == ["relevance-set queries", "relevance-set forbidden"]


def test_an_average_that_fell_is_refused_although_no_query_is_ruined() -> None:
    def all_at(ndcg: float) -> SetFigures:
        queries = [QueryFigures(key=str(n), q=str(n), ndcg=ndcg, recall=1) for n in range(20)]
        return SetFigures(data="", digest="", ndcg=ndcg, recall=1, queries=queries)

    assert failed(relevance_set(RelevanceFigures(now=all_at(0.95), before=all_at(0.96)))) == []
    assert failed(relevance_set(RelevanceFigures(now=all_at(0.9), before=all_at(0.96)))) == ["relevance-set nDCG@10"]
    assert failed(relevance_set(RelevanceFigures(now=all_at(0.9)))) == []
    assert failed(relevance_set(RelevanceFigures(now=all_at(0.72)))) == ["relevance-set nDCG@10"]


def test_nothing_to_look_at_is_not_applicable() -> None:
    nothing = RelevanceFigures(now=SetFigures(data="", digest="", ndcg=0, recall=0, queries=[]))
    unmeasured = [*said("relevance-set", None), *said("probes", None)]
    results = [*relevance_set(nothing), *probes(nothing), *unmeasured]
    assert {result.outcome for result in results} == {"not applicable"}


# ---- slips of the taxonomy


def moved_synonym(approaches: dict[str, Any]) -> None:
    approaches["internal-family-systems"]["synonyms"].remove("Parts Work")
    approaches["psychosynthesis"]["synonyms"] = ["Parts Work"]


def dropped_abbreviation(approaches: dict[str, Any]) -> None:
    entry = approaches["relational-therapy"]
    entry["abbreviations"].remove("RCT")
    del entry["ambiguous"]


def moved_abbreviation(approaches: dict[str, Any]) -> None:
    approaches["cognitive-behavioral-therapy"]["abbreviations"].remove("CBT")
    approaches["cognitive-behavioral-couple-therapy"]["abbreviations"].append("CBT")


def merged_entries(approaches: dict[str, Any]) -> None:
    tapping = approaches.pop("emotional-freedom-techniques")
    approaches["emotionally-focused-therapy"]["synonyms"] += [tapping["name"], *tapping["synonyms"]]
    for entry in approaches.values():
        entry["related"] = [one for one in entry.get("related", []) if one in approaches]


def forgotten_refusals(matcher: dict[str, Any]) -> None:
    matcher["refusing"] = ["nothing to do with"]


@pytest.mark.parametrize(
    ("file", "edit", "named"),
    [
        ("approaches", moved_synonym, "'parts work' (parts-work)"),
        ("approaches", dropped_abbreviation, "'RCT therapist' (relational-cultural)"),
        ("approaches", moved_abbreviation, "'cbt for panic' (cbt-short)"),
        ("approaches", merged_entries, "'eft tapping' (eft-tapping)"),
        ("matcher", forgotten_refusals, "finds hollis-vance"),
    ],
)
def test_a_slip_that_ruins_a_golden_query_is_refused(
    published: Path, tmp_path: Path, file: str, edit: Edit, named: str
) -> None:
    run = copied(published, tmp_path)
    refused_for(SearchSettings(index=run.data / "index"), with_slip(run, tmp_path, file, edit), named)


def refused_for(settings: SearchSettings, slipped: Therapyindex, named: str) -> None:
    live = answers(settings)
    refused = slipped.json("publish", code=1)
    assert refused["outcome"] == "refused"
    assert any(reason.startswith("relevance-set (queries):") and named in reason for reason in refused["reasons"])
    assert answers(settings) == live


def test_a_slip_is_refused_on_each_engine_until_it_is_accepted(publishing: Publishing, tmp_path: Path) -> None:
    slipped = with_slip(publishing.command, tmp_path, "approaches", moved_synonym)
    refused_for(publishing.settings, slipped, "'parts work' (parts-work)")
    accepted = slipped.json("publish", "--accept", "relevance-set", "--why", "the names were agreed on")
    assert (accepted["outcome"], accepted["version"]) == ("published", answers(publishing.settings))


def test_a_first_publish_is_held_to_the_judgements_too(published: Path, tmp_path: Path) -> None:
    run = copied(published, tmp_path)
    shutil.rmtree(run.data / "index")
    slipped = with_slip(run, tmp_path, "approaches", moved_abbreviation)
    (reason,) = [one for one in slipped.json("publish", code=1)["reasons"] if "(queries)" in one]
    assert "'cbt for panic' (cbt-short)" in reason


def test_an_edit_that_ruins_nothing_is_published(published: Path, tmp_path: Path) -> None:
    run = copied(published, tmp_path)

    def one_more_synonym(approaches: dict[str, Any]) -> None:
        approaches["hakomi"]["synonyms"].append("Mindful Experiments Method")

    edited = with_slip(run, tmp_path, "approaches", one_more_synonym)
    assert edited.json("publish")["outcome"] == "published"
