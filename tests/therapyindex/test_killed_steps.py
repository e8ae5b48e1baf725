"""kill -9 at each step of a publish and of a rollback, on both engines."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repetitions import each
from tests.therapyindex.running import REPOSITORY, Therapyindex, two_versions
from tests.therapyindex.test_rollback import says, states

ENGINES = {
    "embedded": "search.engines.tantivy_writer:TantivyWriter",
    "elasticsearch": "search.engines.elasticsearch_writer:ElasticsearchWriter",
}
BEFORE_THE_SWAP = [
    "after flows.publishing.candidate:add_version",
    "after {writer}.build",
    "before {writer}.bulk",
    "after {writer}.bulk",
    "before {writer}.finish",
    "after {writer}.finish",
    "before flows.stages.publish:check",
    "before {writer}.swap",
]
BEHIND_THE_SWAP = ["after {writer}.swap", "before flows.stages.publish:retire", "after flows.stages.publish:retire"]


def killed(run: Therapyindex, step: str, *arguments: str) -> None:
    writer = ENGINES[run.env.get("THERAPYINDEX_ENGINE", "embedded")]
    command = [*step.format(writer=writer).split(" "), *arguments]
    done = subprocess.run(
        [sys.executable, "-m", "tests.therapyindex.killed_at", *command],
        env=run.env,
        cwd=REPOSITORY,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("step", each(BEFORE_THE_SWAP))
def test_killed_before_the_swap_the_old_version_answers(on_engine: Therapyindex, tmp_path: Path, step: str) -> None:
    run = on_engine
    _, second = two_versions(run, tmp_path)
    killed(run, step, "publish", "--force")
    assert run.json("search", "relational house")["index"]["version"] == second
    published = run.json("publish", "--force")
    assert published["outcome"] == "published"
    found = states(run)
    assert [version for version, state in found.items() if state == "live"] == [published["version"]]
    assert "building" not in found.values()
    assert says(run, "house")


@pytest.mark.parametrize("step", each(BEHIND_THE_SWAP))
def test_killed_behind_the_swap_the_new_version_answers(on_engine: Therapyindex, tmp_path: Path, step: str) -> None:
    run = on_engine
    _, second = two_versions(run, tmp_path)
    killed(run, step, "publish", "--force")
    live = run.json("search", "relational house")["index"]["version"]
    assert live > second
    assert [one["version"] for one in run.json("status")["live"]] == [live]
    assert run.json("publish")["outcome"] == "unchanged"
    found = states(run)
    assert (found[live], found[second]) == ("live", "kept")
    assert list(found.values()).count("live") == 1


@pytest.mark.parametrize("moment", each(["before", "after"]))
def test_killed_while_going_back(on_engine: Therapyindex, tmp_path: Path, moment: str) -> None:
    run = on_engine
    first, second = two_versions(run, tmp_path)
    killed(run, f"{moment} {{writer}}.swap", "rollback")
    if moment == "before":
        assert says(run, "house")
        assert run.json("rollback") == {"version": first, "left": second}
    # Either way: what was left behind does not come again by itself.
    assert run.json("publish", code=1)["outcome"] == "refused"
    assert says(run, "home")
    assert states(run) == {first: "live", second: "rejected"}
