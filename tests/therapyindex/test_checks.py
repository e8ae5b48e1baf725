"""What a bad night brings is refused: the live index answers as before, and the history says why."""

import io
import shutil
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.console import Console

from flows.publishing import candidate
from flows.stages.export import export
from flows.stages.publish import Published
from index_config.data import load_yaml
from pipelines.checks import CheckResult, checks, limits
from records.errors import TherapyIndexError, WrongUse
from search.settings import SearchSettings
from store.files import whole_file
from store.publications import list_publications
from store.versions import list_versions
from tests.therapyindex.invented_runs import Desk, people, refused
from tests.therapyindex.running import TWIN, Therapyindex
from therapyindex.checks import print_checks


class TwoYearsAhead(datetime):
    """A clock that is wrong."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + timedelta(days=730)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty data directory, embedded engine."""
    return Desk(tmp_path / "data")


def refused_and_unseen(desk: Desk, **options: Any) -> set[str]:
    """Publishes the last run, which must be refused; the checks that failed."""
    before = desk.seen()
    published = desk.publish(**options)
    assert desk.seen() == before
    assert (desk.newest.version, desk.newest.state) == (published.version, "refused")
    assert desk.newest.detail["reasons"] == published.reasons != []
    return refused(published)


def test_an_empty_night(desk: Desk) -> None:
    desk.run(people(30))
    desk.publish()
    desk.run([])
    assert refused_and_unseen(desk) == {"empty", "source-counts", "total-counts", "shown-counts"}


def test_nothing_at_all_is_never_published(desk: Desk) -> None:
    desk.run([])
    assert refused(desk.publish()) == {"empty"}


def test_3_instead_of_3000(desk: Desk) -> None:
    desk.run(people(3_000))
    desk.publish()
    desk.run(people(3))
    assert refused_and_unseen(desk) == {"source-counts", "total-counts", "shown-counts"}
    assert any("3 instead of 3,000 therapists" in reason for reason in desk.newest.detail["reasons"])


def test_three_of_five_may_be_missing(desk: Desk) -> None:
    desk.run(people(5))
    desk.publish()
    desk.run(people(2))
    assert desk.publish().outcome == "published"


def test_a_source_that_is_gone_while_another_one_grows(desk: Desk) -> None:
    desk.run([*people(40), *people(10, source="jsonld")])
    desk.publish()
    desk.run(people(60))
    assert refused_and_unseen(desk) == {"source-counts"}


def test_a_source_that_was_blocked_in_its_first_night(desk: Desk) -> None:
    desk.crawled("therapyden", "blocked")
    desk.run(people(7))
    published = desk.publish()
    assert refused(published) == {"crawl-states"}
    assert "never had a good night" in published.reasons[0]


def test_a_source_that_is_blocked_later_keeps_its_records_for_a_while(desk: Desk) -> None:
    desk.crawled("therapyden", "complete", days_ago=3)
    desk.crawled("therapyden", "blocked")
    desk.crawled("jsonld", "complete")
    desk.run([*people(40), *people(10, source="jsonld")])
    published = desk.publish()
    assert published.outcome == "published"
    said = {one.subject: one.reason for one in published.checks if one.check == "crawl-states"}
    assert said["therapyden"] == "the last crawl ended blocked (as invented); it keeps its records of 3.0 days ago"


def test_records_that_are_too_old_to_go_on_with(desk: Desk) -> None:
    desk.crawled("therapyden", "complete", days_ago=15)
    desk.run(people(40))
    desk.publish()
    desk.crawled("therapyden", "blocked")
    desk.run(people(41))
    assert refused_and_unseen(desk) == {"crawl-states"}


def test_a_source_without_its_yaml_stops_nobody_for_ever(desk: Desk) -> None:
    for days, state in ((40, "complete"), (20, "failed")):
        desk.crawled("once-there", state, days_ago=days)
    theirs = [msgspec.structs.replace(one, sources=["once-there"]) for one in people(70)[40:]]
    everybody = [*people(40), *theirs]
    desk.run(everybody)
    published = desk.publish()
    assert published.outcome == "published"
    (said,) = [one for one in published.checks if (one.check, one.subject) == ("crawl-states", "once-there")]
    assert said.outcome == "not applicable"
    assert said.reason.startswith("it is configured no more")
    desk.run(everybody[:40])
    assert "source-counts" in refused_and_unseen(desk)


def test_what_was_accepted_is_shown(therapyindex: Therapyindex) -> None:
    desk = Desk(therapyindex.data)
    for source in ("therapyden", "jsonld"):
        desk.crawled(source, "complete", days_ago=40)
        desk.crawled(source, "blocked")
    desk.run([*people(4), *people(3, source="jsonld")])
    told = therapyindex("publish", "--accept", "crawl-states", "--why", "it moves").stdout.splitlines()
    assert [line.partition(": the")[0] for line in told[1:]] == [
        "  accepted: crawl-states (jsonld)",
        "  accepted: crawl-states (therapyden)",
    ]
    (row,) = therapyindex.json("versions")
    assert row["accepted"] == {"crawl-states": "it moves"}
    assert row["accepted_for"] == {"crawl-states": ["jsonld", "therapyden"]}
    (line,) = therapyindex("versions").stdout.splitlines()
    assert line.endswith("  crawl-states (jsonld, therapyden) accepted: it moves")


