"""Who asks to be left out is missing from the next night, and nobody is alarmed; whoever else is missing is missed."""

from pathlib import Path

import pytest

from pipelines.checks import CheckResult
from records import ApproachClaim, Therapist
from tests.therapyindex.inside import Inside
from tests.therapyindex.invented_runs import Desk, people, refused
from tests.therapyindex.test_optout import night, profile


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty data directory, embedded engine."""
    return Desk(tmp_path / "data")


def claiming(count: int, *approaches: str) -> list[Therapist]:
    claims = [ApproachClaim(id=one, claim="ticked", claims=["ticked"]) for one in approaches]
    return people(count, approaches=claims)


def test_a_large_part_asks_to_be_left_out(desk: Desk) -> None:
    everybody = people(100)
    for _ in range(3):  # the median is of before, too
        desk.run(everybody)
        desk.publish(force=True)
    desk.leave_out(*everybody[60:])
    desk.run(everybody[:60])
    assert desk.publish().outcome == "published"
    desk.run(everybody[:58])
    assert desk.publish().outcome == "published"
    desk.run(everybody[:30])
    assert refused(desk.publish()) == {"source-counts", "total-counts", "shown-counts"}


def test_the_same_fall_without_opt_outs_is_refused(desk: Desk) -> None:
    everybody = people(100)
    desk.run(everybody)
    desk.publish()
    desk.run(everybody[:60])
    assert refused(desk.publish()) == {"source-counts", "total-counts", "shown-counts"}


def test_no_others_may_be_missing_for_it(desk: Desk) -> None:
    everybody = people(100)
    desk.run(everybody)
    desk.publish()
    desk.leave_out(*everybody[60:])
    desk.run(everybody[:40])
    assert refused(desk.publish()) == {"source-counts", "total-counts", "shown-counts"}


def test_who_asks_once_the_run_is_made_does_not_stand_in_for_others(desk: Desk) -> None:
    everybody = people(100)
    desk.run(everybody)
    desk.publish()
    desk.run(everybody[40:])
    desk.leave_out(*everybody[60:])
    published = desk.publish()
    assert refused(published) == {"source-counts", "total-counts", "shown-counts"}
    assert "20 instead of 60 therapists" in published.reasons[0]


def test_everybody_of_a_source_asks(desk: Desk) -> None:
    others, practice = people(60)[20:], people(20, source="jsonld")
    desk.run([*others, *practice])
    desk.publish()
    desk.leave_out(*practice)
    desk.run(others)
    assert desk.publish().outcome == "published"
    desk.run(others[:10])
    assert refused(desk.publish()) == {"source-counts", "total-counts", "shown-counts"}


def test_shares_are_those_of_whoever_stays(desk: Desk) -> None:
    plain, full = people(100, title=None)[:40], people(100, pronouns="she/her")[40:]
    twins = [
        Therapist(**{name: getattr(one, name) for name in one.__struct_fields__} | {"id": f"u{one.id}"})
        for one in plain[:8]
    ]
    desk.run([*plain, *twins, *full])
    desk.publish()
    desk.leave_out(*full)
    desk.run([*plain, *twins])
    assert desk.publish().outcome == "published"
    desk.run([*people(40, title=None, phone=None), *twins])
    assert "fill-rates" in refused(desk.publish())


def test_what_only_they_claimed_leaves_with_them(desk: Desk) -> None:
    few, many = claiming(100, "emdr", "gestalt")[:50], claiming(100, "emdr", "act", "dbt", "ifs", "cbt", "rebt")[50:]
    desk.run([*few, *many])
    desk.publish()
    desk.run(few)
    assert refused(desk.publish()) == {"source-counts", "total-counts", "shown-counts"}
    desk.leave_out(*many)
    published = desk.publish()
    assert published.outcome == "published"
    assert count_of(published.checks, "total-counts", "approaches").reason == "2, before 2"


def test_their_pages_are_not_missed(tmp_path: Path) -> None:
    run = Inside(tmp_path / "data")
    slugs = ["ada-quill", "bo-marsh", "cy-oakes", "dee-vance", "eli-larkin", "fay-rowan", "gus-sorrel", "hal-tarn"]
    for number, slug in enumerate(slugs):
        profile(run, tmp_path, slug, slug.replace("-", " ").title(), f"(503) 555-01{number:02}")
    assert night(run)["outcome"] == "published"
    file = tmp_path / "asked.txt"
    file.write_text("".join(f"https://www.therapyden.com/therapist/{slug}\n" for slug in slugs[3:]))
    assert len(run.json("optout", "import", str(file))["entries"]) == 5
    published = night(run)
    assert published["outcome"] == "published"
    (pages,) = [one for one in published["checks"] if one["subject"] == "therapyden: profiles"]
    assert pages["reason"] == "3, before 3"


def count_of(results: list[CheckResult], check: str, subject: str) -> CheckResult:
    (found,) = [one for one in results if (one.check, one.subject) == (check, subject)]
    return found
