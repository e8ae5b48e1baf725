"""Whom the public sees of a run: nobody who asked to be left out, nobody unseen for too long."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from flows.publishing.shown import shown
from pipelines.optouts import name_key
from records.optouts import NOBODY, OptOuts
from store.runs import Run
from tests.flows.making import DAY, START, House, person

ADA = "t0001"


@pytest.mark.parametrize("status", ["stale", "carried", "ambiguous"])
@pytest.mark.parametrize(("days", "urls", "is_shown"), [(400, [], True), (401, [], False), (401, ["x"], True)])
def test_who_has_no_profile_leaves_after_400_days(
    tmp_path: Path, status: Any, days: int, urls: list[str], is_shown: bool
) -> None:
    therapist, said = person(1, "Ada Quill", "Words of hers.")
    run = House(tmp_path).run([(replace(therapist, status=status, profile_urls=urls), said)])
    assert bool(list(shown(run, NOBODY, START + days * DAY))) == is_shown


def test_a_suspect_is_shown_once_the_operator_has_let_go(tmp_path: Path) -> None:
    run = House(tmp_path).run([person(1, "Ada Quill"), person(2, "Bo Tarn")])
    let_go = Run(run.directory, replace(run.manifest, released=[ADA]))
    by_name = OptOuts(secret=b"secret").with_keys([name_key("Ada Quill", "OR")])
    for found, expected in ((run, ["Bo Tarn"]), (let_go, ["Ada Quill", "Bo Tarn"])):
        assert [one.name for one, _ in shown(found, by_name, START)] == expected