def test_a_field_that_is_gone(desk: Desk) -> None:
    desk.run(people(60))
    desk.publish()
    desk.run(people(60, title=None))
    assert refused_and_unseen(desk) == {"fill-rates"}
    assert [reason[:40] for reason in desk.newest.detail["reasons"]] == ["fill-rates (therapyden: title): title 0 "]


def test_the_same_people_twice(desk: Desk) -> None:
    desk.run(people(60))
    desk.publish()
    again = [msgspec.structs.replace(one, id=one.id.replace("t", "u", 1)) for one in people(30)]
    desk.run([*people(60), *again])
    assert refused_and_unseen(desk) == {"duplicates"}


def test_pages_that_are_set_aside(desk: Desk) -> None:
    desk.run(people(60), set_aside=["unknown-title"] * 5, pages=100)
    desk.publish()
    desk.run(people(61), set_aside=["unknown-title"] * 60, pages=100)
    assert refused_and_unseen(desk) == {"quarantine-share"}


def test_pages_that_became_gone(desk: Desk) -> None:
    desk.run(people(60), pages=100, gone=40)
    desk.publish()
    desk.run(people(59), pages=60, gone=80)
    assert refused_and_unseen(desk) == {"gone-share"}


def test_approach_pages_that_are_none_any_more_though_their_people_are_carried_over(desk: Desk) -> None:
    desk.run(people(60), approach_pages=40)
    desk.publish()
    desk.run(people(61), approach_pages=5)
    assert refused_and_unseen(desk) == {"page-counts"}
    assert "5 instead of 40 approach pages" in desk.newest.detail["reasons"][0]


def test_a_clock_that_runs_ahead_takes_nobody_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By it everybody without a profile is unseen for too long."""
    desk.run([*people(5, source="jsonld", profile_urls=["/she"]), *people(60)])
    desk.publish()
    with monkeypatch.context() as ahead:
        ahead.setattr(candidate, "datetime", TwoYearsAhead)
        assert refused_and_unseen(desk, force=True) == {"shown-counts"}
        assert desk.publish(force=True, accept={"shown-counts": "to be sure"}).counts["therapists"] == 5
    wrong = desk.newest.version
    assert desk.publish().outcome == "published"  # the clock is right again: everybody is back, the name goes on
    assert desk.newest.version > wrong
    assert desk.newest.detail["counts"]["therapists"] == 65
    assert desk.newest.built_at <= datetime.now(UTC)
    exported = export(desk.store, desk.store.data / "exports")
    assert (exported.counts["therapists"], exported.version) == (65, desk.newest.version)
    assert list_publications(desk.ledger, "embedded")[-1].counts["ADD"] == 60
    assert desk.publish().outcome == "unchanged"


def test_a_truncated_file_of_records(desk: Desk) -> None:
    desk.run(people(60))
    desk.publish()
    before = desk.seen()
    path = desk.run(people(61)).directory / "therapists.parquet"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(TherapyIndexError, match="cannot be read") as raised:
        desk.publish()
    assert desk.seen() == before
    assert desk.newest.detail["reasons"] == [str(raised.value)]


def test_a_file_of_another_run(desk: Desk) -> None:
    first = desk.run(people(60))
    desk.publish()
    with whole_file(desk.run(people(80)).directory / "therapists.parquet") as temporary:
        temporary.write_bytes((first.directory / "therapists.parquet").read_bytes())
    assert refused_and_unseen(desk) == {"records"}


def test_a_run_of_an_older_format_is_counted_from_its_files(desk: Desk) -> None:
    desk.run(people(60), older=True)
    assert desk.publish().outcome == "published"
    desk.run(people(20, title=None))
    assert refused_and_unseen(desk) == {"source-counts", "total-counts", "shown-counts", "fill-rates"}


def test_a_published_run_that_is_gone_is_no_measure(desk: Desk) -> None:
    directory = desk.run(people(60)).directory
    desk.publish()
    shutil.rmtree(directory)
    desk.run(people(20))
    assert refused(desk.publish()) == {"shown-counts"}  # but the live version is


def test_one_check_is_overridden_and_no_other(desk: Desk) -> None:
    desk.run(people(60))
    desk.publish()
    desk.run(people(20, title=None))
    accept = dict.fromkeys(["source-counts", "total-counts", "shown-counts"], "it closed")
    assert refused(desk.publish(accept=accept)) == {"fill-rates"}
    assert desk.newest.detail["accepted"] == accept
    published = desk.publish(accept=accept | {"fill-rates": "titles are not shown any more"})
    assert published.outcome == "published"
    assert (desk.newest.state, desk.newest.detail["accepted"]["fill-rates"]) == (
        "live",
        "titles are not shown any more",
    )
    assert {one.check for one in published.checks if one.outcome == "accepted"} == {*accept, "fill-rates"}
    desk.run(people(21, title=None))  # what was accepted is the new measure
    assert desk.publish().outcome == "published"


def test_what_is_accepted_without_need_is_not_logged(desk: Desk) -> None:
    desk.run(people(60))
    assert desk.publish(accept={"source-counts": "to be sure"}).outcome == "published"
    assert desk.newest.detail["accepted"] == {}


def test_an_unknown_check_is_told_with_the_nearest(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="do you mean source-counts"):
        desk.publish(accept={"source-count": "it closed"})


def test_broken_limits_are_told_before_anything_is_built(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "checks.yaml"
    broken.write_text((Path(limits.__file__).parent / broken.name).read_text().replace("share: 0.15", "share: 15"))
    monkeypatch.setattr(checks, "load_limits", lambda: load_yaml(broken, limits.Limits))
    desk.run(people(7))
    with pytest.raises(TherapyIndexError, match=r"checks\.yaml, line \d+: .*counts\.share"):
        desk.publish()
    assert not list_versions(desk.ledger)


def test_a_refused_run_is_no_measure(desk: Desk) -> None:
    for count in (60, 10, 59):
        desk.run(people(count))
        desk.publish()
    assert desk.newest.state == "live"


def test_on_each_engine(on_engine: Therapyindex) -> None:
    search = SearchSettings(
        engine="elasticsearch" if "ELASTICSEARCH_URL" in on_engine.env else "embedded",
        elasticsearch_url=on_engine.env.get("ELASTICSEARCH_URL", ""),
        alias=on_engine.env.get("THERAPYINDEX_ALIAS", ""),
        index=on_engine.data / "index",
    )
    desk = Desk(on_engine.data, search)
    desk.run(people(60, fee_min=80.0, fee_max=120.5, pronouns="she/her, “sie”"))
    checks = desk.publish().checks
    (read_back,) = [one for one in checks if (one.check, one.subject) == ("read-back", "therapists")]
    assert read_back.outcome == "passed"
    assert read_back.figure == 50
    desk.run(people(60))
    assert refused_and_unseen(desk) == {"fill-rates"}


def test_a_dry_run_shows_the_table_and_publishes_nothing(therapyindex: Therapyindex) -> None:
    desk = Desk(therapyindex.data)
    desk.run(people(60))
    desk.publish()
    desk.run(people(20))
    before = desk.seen()
    table = therapyindex("publish", "--dry-run", code=1).stdout.splitlines()
    assert table[0].split() == ["outcome", "check", "subject", "figure", "limit", "reason"]
    assert table[1].split()[:5] == ["failed", "source-counts", "therapyden", "20", "51"]
    assert table[-1].endswith("would be refused, 3 failed")
    given = therapyindex.json("publish", "--dry-run", code=1)
    assert given["outcome"] == "checked"
    assert {one["check"] for one in given["checks"] if one["outcome"] == "failed"} == {
        "source-counts",
        "total-counts",
        "shown-counts",
    }
    wrong = therapyindex("publish", "--accept", "total-count", "--why", "it closed", code=2).stderr
    assert "do you mean total-counts" in wrong
    assert desk.seen() == before


def test_the_table_fits_a_narrow_terminal() -> None:
    results = [
        CheckResult(check="empty", outcome="passed", figure=20, limit=1, reason="20 therapists"),
        CheckResult(
            check="quarantine-share",
            subject="therapyden: author-without-statement",
            outcome="failed",
            figure=0.6123,
            limit=0.1501,
            reason="author-without-statement 6,123 of 10,000 (61.2%; at most 15.0%); [see] the run's quarantine.jsonl",
        ),
    ]
    shown = io.StringIO()
    published = Published(outcome="checked", version="v", run="r", checks=results)
    print_checks(published, Console(file=shown, width=80, force_terminal=True, color_system=None))
    lines = shown.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].split()[:4] == ["failed", "quarantine-share", "0.612", "0.150"]
    assert "[see]" in shown.getvalue()


def test_figures_are_no_part_of_what_makes_a_run_another_one(therapyindex: Therapyindex) -> None:
    therapyindex.import_page(TWIN)
    run = therapyindex.json("normalize")["run"]
    figures = run["figures"]["sources"]["therapyden"]
    assert (figures["therapists"], figures["pages"], figures["attributions"]) == (14, 1, 14)
    assert (figures["approach_pages"], figures["profiles"]) == (1, 0)
    path = therapyindex.data / "runs" / run["id"] / "manifest.json"
    path.write_bytes(msgspec.json.encode(run | {"figures": None}))
    assert therapyindex.json("normalize")["changed"] is False
